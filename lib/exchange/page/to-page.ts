import { hexToBytes, sha256 } from "../../base";
import type { RunLook } from "../../fold";
import { count } from "../problem";
import { element, Markup } from "./markup";
import type { PageCell, PageDefinition, PageInput, PageOutput } from "./page-input";
import { pageScript } from "./page-script";
import { pageStyle } from "./page-style";
import { prose } from "./prose";
import { timeline } from "./timeline";

/**
 * A notebook as one page that stands alone: its text, its code, what its cells gave and, where there is one, its run, which a slider
 * replays. Nothing of it is fetched, and no script runs but its own, which its policy names by its hash.
 */
export function toPage({ title, cells, graph }: PageInput, look: RunLook | undefined): string {
  const name = title || "Notebook";
  const from = look?.span.from ?? 0;
  const body = [
    ...(hasHeading(cells[0]) ? [] : [element("h1", {}, name)]),
    element("p", { class: "lead" }, leadOf(look)),
    element(
      "main",
      {},
      cells.map((cell) => cellOf(cell, from)),
    ),
    ...(look ? [timeline(look)] : []),
    ...(graph === undefined ? [] : [drawing(graph)]),
  ];
  const head = [
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "referrer", content: "no-referrer" }),
    element("title", {}, name),
    new Markup(`<style>${pageStyle}</style>`),
  ];
  const script = look ? new Markup(`<script>${pageScript}</script>`) : undefined;
  return `<!doctype html>\n${element("html", { lang: "en" }, element("head", {}, head), element("body", {}, body, script)).text}\n`;
}

/** Whether a notebook begins with a heading of its own, so that it needs none of its title. */
function hasHeading(first: PageCell | undefined): boolean {
  const part = first?.prose?.[0];
  return typeof part === "object" && part.tag === "h1";
}

/** A graph as a picture: whatever names it has, none of them is markup of the page. */
function drawing(svg: string): Markup {
  const src = `data:image/svg+xml,${encodeURIComponent(svg.replace(/[\ud800-\udfff]/gu, "\ufffd"))}`;
  return element(
    "details",
    {},
    element("summary", {}, "The run as a graph"),
    element(
      "p",
      { class: "drawing" },
      element("img", { src, alt: "What comes from what in the run, as the timeline has it" }),
    ),
  );
}

/** Nothing from anywhere, but for the page's own script and style, and pictures that are in it. */
const policy = `default-src 'none'; img-src data:; script-src '${hashOf(pageScript)}'; style-src '${hashOf(pageStyle)}'; base-uri 'none'; form-action 'none'`;

function hashOf(text: string): string {
  return `sha256-${btoa(String.fromCharCode(...hexToBytes(sha256(text))))}`;
}

function leadOf(look: RunLook | undefined): string {
  if (!look) return "A notebook of Runnel. Nothing runs in this page.";
  const day = new Date(look.span.from).toISOString().slice(0, 16).replace("T", " ");
  return `A notebook of Runnel, and its run of ${day} UTC as it was recorded. Nothing runs in this page.`;
}

function cellOf({ label, text, prose: read, isProse, definitions }: PageCell, from: number): Markup {
  if (isProse) return element("div", {}, read ? prose(read) : element("p", {}, text));
  return element(
    "section",
    { class: "cell", "aria-label": label },
    element("p", { class: "label" }, label),
    text === "" ? undefined : element("pre", { tabindex: 0 }, element("code", {}, text)),
    definitions.map((one) => givenBy(one, from)),
  );
}

/** What a definition gave, from when it had. */
function givenBy({ name, state, endedAt, outputs, error }: PageDefinition, from: number): Markup {
  return element(
    "div",
    { class: "given", "data-born": endedAt === undefined ? undefined : Math.max(0, endedAt - from) },
    element(
      "p",
      { class: "more" },
      `${name} `,
      element("span", { class: `state ${state.type.toLowerCase()}` }, state.name),
    ),
    error === undefined ? undefined : element("p", { class: "error" }, error),
    outputs.map(outputOf),
  );
}

function outputOf(output: PageOutput): Markup {
  if (output.kind === "text") return element("pre", {}, output.text);
  const { columns, rows, total } = output;
  const head = element(
    "thead",
    {},
    element(
      "tr",
      {},
      columns.map((name) => element("th", { scope: "col" }, name)),
    ),
  );
  const lines = rows.map((row) =>
    element(
      "tr",
      {},
      row.map((value) => element("td", {}, value ?? "")),
    ),
  );
  const left =
    total > rows.length
      ? `The first ${count(rows.length)} of ${count(total)} rows.`
      : `${count(total)} ${total === 1 ? "row" : "rows"}.`;
  return element(
    "div",
    {},
    element("table", {}, head, element("tbody", {}, lines)),
    element("p", { class: "more" }, left),
  );
}
