import { describe, expect, test } from "vitest";
import { csvParts, type CsvPart } from "./csv-parts";

async function cut(text: string, size: number): Promise<string[]> {
  const parts: string[] = [];
  for await (const part of csvParts(new Blob([text]), size, undefined)) parts.push(await textOf(part));
  return parts;
}

async function textOf(part: CsvPart): Promise<string> {
  return part instanceof Blob ? await part.text() : new TextDecoder().decode(part);
}

describe("[SQ37] parts of a CSV file", () => {
  test.each<[string, string, number, string[]]>([
    ["end with lines", "a,b\n1,2\n3,4\n5,6\n", 5, ["a,b\n1,2\n", "3,4\n5,6\n"]],
    ["are one where they would be", "a,b\n1,2\n", 8, ["a,b\n1,2\n"]],
    ["may end where the file does", "a\n1\n2\n3", 4, ["a\n1\n", "2\n3"]],
    ["do not end inside of quotes", 'a\n"1\n2\n3"\n4\n', 4, ['a\n"1\n2\n3"\n', "4\n"]],
    ["nor behind a doubled one", 'a\n"1""\n2"\n3\n', 5, ['a\n"1""\n2"\n', "3\n"]],
    ["have the ends of lines that the file has", "a\r\n1\r\n2\r\n", 4, ["a\r\n1\r\n", "2\r\n"]],
    ["are one without ends of lines", "a,b,c,d", 2, ["a,b,c,d"]],
    ["are none of nothing", "", 2, []],
  ])("%s", async (_what, text, size, parts) => {
    expect(await cut(text, size)).toEqual(parts);
  });

  test("are all of a file that is longer than what is looked through at a time", async () => {
    const line = `${"x".repeat(99)}\n`;
    const text = line.repeat(100_000);
    const parts = await cut(text, 3_000_050);
    expect(parts.map((part) => part.length)).toEqual([3_000_100, 3_000_100, 3_000_100, 999_700]);
    expect(parts.join("") === text).toBe(true);
  });

  test("are bytes, but where one has no end for long", async () => {
    const text = `a\n1\n"${"x".repeat(20_000_000)}"\n2\n3\n`;
    const parts: CsvPart[] = [];
    for await (const part of csvParts(new Blob([text]), 4, undefined)) parts.push(part);
    expect(parts.map((part) => part instanceof Blob)).toEqual([false, true, false]);
    const texts = await Promise.all(parts.map(textOf));
    expect(texts.map((part) => part.length)).toEqual([4, 20_000_003, 4]);
    expect(texts.join("") === text).toBe(true);
  });
});
