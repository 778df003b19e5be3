import { describe, expect, test } from "vitest";
import { parseInfo, serialiseInfo } from "../info";
import { readImportWords, withImportWords, writeImportWords } from "./import-words";
import type { DataFormat } from "../kinds/data";

const read = (info: string, format: DataFormat = "csv") =>
  readImportWords(format, parseInfo(`${format} ${info}`).options);
const messages = (info: string, format?: DataFormat) =>
  read(info, format).faults.map(({ message }) => message);

describe("words of a data cell's fence", () => {
  test.each([
    ["delimiter=;", { delimiter: ";" }],
    ["delimiter=tab", { delimiter: "\t" }],
    ['delimiter="\\t"', { delimiter: "\t" }],
    ['delimiter="||"', { delimiter: "||" }],
    ["delim=;", { delimiter: ";" }],
    ["quote=none", { quote: "" }],
    ["quote='", { quote: "'" }],
    ['quote="\\""', { quote: '"' }],
    ["escape=\\", { escape: "\\" }],
    ["comment=#", { comment: "#" }],
    ["header", { header: true }],
    ["header=false skip=2", { header: false, skip: 2 }],
    ["ragged=pad", { ragged: "pad" }],
    ["null=NA", { nulls: ["NA"] }],
    ['null="[\\"NA\\", \\"-\\"]"', { nulls: ["NA", "-"] }],
    ["decimal=, thousands=.", { decimal: ",", thousands: "." }],
    ["thousands=space", { thousands: " " }],
    ["thousands=nbsp", { thousands: "\u00a0" }],
    ["thousands='", { thousands: "'" }],
    ["footer=2", { footer: 2 }],
    ["dateformat=%d/%m/%Y", { dateFormat: "%d/%m/%Y" }],
    ['timestampformat="%d.%m.%Y %H:%M"', { timestampFormat: "%d.%m.%Y %H:%M" }],
    ['types="zip VARCHAR, amount decimal(10,2)"', { types: { zip: "VARCHAR", amount: "DECIMAL(10,2)" } }],
    ['types="\\"unit price\\" DOUBLE, n: int"', { types: { "unit price": "DOUBLE", n: "INTEGER" } }],
    ["encoding=windows-1252", { encoding: "windows-1252" }],
  ])("[NB16] %s is %j", (info, settings) => {
    expect(read(info)).toEqual({ settings, faults: [] });
  });

  test("[NB16] where the rows are is JSON's", () => {
    expect(read("records=data.items", "json").settings).toEqual({ records: "data.items" });
    expect(read("records=none", "json").settings).toEqual({ records: "" });
    expect(messages("records=data")).toEqual(["A csv file has no records: leave it out."]);
  });

  test("[NB16] sheet and range are Excel's", () => {
    expect(read('sheet="Q 1" range=b3:f20', "xlsx").settings).toEqual({ sheet: "Q 1", range: "B3:F20" });
    expect(messages("sheet=1")).toEqual(["A csv file has no sheet: leave it out."]);
  });

  test.each([
    ["delimter=;", "There is no option delimter. Did you mean `delimiter`?"],
    ["headers=true", "There is no option headers. Did you mean `header`?"],
    ["date_format=%d", "There is no option date_format. Did you mean `dateformat`?"],
    ["skip=x", 'skip="x" says nothing: skip takes a number of lines.'],
    ["header=yes", 'header="yes" says nothing: header takes true or false.'],
    ["ragged=maybe", 'ragged="maybe" says nothing: ragged takes pad or error.'],
    ["quote=ab", 'quote="ab" says nothing: quote takes one character, or none.'],
    ["thousands=.", "thousands and decimal are the same character: they must differ."],
    ["delimiter=; quote=;", "quote and delimiter are the same character: they must differ."],
  ])("[NB17] %s is a problem", (info, message) => {
    expect(messages(info)).toEqual([message]);
  });

  test.each([
    "encoding=klingon",
    "dateformat=today",
    "dateformat=%q",
    "types=zip",
    'types="a NOPE"',
    'types="a DECIMAL(50)"',
    "delimiter=abcde",
    "decimal=;",
  ])("[NB17] %s says nothing that can be done", (info) => {
    expect(messages(info)).toHaveLength(1);
    expect(messages(info)[0]).toMatch(/says nothing: .* takes /);
  });

  test("[NB17] what is no word at all says which there are", () => {
    expect(messages("zzz=1", "ndjson")).toEqual(["There is no option zzz. A ndjson file takes encoding."]);
    expect(messages("zzz=1", "parquet")).toEqual(["There is no option zzz. A parquet file takes none."]);
    expect(messages("__proto__=1 constructor=2")).toHaveLength(2);
  });

  test("[NB16] settings that are written are read back", () => {
    const settings = {
      ...{
        delimiter: "\t",
        quote: "",
        escape: '"',
        comment: "#",
        header: false,
        skip: 3,
        ragged: "pad" as const,
      },
      ...{
        nulls: ["", "[x", "ü"],
        decimal: ",",
        thousands: " ",
        dateFormat: "%d %b `%Y`",
        encoding: "utf-16le",
      },
      types: { 'a "b", c': "DECIMAL(3,1)", d: "VARCHAR[]" },
    };
    const { options } = parseInfo(serialiseInfo("csv", writeImportWords(settings)));
    expect(readImportWords("csv", options)).toEqual({ settings, faults: [] });
  });

  test("[NB16] one setting is changed, under whichever name it stood", () => {
    expect(withImportWords({ delim: ";", skip: "2", odd: "x" }, { delimiter: ",", skip: undefined })).toEqual(
      {
        odd: "x",
        delimiter: ",",
      },
    );
  });
});
