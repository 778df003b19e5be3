import { describe, expect, test } from "vitest";
import { parseProse, type ProseNode } from "./parse-prose";

const textOf = (parts: readonly ProseNode[]): string =>
  parts.map((part) => (typeof part === "string" ? part : textOf(part.parts))).join("");

describe("Markdown", () => {
  test("is elements with the few properties that are drawn", () => {
    const [heading, , list] = parseProse("# A *b*\n\n3. [x] [c](https://d.example)\n");
    expect(heading).toEqual({ tag: "h1", parts: ["A ", { tag: "em", parts: ["b"] }] });
    expect(JSON.stringify(list)).toContain('"start":3');
    expect(JSON.stringify(list)).toContain('"isChecked":true');
    expect(JSON.stringify(list)).toContain('{"tag":"a","parts":["c"],"href":"https://d.example"}');
  });

  test("names the language of a block of code, and of no other part", () => {
    expect(parseProse("```mermaid x\nA-->B\n```")).toEqual([
      { tag: "pre", parts: [{ tag: "code", language: "mermaid", parts: ["A-->B\n"] }] },
    ]);
    expect(JSON.stringify(parseProse("`a`\n\n```\nb\n```"))).not.toContain("language");
  });

  test("has HTML as text, and no address that runs something", () => {
    const parts = parseProse(
      "<b onclick=x>hi</b>\n\n[a](javascript:x) [b](JAVASCRIPT&colon;x) [c](data:text/html,x) [d](/e:f)",
    );
    expect(textOf(parts)).toContain("<b onclick=x>hi</b>");
    expect(JSON.stringify(parts).match(/"href":"[^"]*"/g)).toEqual(['"href":"/e:f"']);
  });

  test.each([
    ["deep quotes", `${">".repeat(150)} a`],
    ["a wide table", `${"|a".repeat(15_000)}|\n${"|-".repeat(15_000)}|\n`],
    ["many paragraphs", "a\n\n".repeat(25_000)],
  ])("is refused, with %s", (_, text) => {
    expect(() => parseProse(text)).toThrow(expect.objectContaining({ code: "prose/too-large" }));
  });
});
