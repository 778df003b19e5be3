import { describe, expect, test } from "vitest";
import { readDialect } from "./csv-dialect";

const read = (text: string, delimiter?: string) => readDialect(text, true, delimiter);

describe("CSV dialects", () => {
  test.each([
    ["a,b\n1,2\n", ",", 2],
    ["\ufeffa;b;c\r\n1,5;2;3\r\n", ";", 3],
    ["a\tb\n1\t2\n", "\t", 2],
    ["a|b\n1|2", "|", 2],
    ["name\nAnn\nBob\n", ",", 1],
    ['"a,b";c\n"1,2";3\n', ";", 2],
    ['a,"b\nc",d\n1,"2 ""x"" , y",3\n', ",", 3],
  ])("[SQ37] the delimiter of %j is %j", (text, delimiter, fields) => {
    expect(read(text)).toEqual({ delimiter, fields, mixedNewlines: false });
  });

  test.each([
    ["a,b,c\n1,2,3\n4,5\n6,7,8\n", { line: 3, fields: 2 }],
    ["a,b\n1,2,3\n4,5,6\n", { line: 2, fields: 3 }],
    ['a,b\n"x\ny",1\n1\n', { line: 4, fields: 1 }],
    ["Report\n\na,b\n1,2\n", { line: 3, fields: 2 }],
  ])("[SQ38] the ragged record of %j", (text, ragged) => {
    expect(read(text)?.ragged).toEqual(ragged);
  });

  test("[SQ38] with a delimiter given, all else is ragged", () => {
    expect(read("name\nSmith, John\n", ",")?.ragged).toEqual({ line: 2, fields: 2 });
  });

  test("[SQ38] blank lines, and a record that is cut off, are not ragged", () => {
    expect(read("a,b\n1,2\n\n3,4\n\n")?.ragged).toBeUndefined();
    expect(readDialect("a,b,c\n1,2,3\n4", false)?.ragged).toBeUndefined();
  });

  test("[SQ37] line ends of both kinds are noticed, but not those inside of quotes", () => {
    expect(read("a,b\r\n1,2\n")?.mixedNewlines).toBe(true);
    expect(read('a,b\r\n1,"2\n3"\r\n')?.mixedNewlines).toBe(false);
    expect(readDialect("a,b\r\n1,2\r", false)?.mixedNewlines).toBe(false);
  });

  test("[SQ43] nothing has no dialect", () => {
    expect(read("")).toBeUndefined();
    expect(read("\n\r\n")).toBeUndefined();
    expect(read('"never ends')).toBeUndefined();
  });
});
