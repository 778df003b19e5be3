import { Asked, Refusal } from "./asked";
import { behaviours, TooMany, type Behaviour } from "./behaviours";
import { chanceOf } from "../base";
import { worldGuide } from "./guide";
import type { Moment, WorldAnswer, WorldRequest } from "./request";
import { resources, type Found } from "./resources";
import { contentTypes, rowsText, type Row, type RowFormat } from "./rows";

/** What the world answers to a request at a moment: always the same for the same. Never throws. */
export function answerOf(request: WorldRequest, moment: Moment): WorldAnswer {
  const asked = new Asked(request, seeded(request.url, moment));
  const { path } = asked;
  const first = path.findIndex((word) => !isBehaviour(word));
  const names = first < 0 ? path : path.slice(0, first);
  const active = names.flatMap((name) => behaviours[name] ?? []);
  const delayMs = ordinaryDelay(asked);
  try {
    if (request.url.length > longestUrl) throw new Refusal(414, "An address has at most 1,000 characters.");
    if (request.body.length > longestBody) throw new Refusal(413, "A body has at most 100,000 characters.");
    const slowly = active.reduce((sum, { delayMs: more }) => sum + (more?.(asked) ?? 0), delayMs);
    return { ...answered(asked, active, path.slice(names.length)), delayMs: slowly };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const headers: Record<string, string> = { "content-type": contentTypes.json };
    if (error instanceof TooMany) headers["retry-after"] = String(error.retryAfter);
    if (error.status === 401) headers["www-authenticate"] = "Bearer";
    return { status: error.status, headers, body: JSON.stringify({ error: error.message }), delayMs };
  }
}

/** Characters of an address and of a body: the world remembers them. */
const longestUrl = 1_000;
const longestBody = 100_000;

function isBehaviour(word: string): boolean {
  return Object.hasOwn(behaviours, word);
}

/** The address may ask for a seed of its own. */
function seeded(url: string, moment: Moment): Moment {
  const seed = Number(new URL(url).searchParams.get("seed") ?? NaN);
  return Number.isSafeInteger(seed) ? { ...moment, seed } : moment;
}

/** Milliseconds that every answer takes. */
function ordinaryDelay({ request, moment }: Asked): number {
  return 20 + Math.floor(chanceOf(moment.seed, "delay", request.url) * 40);
}

function answered(
  asked: Asked,
  active: readonly Behaviour[],
  words: readonly string[],
): Omit<WorldAnswer, "delayMs"> {
  for (const { before } of active) before?.(asked);
  const [name, format] = withoutFormat(words);
  const [first, ...rest] = name;
  if (first === undefined && active.length === 0) return text(200, worldGuide);
  const resource = first !== undefined && Object.hasOwn(resources, first) ? resources[first] : undefined;
  const { method } = asked.request;
  if (resource && method !== "GET" && method !== "HEAD" && !(method === "POST" && first === "payments"))
    throw new Refusal(
      405,
      `${first ?? ""} cannot be asked by ${method}: use GET${first === "payments" ? " or POST" : ""}.`,
    );
  const found = resource?.(asked, rest);
  if (!found) return text(404, `There is nothing at ${asked.url.pathname.slice(0, 200)}.\n\n${worldGuide}`);
  const answer =
    "json" in found ? json(found.status ?? 200, found.json) : listed(asked, active, found, format);
  for (const { after } of active) after?.(asked, found);
  return method === "HEAD" ? { ...answer, body: "" } : answer;
}

/** `orders.csv` is `orders`, as CSV. */
function withoutFormat(
  words: readonly string[],
): readonly [readonly string[], RowFormat | "json" | undefined] {
  const last = /^(.+)\.(csv|ndjson|json)$/.exec(words.at(-1) ?? "");
  if (!last) return [words, undefined];
  return [[...words.slice(0, -1), last[1] ?? ""], last[2] as RowFormat | "json"];
}

/** Rows in a format: JSON always in pages, the others where a page is asked for. */
function listed(
  asked: Asked,
  active: readonly Behaviour[],
  found: Extract<Found, { readonly rows: readonly Row[] }>,
  asFormat: RowFormat | "json" | undefined,
): Omit<WorldAnswer, "delayMs"> {
  const rows = active.reduce((some, behaviour) => behaviour.rows?.(asked, some) ?? some, found.rows);
  const format = asFormat ?? found.format ?? "json";
  const page = asked.number("page", 1, [1, 1_000_000]);
  const perPage = asked.number("per_page", 50, [1, 1000]);
  const { searchParams } = asked.url;
  const isPaged = format === "json" || searchParams.has("page") || searchParams.has("per_page");
  const shown = isPaged ? rows.slice((page - 1) * perPage, page * perPage) : rows;
  const next = isPaged && page * perPage < rows.length ? pageAddress(asked.url, page + 1) : null;
  const headers = {
    "content-type": contentTypes[format],
    "x-total-count": String(rows.length),
    ...(next !== null && { link: `<${next}>; rel="next"` }),
  };
  if (format !== "json") return { status: 200, headers, body: rowsText(shown, format) };
  const pages = Math.ceil(rows.length / perPage);
  const counts = { page, per_page: perPage, pages, total: rows.length, next };
  return { status: 200, headers, body: JSON.stringify({ data: shown, ...counts }) };
}

function pageAddress(url: URL, page: number): string {
  const other = new URL(url);
  other.searchParams.set("page", String(page));
  return other.href;
}

function json(status: number, value: unknown): Omit<WorldAnswer, "delayMs"> {
  return { status, headers: { "content-type": contentTypes.json }, body: JSON.stringify(value) };
}

function text(status: number, body: string): Omit<WorldAnswer, "delayMs"> {
  return { status, headers: { "content-type": contentTypes.text }, body };
}
