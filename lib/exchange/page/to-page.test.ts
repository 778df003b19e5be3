import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256, hexToBytes } from "../../base";
import { element } from "./markup";
import { lookWith, pageWith } from "./hostile-page.suite";
import { toPage } from "./to-page";

const tagsOf = (page: string) =>
  [...page.replace(/<(script|style)>[^]*?<\/\1>/g, "").matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag);

describe("[EX50] a page that stands alone", () => {
  test("escapes every text where it enters markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { text: made } = element("p", { title: text }, text);
        const inner = made.slice('<p title="'.length, -"</p>".length);
        expect(inner.replace('">', "")).not.toMatch(/[<>"'\0]/);
      }),
    );
  });

  test("has no element and no address that a text asks for", async () => {
    const page = await pageWith([
      "<script>x</script>",
      '" onload="x',
      "javascript:x",
      "</style><img src=//x>",
      "--><svg>",
    ]);
    const known =
      "html head meta title body h1 h2 p a main section div pre code table thead tbody tr th td span ol li svg rect button input output details summary time";
    expect(tagsOf(page).filter((tag) => !known.split(" ").includes(tag ?? ""))).toEqual([]);
    const attributes =
      page.match(/<[a-z0-9]+(?: [\w-]+(?:="[^"]*")?)*>/g)?.map((tag) => tag.replace(/"[^"]*"/g, "")) ?? [];
    expect(attributes.filter((tag) => /\s(?:src|on\w+|style|srcset)\b/.test(tag))).toEqual([]);
    expect(
      page.match(/href="[^"]*/g)?.filter((link) => !/^href="(?:https?|mailto):/.test(link)) ?? [],
    ).toEqual([]);
    expect(page.match(/<script>/g)).toHaveLength(1);
  });

  test("has a policy that allows its own script and style by their hashes, and nothing else", async () => {
    const page = await pageWith(["a"]);
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    for (const tag of ["script", "style"]) {
      const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? "";
      const hash = Buffer.from(hexToBytes(sha256(text))).toString("base64");
      expect(policy).toContain(`${tag}-src &#39;sha256-${hash}&#39;`);
    }
    expect(policy.replaceAll("&#39;", "'")).toMatch(
      /^default-src 'none'; img-src data:; script-src 'sha256-\S+'; style-src 'sha256-\S+'; base-uri 'none'; form-action 'none'$/,
    );
  });

  test("has the run as a picture, of which nothing is markup of the page", async () => {
    const graph = `<svg xmlns="http://www.w3.org/2000/svg"><title>"><script>x</script>\ud800</title></svg>`;
    const page = toPage({ title: "", cells: [], graph }, await lookWith(["a"]));
    const [, src = ""] = /<img src="(data:image\/svg\+xml,[^"]*)" alt="[^"]+">/.exec(page) ?? [];
    expect(decodeURIComponent(src)).toContain("<title>");
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(toPage({ title: "", cells: [] }, undefined)).not.toContain("<img");
  });

  test("has each attempt and wait of the run as a bar, and says when it was", async () => {
    const page = toPage({ title: "", cells: [] }, await lookWith(["a", "b"]));
    expect(page.match(/<rect /g)).toHaveLength(4);
    expect(page).toContain('data-kind="wait" data-from="1000" data-to="2000"');
    expect(page).toContain('class="failed"');
    expect(page).toContain("UTC as it was recorded");
    expect(toPage({ title: "", cells: [] }, undefined)).not.toContain("<script>");
  });
});
