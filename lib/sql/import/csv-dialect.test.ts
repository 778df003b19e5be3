import { describe, expect, test } from "vitest";
import { readDialect } from "./csv-dialect";
import type { CsvSettings } from "./format";

const read = (text: string, given: CsvSettings = {}) => readDialect(text, true, given);

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
    expect(read(text)).toMatchObject({ delimiter, fields, mixedNewlines: false, skip: 0 });
  });

  test.each([
    ["a,b,c\n1,2,3\n4,5\n6,7,8\n", { line: 3, fields: 2 }],
    ["a,b\n1,2,3\n4,5,6\n", { line: 2, fields: 3 }],
    ['a,b\n"x\ny",1\n1\n', { line: 4, fields: 1 }],
    ["Report\n\na,b\n1,2\n3,4\n5\n", { line: 6, fields: 1 }],
  ])("[SQ38] the ragged record of %j", (text, ragged) => {
    expect(read(text)?.ragged).toEqual(ragged);
  });

  test("[SQ38] with a delimiter given, all else is ragged", () => {
    expect(read("name\nSmith, John\n", { delimiter: "," })?.ragged).toEqual({ line: 2, fields: 2 });
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

  test.each([
    ["Report\n\na,b\n1,2\n", 2],
    ['Estrazione del 2025\nid;name;city\n1;"Rossi | C.";Roma\n2;B;M\n', 1],
    ["\ufeffTitle\r\na;b\r\n1;2\r\n", 1],
    ["Report,,\n,,\na,b,c\n1,2,3\n", 2],
    ["Station;Berlin\nUnit;mm\n\ndate;rain;wind\n1;2;3\n4;5;6\n", 3],
    ["sep=;\na;b\n1;2\n", 1],
    ['"sep=|"\r\na|b\r\n1|2\r\n', 1],
    ["a,b\n1,2\n", 0],
    ["name\nSmith, John\nDoe, Jane\n", 0],
    ["a,b\n1,2,3\n4,5,6\n", 0],
  ])("[SQ55] above the names of %j are %j lines", (text, skip) => {
    expect(read(text)?.skip).toBe(skip);
  });

  test.each([
    ['1\tHe said "hi"\n2\t"start only\n3\tok\n', { quote: "", delimiter: "\t" }],
    ['a,b\n1,"x \\"q\\", y"\n2,z\n', { escape: "\\", quote: '"' }],
    ["a,b\n1,'x,y'\n2,'z'\n", { quote: "'", escape: "'" }],
    ['a, b ,c\n1, "x, y" ,3\n', { quote: '"', fields: 3 }],
    ["# made by x\na,b\n1,2\n# more, and\n3,4\n", { comment: "#", fields: 2 }],
    ["#a,b\n1,#x\n", { comment: "", fields: 2 }],
    ["a,b\n1,2,\n3,4,\n", { fields: 2 }],
  ])("[SQ55] %j is written as %j", (text, dialect) => {
    expect(read(text)).toMatchObject(dialect);
    expect(read(text)?.ragged).toBeUndefined();
  });

  test.each([
    ["country,2019,2020\nItaly,57,60\n", true],
    [",2019,2020\nItaly,57,60\n", true],
    ["2019,2020\n57,60\n", true],
    ["Ann,1990\nBob,1991\n", undefined],
    ["1,2\n3,4\n", undefined],
  ])("[SQ55] numbers above %j are names: %j", (text, header) => {
    expect(read(text)?.header).toBe(header);
  });

  test("[SQ43] nothing has no dialect", () => {
    expect(read("")).toBeUndefined();
    expect(read("\n\r\n")).toBeUndefined();
    expect(read('"never ends')).toBeUndefined();
  });
});
