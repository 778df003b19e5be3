import { afterAll, describe, expect, test } from "vitest";
import { answer, newRig, queryOf } from "../engine.suite";
import { detectFormat } from "./format";

const { engine } = newRig();
afterAll(() => engine.close());

type Bytes = string | Uint8Array<ArrayBuffer>;
const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string, isLittle: boolean) =>
  Uint8Array.from(
    Array.from(text, (letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]).flatMap((pair) =>
      isLittle ? pair : pair.reverse(),
    ),
  );

/** A file as it is dropped: its format is told by itself and its name. */
async function dropped(bytes: Bytes, fileName: string) {
  const file = new Blob([bytes]);
  const format = await detectFormat(file, fileName);
  const table = await engine.importFile(file, { name: "t", fileName, format });
  return { format, rows: await answer(engine, queryOf("FROM t", { t: table })) };
}

const lines = '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n';
const ofLines = [
  { a: 1, b: "x" },
  { a: 2, b: "y" },
];
const places =
  '{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"properties":{"name":"Rome"},"geometry":{"type":"Point","coordinates":[12.5,41.9]}}]}';
const place = { id: 7, name: "Rome", geometry: '{"type":"Point","coordinates":[12.5,41.9]}' };

describe("files by their names and bytes", () => {
  test.each<[what: string, bytes: Bytes, name: string, rows: unknown]>([
    ["JSON lines called .json", lines, "t.json", ofLines],
    ["JSON lines called .jsonl", lines, "t.jsonl", ofLines],
    ["JSON lines called .csv", lines, "t.csv", ofLines],
    ["JSON lines without a name", lines, "t", ofLines],
    ["JSON called .csv", '[\n {"a": 1, "b": "x"},\n {"a": 2, "b": "y"}\n]', "t.csv", ofLines],
    ["JSON with a mark", `\ufeff[{"a":1,"b":"x"},{"a":2,"b":"y"}]`, "t.json", ofLines],
    ["GeoJSON", places, "t.geojson", [place]],
    ["GeoJSON called .json", places, "t.json", [place]],
    ["CSV in UTF-16, with a mark", utf16("\ufeffa,b\n1,x\n2,y\n", true), "t.csv", ofLines],
    ["CSV in UTF-16 of the other order", utf16("\ufeffa,b\n1,x\n2,y\n", false), "t.csv", ofLines],
    ["CSV in UTF-16 without a mark", utf16("a,b\n1,x\n2,y\n", true), "t.csv", ofLines],
    ["Excel’s “Unicode text”", utf16("\ufeffa\tb\r\n1\tx\r\n2\ty\r\n", true), "t.txt", ofLines],
    ["tabs called .xls", "a\tb\r\n1\tx\r\n2\ty\r\n", "t.xls", ofLines],
    ["CSV with two marks", "\ufeff\ufeffa,b\n1,x\n2,y\n", "t.csv", ofLines],
  ])("[SQ36] [SQ40] [SQ59] %s", async (_what, bytes, name, rows) => {
    expect((await dropped(bytes, name)).rows).toEqual(rows);
  });

  test.each<[what: string, bytes: Bytes, name: string, said: RegExp]>([
    ["SQLite", "SQLite format 3\0more", "t.db", /SQLite database.*sqlite3 -header -csv/],
    ["SQLite called .csv", "SQLite format 3\0more", "t.csv", /SQLite database/],
    ["DuckDB", bytesOf("12345678DUCK"), "t.duckdb", /DuckDB database.*COPY my_table TO/],
    [".xls", bytesOf("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "t.xls", /before 2007.*save it as \.xlsx or CSV/],
    [
      "a web page called .xls",
      "<html><table></table></html>",
      "t.xls",
      /web page.*open it in Excel or LibreOffice/,
    ],
    ["a table of a web page", "<table>\n<tr></tr></table>", "t.csv", /web page/],
    ["XML", '<?xml version="1.0"?><Workbook/>', "t.xls", /XML: save it as/],
    [
      ".ods",
      bytesOf("PK\x03\x04................mimetypeapplication/vnd.oasis.opendocument"),
      "t.ods",
      /OpenDocument/,
    ],
    [".zip", bytesOf("PK\x03\x04whatever"), "t.zip", /zip file: take the data out/],
    ["a part of an Excel file", bytesOf("PK\x03\x04whatever"), "t.xlsx", /part of an Excel file, or none/],
    ["a picture", bytesOf("\x89PNG\r\n\x1a\n\0"), "t.csv", /is a picture/],
    ["Feather of version 1", bytesOf("FEA1\0\0\0\0"), "t.feather", /save it as version 2/],
    ["PDF", "%PDF-1.7", "t.pdf", /PDF/],
    ["7z", bytesOf("7z\xbc\xaf\x27\x1c"), "t.7z", /packed in a way/],
    ["UTF-32", bytesOf("\xff\xfe\0\0a\0\0\0,\0\0\0b\0\0\0"), "t.csv", /UTF-32.*save it as UTF-8/],
    ["nothing", "", "t.csv", /is empty/],
    ["blanks", "  \n \r\n", "t.csv", /is empty/],
    ["a mark alone", "\ufeff", "t.csv", /is empty/],
    ["half a gzip file", bytesOf("\x1f\x8b\x08\0\0"), "t.csv.gz", /not a whole gzip file/],
  ])("[SQ36] [SQ43] %s is refused with what to do", async (_what, bytes, name, said) => {
    await expect(dropped(bytes, name)).rejects.toThrow(said);
  });

  test("[SQ43] names alone are columns", async () => {
    const { rows } = await dropped("a,b\n", "t.csv");
    expect(rows).toEqual([]);
  });

  test("[SQ37] 3,000 columns", async () => {
    const row = (text: (index: number) => string) =>
      Array.from({ length: 3_000 }, (_, at) => text(at)).join();
    const file = new Blob([`${row((at) => `c${at}`)}\n${row(String)}\n${row(() => "x")}\n`]);
    const table = await engine.importFile(file, { name: "wide", fileName: "wide.csv" });
    expect(table).toMatchObject({ numRows: 2 });
    expect(table.schema).toHaveLength(3_000);
    expect((await engine.texts(table, 0, 2)).values.at(-1)).toEqual(["2999", "x"]);
  });
});
