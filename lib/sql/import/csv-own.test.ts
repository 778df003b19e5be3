import { describe, expect, test } from "vitest";
import { textColumns } from "./csv-own";

const read = async (text: string) => [...(await textColumns(new Blob([text]), undefined))];

describe("[SQ51] text by its quotes", () => {
  test.each<[string, string, number[]]>([
    ["a column whose every value is in quotes", 'a,b\r\n"1",1\r\n,2\r\n"",3\r\n', [0]],
    ["all of them", 'a,b\r\n"1","x"\r\n', [0, 1]],
    ["one column alone", 'a\r\n"1"\r\n\r\n"2"\r\n', [0]],
    ["what holds quotes, delimiters and line ends", 'a,b\r\n"1,""\r\n\n",2\r\n', [0]],
    ["a name that needs its quotes", '"a,b",c\r\n"1",2\r\n', [0]],
    ["the last line without an end", 'a\r\n"1"', [0]],
    ["none with some values in quotes", 'a,b\r\n"1",1\r\n2,"2"\r\n', []],
    ["none without a value", "a,b\r\n,1\r\n", []],
    ["none of names alone", "a,b\r\n", []],
    ["none where names are in quotes, as where every field is", '"a","b"\r\n"1","2"\r\n', []],
    ["the same behind a byte order mark", '\ufeff"a"\r\n"1"\r\n', []],
    ["none where lines end with LF", 'a,b\n"1",2\n', []],
    ["none where another mark stands between fields", 'a;b\r\n"1";2\r\n', []],
    ["none of what is ragged", 'a,b\r\n"1"\r\n', []],
    ["none where a quote stands in the middle", 'a,b\r\n"1",2"\r\n', []],
    ["none of a quote without an end", 'a\r\n"1\r\n', []],
    ["none of nothing", "", []],
  ])("%s", async (_what, text, columns) => {
    expect(await read(text)).toEqual(columns);
  });

  test("a column is looked for until it has a value, wherever a piece of the file ends", async () => {
    for (const length of [1, 2, 3, 4, 5])
      expect(await read(`${"n".repeat(length)},b\r\n${'"é",\r\n'.repeat(60_000)},"1"\r\n`)).toEqual([0, 1]);
  });
});
