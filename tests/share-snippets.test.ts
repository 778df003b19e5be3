import { describe, expect, test } from "vitest";
import { limitOf, savings } from "../app/_share/limits";
import { badge, embed, linkTo, markdownLink } from "../app/_share/snippets";

const base = "https://runnel.test/app/";
const link = linkTo(base, "r1AbC-_9");

/** Titles that would change what is around them, or how they are read. */
const hostile = [
  ["Sales](https://evil.test) [x", "Sales\\]\\(https://evil.test\\) \\[x"],
  [
    "`code` *bold* <img src=x onerror=alert(1)>",
    "\\`code\\` \\*bold\\* \\<img src=x onerror=alert\\(1\\)\\>",
  ],
  ["a\n\n# heading\u202e\u200b", "a \\# heading"],
  ['"><script>alert(1)</script>', '"\\>\\<script\\>alert\\(1\\)\\</script\\>'],
] as const;

describe("a link as others write it", () => {
  test("is the app's address with the notebook after #", () => {
    expect(link).toBe("https://runnel.test/app/#r1AbC-_9");
    expect(markdownLink("Flight delays", link)).toBe(`[Flight delays](${link})`);
    expect(badge("Flight delays", base, link)).toBe(
      `[![Open Flight delays in Runnel](${base}badge.svg)](${link})`,
    );
    expect(embed("Flight delays", base, "r1AbC-_9")).toMatch(
      /^<iframe src="https:\/\/runnel\.test\/app\/embed\/#r1AbC-_9" title="Flight delays" [^<>]*><\/iframe>$/,
    );
  });

  test.each(hostile)("20: a title stays a title in Markdown and HTML: %j", (title, written) => {
    expect(markdownLink(title, link)).toBe(`[${written}](${link})`);
    expect(badge(title, base, link)).toContain(`[![Open ${written} in Runnel](`);
    const html = embed(title, base, "r1AbC");
    expect(html.match(/[<>]/g)).toEqual(["<", ">", "<", ">"]);
    expect(html.match(/"/g)).toHaveLength(12);
    expect(html).not.toMatch(/[\u202e\u200b\n]/);
  });
});

describe("how long a link is", () => {
  test("is told by the least of the limits that it keeps", () => {
    const told = [2_000, 2_001, 2_332, 2_954, 8_001, 64_001, 1_000_001].map((one) => limitOf(one)?.what);
    expect(told).toEqual([
      ...["Discord", "QR code", "dense QR code", "most chats", "all browsers", "Runnel"],
      undefined,
    ]);
  });

  test("says without which parts it keeps another: never without the notebook", () => {
    const parts = [
      { kind: "notebook", characters: 1_300, without: 8_000 },
      { kind: "run", characters: 1_000, without: 8_300 },
      { kind: "sample", name: "orders", characters: 6_900, without: 2_400 },
    ] as const;
    expect(savings(parts, 9_320, 20).map(({ part, left }) => [part.kind, left])).toEqual([["sample", 2_420]]);
    expect(savings(parts, 1_900, 20)).toEqual([]);
  });
});
