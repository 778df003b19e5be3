import airportsCsv from "../../../node_modules/vega-datasets/data/airports.csv?url";
import flightsArrow from "../../../node_modules/vega-datasets/data/flights-200k.arrow?url";
import moviesJson from "../../../node_modules/vega-datasets/data/movies.json?url";
import unemploymentTsv from "../../../node_modules/vega-datasets/data/unemployment.tsv?url";
import {
  columnFromArray,
  decimal,
  dictionary,
  field,
  float16,
  int32,
  struct,
  tableFromColumns,
  tableToIPC,
  utf8,
} from "@uwdata/flechette";
import { afterAll, describe, expect, test } from "vitest";
import { answer, failureOf, newRig, objects, queryOf } from "../engine.suite";
import { ipcParts } from "../ipc";
import type { ImportSettings } from "./format";

// So small that the tests' own large files are read in parts.
const { engine } = newRig({ csvPart: 100_000 });
/** Reads them at once. */
const { engine: whole } = newRig();
afterAll(() => {
  engine.close();
  whole.close();
});

const load = (content: BlobPart | Blob, fileName: string, settings: ImportSettings = {}) =>
  engine.importFile(content instanceof Blob ? content : new Blob([content]), {
    name: "t",
    fileName,
    settings,
  });
const rowsOf = async (content: BlobPart | Blob, fileName: string, settings?: ImportSettings) => {
  const table = await load(content, fileName, settings);
  return objects(await engine.rows(table, 0, 1000));
};
const typesOf = async (content: BlobPart | Blob, fileName: string, settings?: ImportSettings) =>
  Object.fromEntries((await load(content, fileName, settings)).schema.map(({ name, type }) => [name, type]));
const failing = (content: BlobPart | Blob, fileName: string, settings?: ImportSettings) =>
  failureOf(load(content, fileName, settings));
const fetched = async (url: string) => (await fetch(url)).blob();
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const gzipped = (text: string) =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob();

/** Files of the same three rows, made by pyarrow. */
const lz4File =
  "QVJST1cxAAD/////MAEAABAAAAAAAAoADAAGAAUACAAKAAAAAAEEAAwAAAAIAAgAAAAEAAgAAAAEAAAABAAAAMwAAACQAAAANAAAAAQAAABU////AAABCBAAAAAYAAAABAAAAAAAAAABAAAAZAAGAAgABgAGAAAAAAAAAID///8AAAEMFAAAABgAAAAEAAAAAQAAABAAAAABAAAAbAAAAKz///+o////AAABAhAAAAAYAAAABAAAAAAAAAAEAAAAaXRlbQAAAACc////AAAAAUAAAADY////AAABBRAAAAAYAAAABAAAAAAAAAABAAAAcwAAAAQABAAEAAAAEAAUAAgABgAHAAwAAAAQABAAAAAAAAECEAAAABwAAAAEAAAAAAAAAAEAAABpAAAACAAMAAgABwAIAAAAAAAAAUAAAAD/////aAEAABQAAAAAAAAADAAYAAYABQAIAAwADAAAAAADBAAcAAAASAEAAAAAAAAAAAAADAAcABAABAAIAAwADAAAANgAAAAcAAAAFAAAAAMAAAAAAAAAAAAAAAQABAAEAAAACwAAAAAAAAAAAAAAGAAAAAAAAAAYAAAAAAAAACUAAAAAAAAAQAAAAAAAAAAYAAAAAAAAAFgAAAAAAAAAJwAAAAAAAACAAAAAAAAAABoAAAAAAAAAoAAAAAAAAAAYAAAAAAAAALgAAAAAAAAAJwAAAAAAAADgAAAAAAAAAAAAAAAAAAAA4AAAAAAAAAAlAAAAAAAAAAgBAAAAAAAAGAAAAAAAAAAgAQAAAAAAACMAAAAAAAAAAAAAAAUAAAADAAAAAAAAAAEAAAAAAAAAAwAAAAAAAAABAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAACAAAAAAAAAAAAAAAAAAAAAwAAAAAAAAACAAAAAAAAAAEAAAAAAAAABCJNGGBAggEAAIAFAAAAABgAAAAAAAAABCJNGGBAgg4AAAAqAQABAIADAAAAAAAAAAAAAAAAAAABAAAAAAAAAAQiTRhgQIIBAACAAwAAAAAQAAAAAAAAAAQiTRhgQIIQAACAAAAAAAEAAAADAAAAAwAAAAAAAAAAAwAAAAAAAAAEIk0YYECCAwAAgGHDqQAAAAAAAAAAAAABAAAAAAAAAAQiTRhgQIIBAACAAwAAAAAQAAAAAAAAAAQiTRhgQIIQAACAAAAAAAIAAAACAAAAAgAAAAAAAAAAEAAAAAAAAAAEIk0YYECCDgAAACIBAAEAgAIAAAAAAAAAAAAAAAAAAAEAAAAAAAAABCJNGGBAggEAAIABAAAAAAwAAAAAAAAABCJNGGBAggwAAIAMTQAAAAAAAAAAAAAAAAAAAAAAAAD/////AAAAABAAAAAMABQABgAIAAwAEAAMAAAAAAAEADQAAAAkAAAABAAAAAEAAABAAQAAAAAAAHABAAAAAAAASAEAAAAAAAAAAAAACAAIAAAABAAIAAAABAAAAAQAAADMAAAAkAAAADQAAAAEAAAAVP///wAAAQgQAAAAGAAAAAQAAAAAAAAAAQAAAGQABgAIAAYABgAAAAAAAACA////AAABDBQAAAAYAAAABAAAAAEAAAAQAAAAAQAAAGwAAACs////qP///wAAAQIQAAAAGAAAAAQAAAAAAAAABAAAAGl0ZW0AAAAAnP///wAAAAFAAAAA2P///wAAAQUQAAAAGAAAAAQAAAAAAAAAAQAAAHMAAAAEAAQABAAAABAAFAAIAAYABwAMAAAAEAAQAAAAAAABAhAAAAAcAAAABAAAAAAAAAABAAAAaQAAAAgADAAIAAcACAAAAAAAAAFAAAAAWAEAAEFSUk9XMQ==";
const zstdFile =
  "QVJST1cxAAD/////MAEAABAAAAAAAAoADAAGAAUACAAKAAAAAAEEAAwAAAAIAAgAAAAEAAgAAAAEAAAABAAAAMwAAACQAAAANAAAAAQAAABU////AAABCBAAAAAYAAAABAAAAAAAAAABAAAAZAAGAAgABgAGAAAAAAAAAID///8AAAEMFAAAABgAAAAEAAAAAQAAABAAAAABAAAAbAAAAKz///+o////AAABAhAAAAAYAAAABAAAAAAAAAAEAAAAaXRlbQAAAACc////AAAAAUAAAADY////AAABBRAAAAAYAAAABAAAAAAAAAABAAAAcwAAAAQABAAEAAAAEAAUAAgABgAHAAwAAAAQABAAAAAAAAECEAAAABwAAAAEAAAAAAAAAAEAAABpAAAACAAMAAgABwAIAAAAAAAAAUAAAAD/////cAEAABQAAAAAAAAADAAYAAYABQAIAAwADAAAAAADBAAcAAAAOAEAAAAAAAAAAAAADAAeABAABAAIAAwADAAAAOAAAAAkAAAAGAAAAAMAAAAAAAAAAAAAAAAABgAIAAcABgAAAAAAAAELAAAAAAAAAAAAAAASAAAAAAAAABgAAAAAAAAAIQAAAAAAAABAAAAAAAAAABIAAAAAAAAAWAAAAAAAAAAhAAAAAAAAAIAAAAAAAAAAFAAAAAAAAACYAAAAAAAAABIAAAAAAAAAsAAAAAAAAAAhAAAAAAAAANgAAAAAAAAAAAAAAAAAAADYAAAAAAAAACEAAAAAAAAAAAEAAAAAAAASAAAAAAAAABgBAAAAAAAAHQAAAAAAAAAAAAAABQAAAAMAAAAAAAAAAQAAAAAAAAADAAAAAAAAAAEAAAAAAAAAAwAAAAAAAAABAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAADAAAAAAAAAAIAAAAAAAAAAQAAAAAAAAAotS/9IAEJAAAFAAAAAAAAGAAAAAAAAAAotS/9IBiFAABQAQADAAAAAAAAAAEAMsACAAAAAAAAAAEAAAAAAAAAKLUv/SABCQAAAwAAAAAAABAAAAAAAAAAKLUv/SAQgQAAAAAAAAEAAAADAAAAAwAAAAAAAAAAAAADAAAAAAAAACi1L/0gAxkAAGHDqQAAAAABAAAAAAAAACi1L/0gAQkAAAMAAAAAAAAQAAAAAAAAACi1L/0gEIEAAAAAAAACAAAAAgAAAAIAAAAAAAAAAAAAEAAAAAAAAAAotS/9IBCBAAABAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAEAAAAAAAAAKLUv/SABCQAAAQAAAAAAAAwAAAAAAAAAKLUv/SAMYQAADE0AAAAAAAAAAAAAAAAA/////wAAAAAQAAAADAAUAAYACAAMABAADAAAAAAABAA0AAAAJAAAAAQAAAABAAAAQAEAAAAAAAB4AQAAAAAAADgBAAAAAAAAAAAAAAgACAAAAAQACAAAAAQAAAAEAAAAzAAAAJAAAAA0AAAABAAAAFT///8AAAEIEAAAABgAAAAEAAAAAAAAAAEAAABkAAYACAAGAAYAAAAAAAAAgP///wAAAQwUAAAAGAAAAAQAAAABAAAAEAAAAAEAAABsAAAArP///6j///8AAAECEAAAABgAAAAEAAAAAAAAAAQAAABpdGVtAAAAAJz///8AAAABQAAAANj///8AAAEFEAAAABgAAAAEAAAAAAAAAAEAAABzAAAABAAEAAQAAAAQABQACAAGAAcADAAAABAAEAAAAAAAAQIQAAAAHAAAAAQAAAAAAAAAAQAAAGkAAAAIAAwACAAHAAgAAAAAAAABQAAAAFgBAABBUlJPVzE=";

describe("formats", () => {
  test.each([
    ["t.csv", "a,b\n1,x\n"],
    ["T.CSV", "a,b\n1,x\n"],
    ["t.tsv", "a\tb\n1\tx\n"],
    ["t.txt", "a;b\n1;x\n"],
    ["t", "a,b\n1,x\n"],
    ["t.json", '[{"a":1,"b":"x"}]'],
    ["t", '[{"a":1,"b":"x"}]'],
    ["t", '{"a":[1],"b":["x"]}'],
    ["t.ndjson", '{"a":1,"b":"x"}'],
    ["t.jsonl", '{"a":1,"b":"x"}\n'],
    ["t", '{"a":1,"b":"x"}\n{"a":1,"b":"x"}\n'],
  ])("[SQ36] %s is told from its name, or its text", async (fileName, text) => {
    expect((await rowsOf(text, fileName))[0]).toEqual({ a: 1, b: "x" });
  });

  test("[SQ36] Parquet and Arrow are told by their bytes, whatever they are called", async () => {
    const table = await engine.query(queryOf("SELECT 1 AS a, 'x' AS b"));
    for (const format of ["parquet", "arrow"] as const)
      expect(await rowsOf(new Uint8Array(await engine.encode(table, format)), "t.csv")).toEqual([
        { a: 1, b: "x" },
      ]);
  });

  test("[SQ36] a file packed with gzip is unpacked", async () => {
    expect(await rowsOf(await gzipped("a,b\n1,x\n"), "t.csv.gz")).toEqual([{ a: 1, b: "x" }]);
    expect(await rowsOf(await gzipped('[{"a":1}]'), "t.json")).toEqual([{ a: 1 }]);
    const whole = await gzipped("a\n".repeat(1000));
    expect(await failing(whole.slice(0, 20), "t.csv.gz")).toMatchObject({ code: "import/bad-file" });
  });

  test("[SQ36] a spreadsheet, and bytes of no format, are refused", async () => {
    expect(await failing(bytes("PK\x03\x04aaaa"), "t.csv")).toMatchObject({ code: "import/format" });
    expect(await failing(bytes("\x7fELF\x00\x00\x00"), "t.bin")).toMatchObject({ code: "import/format" });
  });

  test("[SQ36] names of files do no harm", async () => {
    for (const name of ['a"b;drop.csv', "it's.csv", "../../x.csv", "a\0b.csv", "🦆.csv", "*.csv", "SELECT 1"])
      expect(await rowsOf(`a\n${name.length}\n`, name)).toEqual([{ a: name.length }]);
  });

  test.each([["t.csv"], ["t.tsv"], ["t.json"], ["t.ndjson"], ["t.parquet"], ["t.arrow"], ["t"]])(
    "[SQ43] an empty %s is an error",
    async (fileName) => {
      expect(await failing("", fileName)).toMatchObject({
        code: "import/empty",
        message: `“${fileName}” is empty: it has no columns.`,
      });
    },
  );

  test("[SQ2] the same file read in another way is another table", async () => {
    const file = new Blob(["1,2\n3,4\n"]);
    const [one, same, other] = [
      await load(file, "t.csv"),
      await load(file, "renamed.csv"),
      await load(file, "t.csv", { header: true }),
    ];
    expect(same.lineage).toBe(one.lineage);
    expect(other.lineage).not.toBe(one.lineage);
    expect([one.numRows, other.numRows]).toEqual([2, 1]);
  });
});

describe("CSV", () => {
  test.each<[string, string, unknown[]]>([
    [
      "comma",
      "a,b\n1,x\n2,\n",
      [
        { a: 1, b: "x" },
        { a: 2, b: null },
      ],
    ],
    ["semicolon and a byte order mark", "\ufeffa;b\n1;x\n", [{ a: 1, b: "x" }]],
    ["tab", "a\tb\n1\tx y\n", [{ a: 1, b: "x y" }]],
    ["pipe", "a|b\n1|x\n", [{ a: 1, b: "x" }]],
    [
      "quotes, and line breaks inside of them",
      'a,b\n1,"x\ny"\n2,"z ""q"", r"\n',
      [
        { a: 1, b: "x\ny" },
        { a: 2, b: 'z "q", r' },
      ],
    ],
    ["CR LF", "a,b\r\n1,x\r\n", [{ a: 1, b: "x" }]],
    [
      "both kinds of line ends",
      "a,b\n1,x\r\n2,y\n",
      [
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ],
    ],
    ["no line end at the end", "a,b\n1,x", [{ a: 1, b: "x" }]],
    [
      "blank lines",
      "a,b\n1,2\n\n3,4\n\n",
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    ],
    ["one column", "name\nAnn\nBob\n", [{ name: "Ann" }, { name: "Bob" }]],
    [
      "no header",
      "1,2\n3,4\n",
      [
        { column0: 1, column1: 2 },
        { column0: 3, column1: 4 },
      ],
    ],
    ["duplicate and empty names", "a,a,,A,b\n1,2,3,4,5\n", [{ a: 1, a_1: 2, column2: 3, A_2: 4, b: 5 }]],
    ["leading zeros", "zip\n01234\n00501\n", [{ zip: "01234" }, { zip: "00501" }]],
    ["a decimal comma", "a;b\n1,5;2\n", [{ a: 1.5, b: 2 }]],
    [
      "a decimal comma, and other text",
      "a;b\n1,5;2\n1.5;3\n",
      [
        { a: "1,5", b: 2 },
        { a: "1.5", b: 3 },
      ],
    ],
    ["a quote in the middle", 'a,b\n5" pipe,x\n', [{ a: '5" pipe', b: "x" }]],
    ["a mark of comments", "#a,b\n1,#x\n", [{ "#a": 1, b: "#x" }]],
  ])("[SQ37] %s", async (_what, text, rows) => {
    expect(await rowsOf(text, "t.csv")).toEqual(rows);
  });

  test("[SQ37] types are found out", async () => {
    const text = "i,d,b,day,at,time,s\n1,1.5,true,2024-02-29,2024-01-01 10:00:00,10:00:00,x\n";
    expect(await typesOf(text, "t.csv")).toEqual({
      i: "BIGINT",
      d: "DOUBLE",
      b: "BOOLEAN",
      day: "DATE",
      at: "TIMESTAMP",
      time: "TIME",
      s: "VARCHAR",
    });
  });

  test("[SQ37] header and delimiter can be said, and title lines left out", async () => {
    expect(await rowsOf("Ann,1990\nBob,1991\n", "t.csv", { header: false })).toEqual([
      { column0: "Ann", column1: 1990 },
      { column0: "Bob", column1: 1991 },
    ]);
    expect(await rowsOf("country,1990\nItaly,57\n", "t.csv", { header: true })).toEqual([
      { country: "Italy", 1990: 57 },
    ]);
    expect(await rowsOf("name\nSmith, John\n", "t.csv", { delimiter: ";" })).toEqual([
      { name: "Smith, John" },
    ]);
    expect(await rowsOf("Report 2024\n\na,b\n1,2\n", "t.csv", { skip: 2 })).toEqual([{ a: 1, b: 2 }]);
  });

  test("[SQ37] a type that does not hold to the end gives way", async () => {
    const early = "1,2\n".repeat(30_000);
    expect(await typesOf(`a,b\n${early}n/a,2\n`, "t.csv")).toEqual({ a: "VARCHAR", b: "BIGINT" });
    expect(await typesOf(`a,b\n${early}1.5,2\n`, "t.csv")).toEqual({ a: "DOUBLE", b: "BIGINT" });
    expect(
      await typesOf(`a,b\n${early.replaceAll("1", "2024-01-01")}2024-01-01 10:00:00,2\n`, "t.csv"),
    ).toEqual({
      a: "TIMESTAMP",
      b: "BIGINT",
    });
    const table = await load(`a,b\n${early}n/a,x\n`, "t.csv");
    expect(await answer(engine, queryOf("SELECT a, b FROM t WHERE a = 'n/a'", { t: table }))).toEqual([
      { a: "n/a", b: "x" },
    ]);
    expect(table.numRows).toBe(30_001);
  });

  test.each(["true", "7", "2024-01-01", "10:00:00", "2024-01-01 10:00:00", "1.5"])(
    "[SQ37] what follows many rows of %s is read as it is after few",
    async (first) => {
      // DuckDB itself takes a time of day among dates for text where it comes early: see the next test.
      const times = first === "2024-01-01" ? [] : ["2024-01-01 10:00:00", "2024-01-01T10:00:00Z"];
      const others = [
        ...[
          "1.5",
          "1e3",
          "-1e-1",
          "7",
          "-0",
          "007",
          "-07",
          "+7",
          " 7",
          "7 ",
          "1_000",
          "99999999999999999999",
        ],
        ...[
          "9007199254740993",
          "-",
          '"7"',
          '"1,5"',
          "",
          "x",
          "true",
          "t",
          "1",
          "2024-01-01",
          "9:05:00",
          ...times,
        ],
      ];
      const read = async (rows: number, last: string) => {
        const text = `a,b\n${`${first},${"some more text ".repeat(20)}\n`.repeat(rows)}${last},end\n`;
        const table = await load(text, "t.csv");
        const [end] = objects(await engine.texts(table, rows, 1));
        return { last, type: table.schema[0]?.type, end, numRows: table.numRows - rows };
      };
      // More than is looked at to see how a file is written, and than a part.
      for (const last of others) expect(await read(1_000, last)).toEqual(await read(10, last));
    },
  );

  test("[SQ37] a column that is empty in many rows has the type of what follows", async () => {
    const text = `a,b\n${",some more text\n".repeat(30_000)}7,end\n`;
    expect(await typesOf(text, "t.csv")).toEqual({ a: "BIGINT", b: "VARCHAR" });
  });

  test("[SQ37] names that need quotes are kept in large files, too", async () => {
    const text = `"it's a ""name""",A,a\n${"7,1.5,some more text\n".repeat(30_000)}`;
    expect(await typesOf(text, "t.csv")).toEqual({ 'it\'s a "name"': "BIGINT", A: "DOUBLE", a_1: "VARCHAR" });
  });

  const lines = (count: number, line: (row: number) => string) =>
    Array.from({ length: count }, (_, row) => line(row));
  test.each<[string, string[], ImportSettings?]>([
    ["plain lines", lines(25_000, (row) => `${row},text ${row}\n`)],
    ["lines that end with CR LF", lines(25_000, (row) => `${row},text ${row}\r\n`)],
    ["lines of both kinds", lines(25_000, (row) => `${row},text ${row}${row % 2 ? "\r\n" : "\n"}`)],
    ["quoted lines breaks and quotes", lines(20_000, (row) => `${row},"text ""${row}""\n\n,of, two"\n`)],
    ["quotes in the middle of text", lines(25_000, (row) => `${row},${row % 3}" pipe\n`)],
    [
      "quotes in the middle of text, and quoted line breaks",
      lines(25_000, (row) => `${row},${row % 3 ? `${row}" pipe` : `"a\n\n\n${row}"`}\n`),
    ],
    ["blank lines", lines(25_000, (row) => `${row},text ${row}\n${row % 5 ? "" : "\n"}`)],
    ["text without a header", lines(25_000, (row) => `${row},text ${row}\n`), { header: false }],
    [
      "short records",
      lines(25_000, (row) => (row % 2 ? `${row}\n` : `${row},text ${row}\n`)),
      { ragged: "pad" },
    ],
    ["nothing at the end of a line", lines(25_000, (row) => `${row},${row % 7 ? "" : '""'}\n`)],
  ])("[SQ37] %s read in parts are as they are read at once", async (_what, text, settings = {}) => {
    const file = new Blob([settings.header === false ? "" : "a,b\n", ...text]);
    const read = async (from: typeof engine) => {
      const table = await from.importFile(file, { name: "t", fileName: "t.csv", settings });
      const [a, b] = table.schema.map(({ name }) => name);
      const sums = `SELECT count(*), sum(${a}), count(${b}), sum(length(${b})), sum(hash(${a}, ${b}) % 1000) FROM t`;
      return [table.schema, table.numRows, await answer(from, queryOf(sums, { t: table }))];
    };
    expect(await read(engine)).toEqual(await read(whole));
  });

  test("[SQ37] title lines are left out of the first part alone, and each part is told", async () => {
    const text = `title\n\na,b\n${lines(25_000, (row) => `${row},text ${row}\n`).join("")}`;
    const told: number[] = [];
    const options = { name: "t", fileName: "t.csv", settings: { skip: 2 } };
    const table = await engine.importFile(new Blob([text]), options, undefined, (part) => told.push(part));
    expect(table).toMatchObject({ numRows: 25_000, schema: [{ type: "BIGINT" }, { type: "VARCHAR" }] });
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  const early = "1,2,3\n".repeat(30_000);
  test.each<[string, string, ImportSettings, number, number, number]>([
    ["a short record", "a,b,c\n1,2,3\n4,5\n", {}, 3, 2, 3],
    ["a long record", "a,b,c\n1,2,3\n4,5,6,7\n", {}, 3, 4, 3],
    ["a short header", "a,b\n1,2,3\n4,5,6\n", {}, 2, 3, 2],
    ["a record of one field", "a,b,c\n1,2,3\n4\n", {}, 3, 1, 3],
    ["behind a quoted line break", 'a,b\n"x\ny",1\n2\n', {}, 4, 1, 2],
    ["behind lines left out", "title\na,b\n1,2\n3\n", { skip: 1 }, 4, 1, 2],
    ["a title, where none is left out", "Report 2024\n\na,b\n1,2\n", { skip: 0 }, 3, 2, 1],
    ["a short record late", `a,b,c\n${early}4,5\n`, {}, 30_002, 2, 3],
    ["a long record late", `a,b,c\n${early}4,5,6,7\n`, {}, 30_002, 4, 3],
    ["a long record late, padding", `a,b,c\n${early}4,5,6,7\n`, { ragged: "pad" }, 30_002, 4, 3],
    ["a long record, padding", "a,b,c\n1,2\n4,5,6,7\n", { ragged: "pad" }, 3, 4, 3],
    [
      "in the middle of a larger file",
      `a,b,c\n${"some text,some more text,2\n".repeat(15_000)}4,5\n${early}`,
      {},
      15_002,
      2,
      3,
    ],
  ])("[SQ38] %s", async (_what, text, settings, line, found, expected) => {
    expect(await failing(text, "t.csv", settings)).toMatchObject({
      code: "import/ragged-rows",
      message: expect.stringContaining(
        `“t.csv” has ${found} field${found === 1 ? "" : "s"} at line ${line} where its first line has ${expected}`,
      ) as string,
    });
  });

  test("[SQ38] padding fills short records with nulls, also among quoted line breaks", async () => {
    expect(await rowsOf('a,b,c\n1,2,3\n4\n"x\ny",5\n', "t.csv", { ragged: "pad" })).toEqual([
      { a: "1", b: 2, c: 3 },
      { a: "4", b: null, c: null },
      { a: "x\ny", b: 5, c: null },
    ]);
  });

  test("[SQ39] bytes that are not UTF-8: where they are, and how to read them", async () => {
    const latin = bytes("a;b\ncaf\xe9;1\n");
    const cyrillic = bytes("a;b\n\xcf\xf0\xe8\xe2\xe5\xf2;1\n");
    const error = await failing(cyrillic, "t.csv");
    expect(error).toMatchObject({ code: "import/encoding" });
    expect(error.message).toMatch(/“t.csv” is not UTF-8 text at line 2: .*`encoding=windows-1251`/);
    const late = new Blob([`a;b\n${"cafe;1\n".repeat(60_000)}`, cyrillic.slice(4)]);
    expect((await failing(late, "t.csv")).message).toContain("at line 60002");
    expect(await rowsOf(cyrillic, "t.csv", { encoding: "windows-1251" })).toEqual([{ a: "Привет", b: 1 }]);
    expect(await failing(latin, "t.csv", { encoding: "klingon" })).toMatchObject({ code: "import/encoding" });
  });

  test("[SQ39] [SQ56] what is not UTF-8, and looks like Western Europe, is read as windows-1252, and said", async () => {
    const latin = bytes("a;b\ncaf\xe9 \x80;1\n");
    const late = new Blob([`a;b\n${"cafe;1\n".repeat(60_000)}`, latin.slice(4)]);
    for (const file of [latin, late]) {
      const table = await load(file, "t.csv");
      const { values } = await engine.rows(table, table.numRows - 1, 1);
      expect(values).toEqual([["café €"], [1]]);
      const [guess] = await engine.guesses(table);
      expect(guess).toMatchObject({
        said: expect.stringContaining("not UTF-8") as string,
        is: { encoding: "windows-1252" },
      });
      expect(guess?.others.map(({ settings }) => settings.encoding)).toContain("iso-8859-2");
    }
  });

  test("[SQ39] UTF-16 is known by its mark", async () => {
    const text = "a,b\n1,é\n";
    const little = Uint8Array.from([0xff, 0xfe, ...Array.from(text).flatMap((c) => [c.charCodeAt(0), 0])]);
    const big = Uint8Array.from([0xfe, 0xff, ...Array.from(text).flatMap((c) => [0, c.charCodeAt(0)])]);
    for (const file of [little, big, little.slice(2), big.slice(2)])
      for (const name of ["t.csv", "t"]) expect(await rowsOf(file, name)).toEqual([{ a: 1, b: "é" }]);
  });

  test.each<[string, string, RegExp]>([
    ["a quote that does not end", 'a,b\n1,"x\n2,y\n', /quote that does not end/],
    ["a first record that does not end", 'a,"b\n1,x\n', /quote missing/],
    ["text behind a quote", 'a,b\n1,"x"y\n', /text behind/],
    ["a quote that does not end, late", `a,b\n${"1,2\n".repeat(30_000)}1,"x\n`, /quote .*at line 30002/],
    ["a line of 3 MB", `a,b\n1,${"x".repeat(3_000_000)}\n`, /more than 2 MB/],
  ])("[SQ37] %s", async (_what, text, said) => {
    const error = await failing(text, "t.csv");
    expect(error).toMatchObject({ code: "import/bad-file" });
    expect(error.message).toMatch(said);
  });

  test("[SQ43] names only is a table without rows", async () => {
    for (const text of ["a,b,c\n", "a,b,c"]) {
      const table = await load(text, "t.csv");
      expect(table).toMatchObject({ numRows: 0 });
      expect(table.schema.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    }
    expect(await failing("\n\n", "t.csv")).toMatchObject({ code: "import/empty" });
  });

  test("[SQ37] 500 columns", async () => {
    const cells = Array.from({ length: 500 }, (_, index) => index);
    const table = await load(
      `${cells.map((c) => `c${c}`).join()}\n${cells.join()}\n${cells.join()}\n`,
      "t.csv",
    );
    expect(table.schema).toHaveLength(500);
    expect((await engine.rows(table, 1, 1)).values.map(([value]) => value)).toEqual(cells);
  });

  test("[SQ44] times with a zone become plain ones in UTC, with which one can work", async () => {
    const table = await load("t\n2024-01-01T10:00:00+02:00\n2024-01-01T10:00:00Z\n", "t.csv");
    expect(table.schema).toEqual([{ name: "t", type: "TIMESTAMP" }]);
    expect(await answer(engine, queryOf("SELECT date_trunc('hour', t) AS h FROM t", { t: table }))).toEqual([
      { h: new Date("2024-01-01T08:00:00Z") },
      { h: new Date("2024-01-01T10:00:00Z") },
    ]);
  });

  test("[SQ13] no query reads a file that is being imported", async () => {
    const file = new Blob(["a\n", "1\n".repeat(4_000_000)]);
    const importing = load(file, "secret.csv");
    const [row] = await answer(engine, queryOf("SELECT current_setting('allowed_directories')[1] AS dir"));
    for (const text of [`FROM '${String(row?.["dir"])}*'`, `FROM '${String(row?.["dir"])}**'`])
      expect(await failureOf(engine.query(queryOf(text)))).toMatchObject({ name: "SqlError" });
    expect((await importing).numRows).toBe(4_000_000);
  });

  test("[SQ37] real files", async () => {
    expect(await load(await fetched(airportsCsv), "airports.csv")).toMatchObject({ numRows: 3376 });
    expect(await load(await fetched(unemploymentTsv), "unemployment.tsv")).toMatchObject({
      numRows: 3218,
      schema: [{ name: "id" }, { name: "rate", type: "DOUBLE" }],
    });
  });
});

describe("JSON", () => {
  test.each<[string, string, unknown[]]>([
    [
      "an array of objects",
      '[{"b":1,"a":"x"},{"a":"y","c":true}]',
      [
        { b: 1, a: "x", c: null },
        { b: null, a: "y", c: true },
      ],
    ],
    [
      "an object of arrays",
      '{"b":[1,2],"a":["x",null]}',
      [
        { b: 1, a: "x" },
        { b: 2, a: null },
      ],
    ],
    ["an array of values", "[1,2.5,null]", [{ value: 1 }, { value: 2.5 }, { value: null }]],
    ["one object", '{"a":1,"b":[1,2]}', [{ a: 1, b: [1, 2] }]],
    [
      "nested values",
      '[{"a":{"b":[1,{"c":2}]},"l":[[1],[]]}]',
      [{ a: { b: ["1", '{"c":2}'] }, l: [[1], []] }],
    ],
    ["large integers", '[{"id":9007199254740993},{"id":1}]', [{ id: 9007199254740993n }, { id: 1 }]],
    ["integers too large for 64 bits", '[{"id":123456789012345678901}]', [{ id: 123456789012345678901n }]],
    ["integers among fractions", '[{"x":100000000000000000000},{"x":1.5}]', [{ x: 1e20 }, { x: 1.5 }]],
    [
      "values of several kinds",
      '[{"a":1},{"a":"x"},{"a":{"b":1}}]',
      [{ a: "1" }, { a: "x" }, { a: '{"b":1}' }],
    ],
    ["names that differ in capitals", '[{"a":1,"A":2}]', [{ a: 1, A_1: 2 }]],
    ["a byte order mark", '\ufeff[{"a":1}]', [{ a: 1 }]],
    ["nothing but nulls", '[{"a":null}]', [{ a: null }]],
  ])("[SQ40] %s", async (_what, text, rows) => {
    expect(await rowsOf(text, "t.json")).toEqual(rows);
  });

  test.each<[string, string, string, RegExp]>([
    ["t.json", '[{"a":1},\n {"a":}]', "import/bad-json", /line 2, column 7/],
    ["t.json", '[{"a":1},', "import/bad-json", /line 1, column 10/],
    ["t.json", "42", "import/bad-json", /single value/],
    ["t.json", '"text"', "import/bad-json", /single value/],
    ["t.json", "[]", "import/empty", /no columns/],
    ["t.json", "  \n", "import/empty", /empty/],
    ["t.json", "[{}]", "rows/no-columns", /no columns/],
    ["t.json", '{"a":[1],"b":[1,2]}', "rows/bad-columns", /2 values/],
    ["t.ndjson", '{"a":1}\n{"a":2}\n{"a":}\n', "import/bad-json", /line 3, column 6/],
    ["t.ndjson", '{"a":1}\n[1]\n', "import/bad-json", /line 2/],
    ["t.ndjson", "\n\n", "import/empty", /empty/],
  ])("[SQ41] %s %j", async (fileName, text, code, said) => {
    const error = await failing(text, fileName);
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(said);
  });

  test("[SQ67] JSON in pandas' form split is read as its rows, and that is said", async () => {
    const read = async (text: string, records?: string) => {
      const table = await load(text, "t.json", records === undefined ? {} : { records });
      return { rows: objects(await engine.rows(table, 0, 10)), guesses: await engine.guesses(table) };
    };
    const split = '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,null]]}';
    const rows = [
      { a: 1, b: "x" },
      { a: 2, b: null },
    ];
    expect(await read(split)).toEqual({
      rows,
      guesses: [
        {
          said: "The file is in pandas’ form “split”, and is read as the rows in its list “data”.",
          is: { records: "data" },
          others: [{ label: "Read it as it stands", settings: { records: "" } }],
        },
      ],
    });
    expect(await read(split, "data")).toEqual({ rows, guesses: [] });
    expect((await read(split, "")).rows.map((row) => Object.keys(row))).toEqual([
      ["columns", "index", "data"],
      ["columns", "index", "data"],
    ]);
    const named = '{"columns":["a","index"],"index":["p","q","r"],"data":[[1,2],[3,4],[5,6]]}';
    expect((await read(named)).rows[2]).toEqual({ index_: "r", a: 5, index: 6 });
    expect((await read('{"columns":["a"],"data":[[1],[2]]}')).rows).toEqual([{ a: 1 }, { a: 2 }]);
    // Lists of other lengths, or of no rows, are none.
    for (const plain of ['{"columns":["a","b"],"data":[[1],[2]]}', '{"columns":["a"],"data":[1]}'])
      expect((await read(plain)).guesses).toEqual([]);
  });

  test("[SQ66] rows in a list inside of an object are asked for, and read where that is said", async () => {
    const wrapped = '{"meta":{"count":2},"data":{"items":[{"a":1},{"a":2}],"tags":["x"]},"more":[{"b":"y"}]}';
    const table = await load(wrapped, "t.json");
    expect(table.numRows).toBe(1);
    const [guess] = await engine.guesses(table);
    expect(guess).toMatchObject({
      said: "The file is one object with a list of objects in it, and is read as it stands.",
      is: { records: "" },
      others: [
        { label: "Read the list “data.items” (2)", settings: { records: "data.items" } },
        { label: "Read the list “more” (1)", settings: { records: "more" } },
      ],
    });
    const chosen = await load(wrapped, "t.json", { records: "data.items" });
    expect(objects(await engine.rows(chosen, 0, 10))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await engine.guesses(chosen)).toEqual([]);
    expect(await engine.guesses(await load(wrapped, "t.json", { records: "" }))).toEqual([]);
    for (const plain of [
      '[{"a":1}]',
      '{"a":1}',
      '{"a":[1,2]}',
      '{"type":"FeatureCollection","features":[{"x":1}]}',
    ])
      expect(await engine.guesses(await load(plain, "t.json"))).toEqual([]);
    const missing = await failing(wrapped, "t.json", { records: "rows" });
    expect(missing).toMatchObject({ code: "import/bad-json" });
    expect(missing.message).toBe(
      "“t.json” has no list of objects “rows”. Write `records=data.items` or `records=more`, or leave `records` out.",
    );
    expect((await failing('{"a":1}\n{"a":2}\n', "t.json", { records: "a" })).message).toContain(
      "Leave `records` out",
    );
  });

  test("[SQ50] JSON's numbers are exact, whatever a double holds", async () => {
    const long = "1234567890.1234567890";
    const columns: [type: string, values: string[], shown: (string | null)[]][] = [
      [
        "DOUBLE",
        ["1.5", "0.30000000000000004", "-1.7976931348623157e308"],
        ["1.5", "0.30000000000000004", "-1.7976931348623157e+308"],
      ],
      ["DOUBLE", ["1.50000000000000000000", "0.0000000000000000", "2"], ["1.5", "0.0", "2.0"]],
      ["DOUBLE", ["1.000000000000000055e-01", "1e22", "5e-324"], ["0.1", "1e+22", "5e-324"]],
      ["DECIMAL(17,1)", ["9007199254740993.0", "1", "null"], ["9007199254740993.0", "1.0", null]],
      [
        "DECIMAL(23,3)",
        ["12345678901234567890.125", "1.5", "-7"],
        ["12345678901234567890.125", "1.500", "-7.000"],
      ],
      [
        "DECIMAL(18,2)",
        ["4503599627370497.3", "-0.25", "9007199254740993"],
        ["4503599627370497.30", "-0.25", "9007199254740993.00"],
      ],
      [
        "DECIMAL(18,17)",
        ["1.00000000000000001", "1", "0"],
        ["1.00000000000000001", "1.00000000000000000", "0.00000000000000000"],
      ],
      ["VARCHAR", ["1e400", "-1e999", "1.5"], ["1e400", "-1e999", "1.5"]],
      ["VARCHAR", ["1e-400", "1", "0"], ["1e-400", "1", "0"]],
      ["VARCHAR", ["9".repeat(60), "1", "0.5"], ["9".repeat(60), "1", "0.5"]],
      ["VARCHAR", [`0.${"12".repeat(20)}`, "1", "2"], [`0.${"12".repeat(20)}`, "1", "2"]],
      [
        "HUGEINT",
        ["12345678901234567890", `${-(2n ** 127n)}`, "1"],
        ["12345678901234567890", `${-(2n ** 127n)}`, "1"],
      ],
      ["VARCHAR[]", [`[${long}, 1]`, "[]", "[2.5]"], [`[${long}, 1]`, "[]", "[2.5]"]],
      ["STRUCT(a VARCHAR)", [`{"a": ${long}}`, '{"a": 1}', "null"], [`{'a': ${long}}`, "{'a': 1}", null]],
      ["VARCHAR", [long, '"x"', `{"a": ${long}}`], [long, "x", `{"a":"${long}"}`]],
      [
        "VARCHAR",
        [`"${long}"`, '"1e400"', '": 12345678901234567890.5 \\""'],
        [long, "1e400", ': 12345678901234567890.5 "'],
      ],
    ];
    const rows = [0, 1, 2].map((row) => {
      const members = columns.map(([, values], index) => `"c${index}": ${values[row]}`);
      return `{${members.join(", ")}}`;
    });
    const files = { "t.json": `[${rows.join(",")}]`, "t.ndjson": rows.join("\n") };
    for (const [fileName, text] of Object.entries(files)) {
      const table = await load(text, fileName);
      expect(table.schema.map(({ type }) => type)).toEqual(columns.map(([type]) => type));
      expect((await engine.texts(table, 0, 3)).values).toEqual(columns.map(([, , shown]) => shown));
    }
  });

  test("[SQ41] half a character is refused where it stands", async () => {
    for (const half of [
      "\\ud800",
      "\\uDFFFx",
      "\\ud800\\ud800\\udc00",
      "\\udc00\\ud800",
      "\\\\\\ud83d\\\\udd86",
    ]) {
      const text = `[{"a":1},\n{"b":"${half}"}]`;
      expect(await failing(text, "t.json")).toMatchObject({ code: "import/bad-json" });
      expect((await failing(text, "t.json")).message).toMatch(
        /half a character, \\u\w{4}, at line 2, column \d+/,
      );
    }
    expect(await rowsOf('[{"a":"\\ud83e\\udd86 \\\\ud800"}]', "t.json")).toEqual([{ a: "🦆 \\ud800" }]);
    expect(await failing('{"a":1}\n{"\\ud800":1}', "t.ndjson")).toMatchObject({
      message: expect.stringContaining("line 2, column 3") as string,
    });
  });

  test("[SQ39] JSON that is not UTF-8", async () => {
    expect(await failing(bytes('[{"a":"\xe9"}]'), "t.json")).toMatchObject({ code: "import/encoding" });
    expect(await failing(bytes('{"a":"\xe9"}'), "t.ndjson")).toMatchObject({ code: "import/encoding" });
    expect(await rowsOf(bytes('[{"a":"\xe9"}]'), "t.json", { encoding: "latin1" })).toEqual([{ a: "é" }]);
  });

  test("[SQ41] JSON lines of many pieces, whose columns and types show late; progress is heard", async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) =>
      JSON.stringify(i < 49_000 ? { i, s: "é🦆" } : { i: i + 0.5, late: i }),
    );
    const heard: number[] = [];
    const table = await engine.importFile(
      new Blob([lines.join("\r\n")]),
      { name: "t", fileName: "t.ndjson" },
      undefined,
      (fraction) => heard.push(fraction),
    );
    expect(table).toMatchObject({
      numRows: 50_000,
      schema: [
        { name: "i", type: "DOUBLE" },
        { name: "s", type: "VARCHAR" },
        { name: "late", type: "BIGINT" },
      ],
    });
    expect(
      await answer(
        engine,
        queryOf("SELECT sum(i) AS s, min(late) AS l, count(DISTINCT s) AS n FROM t", { t: table }),
      ),
    ).toEqual([{ s: (49_999 * 50_000) / 2 + 500, l: 49_000, n: 1 }]);
    expect(heard.length).toBeGreaterThan(1);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(heard.at(-1)).toBeLessThanOrEqual(1);
  });

  test("[SQ40] a real file keeps the order of its columns", async () => {
    const table = await load(await fetched(moviesJson), "movies.json");
    expect(table.numRows).toBe(3201);
    expect(table.schema.slice(0, 3)).toEqual([
      { name: "Title", type: "VARCHAR" },
      { name: "US Gross", type: "BIGINT" },
      { name: "Worldwide Gross", type: "BIGINT" },
    ]);
  });
});

describe("CSV that changes behind its beginning", () => {
  const rows = (count: number, row: string) => row.repeat(count);

  test.each([
    ["CR alone", `a,b\n${rows(25_000, "1,xxxxxxxxxxxx\n")}2,y\r3,z\n`],
    ["CR LF", `a,b\n${rows(25_000, "1,xxxxxxxxxxxx\n")}2,y\r\n3,z\r\n`],
    ["LF", `a,b\r\n${rows(25_000, "1,xxxxxxxxxxxx\r\n")}2,y\n3,z\n`],
  ])("[SQ63] lines that end with %s from somewhere on", async (_end, text) => {
    for (const reader of [engine, whole]) {
      const table = await reader.importFile(new Blob([text]), { name: "t", fileName: "t.csv" });
      expect(table.numRows).toBe(25_002);
      expect((await reader.texts(table, 25_000, 2)).values).toEqual([
        ["2", "3"],
        ["y", "z"],
      ]);
    }
  });

  test("[SQ55] lines that end with CR LF, and values with LF, in a large file", async () => {
    const text = `a;"b\n(c)"\r\n${rows(25_000, '1;xxxxxxxxxxxx\r\n2;"y\nz"\r\n')}`;
    for (const reader of [engine, whole]) {
      const table = await reader.importFile(new Blob([text]), { name: "t", fileName: "t.csv" });
      expect(table).toMatchObject({ numRows: 50_000, schema: [{ name: "a" }, { name: "b\n(c)" }] });
      expect((await reader.texts(table, 49_999, 1)).values).toEqual([["2"], ["y\nz"]]);
    }
  });

  test("[SQ44] a zone that comes late is kept, in UTC", async () => {
    const text = `at\n${rows(25_000, "2024-01-01 00:00:00\n")}2024-01-01 00:00:00+05:00\n`;
    const table = await load(text, "t.csv");
    expect(table.schema).toEqual([{ name: "at", type: "TIMESTAMP" }]);
    expect((await engine.texts(table, 25_000, 1)).values).toEqual([["2023-12-31 19:00:00"]]);
  });
});

describe("JSON that is a little other", () => {
  test("[SQ40] NaN and Infinity, as Python writes them, are numbers, and are text in strings", async () => {
    const rows = [
      { a: Number.NaN, s: "NaN" },
      { a: Number.NEGATIVE_INFINITY, s: 'x "Infinity"' },
      { a: 1.5, s: null },
    ];
    const lines = ['{"a":NaN,"s":"NaN"}', '{"a":-Infinity,"s":"x \\"Infinity\\""}', '{"a":1.5,"s":null}'];
    expect(await rowsOf(`[${lines.join()}]`, "t.json")).toEqual(rows);
    expect(await rowsOf(lines.join("\n"), "t.ndjson")).toEqual(rows);
    expect(await failing('[{"a":NaN},{"a":}]', "t.json")).toMatchObject({
      message: expect.stringContaining("line 1, column 7") as string,
    });
  });

  test.each([
    ["JSON", '[{"a": 1,\n"a": 2}]', "t.json", 2],
    ["lines", '{"a": 1}\n{"a": 1, "a": 2}\n', "t.ndjson", 2],
  ])("[SQ40] [SQ56] a key that stands twice in an object is told: %s", async (_, text, fileName, line) => {
    const table = await engine.importFile(new Blob([text]), { name: "t", fileName, settings: {} });
    expect((await engine.guesses(table)).map(({ said }) => said)).toEqual([
      `The key “a” stands twice in one object, again in line ${line}: its last value is read. Give the two other names in the file, if both are meant.`,
    ]);
  });

  test("[SQ40] lists of objects of several lengths, as of a graph, are a row", async () => {
    const graph = { nodes: [{ id: 1 }, { id: 2 }], links: [{ from: 1, to: 2 }] };
    expect(await rowsOf(JSON.stringify(graph), "t.json")).toEqual([graph]);
  });

  test("[SQ40] objects one behind the other, on as many lines as they like", async () => {
    const rows = [{ a: 1 }, { a: 2 }];
    for (const text of ['{"a":1}{"a":2}', '{\n "a": 1\n}\n{\n "a": 2\n}\n', '[{"a":1},\n{"a":2}]'])
      for (const name of ["t.json", "t.ndjson"]) expect(await rowsOf(text, name), name + text).toEqual(rows);
    expect(await failing('{"a":1}{"a":', "t.json")).toMatchObject({ code: "import/bad-json" });
  });
});

describe("Arrow and Parquet", () => {
  test("[SQ42] a real Arrow file, also as a stream without an end", async () => {
    const file = new Uint8Array(await (await fetched(flightsArrow)).arrayBuffer());
    const schema = [
      { name: "delay", type: "SMALLINT" },
      { name: "distance", type: "SMALLINT" },
      { name: "time", type: "FLOAT" },
    ];
    expect(await load(file, "flights.arrow")).toMatchObject({ numRows: 200_000, schema });
    const { schema: columns, batches } = ipcParts(file);
    const endless = new Blob([new Uint8Array(columns), new Uint8Array(batches)]);
    expect(await load(endless, "flights.arrows")).toMatchObject({ numRows: 200_000, schema });
  });

  test.each([
    ["LZ4", lz4File],
    ["zstd", zstdFile],
  ])("[SQ42] Arrow compressed with %s is read", async (_codec, file) => {
    expect(await rowsOf(bytes(atob(file)), "t.feather")).toEqual([
      { i: 1, s: "a", l: [1, 2], d: new Date(Date.UTC(2024, 0, 2)) },
      { i: null, s: "é", l: [], d: null },
      { i: 3, s: null, l: null, d: null },
    ]);
  });

  test("[SQ42] Arrow whose zstd is damaged is refused", async () => {
    const damaged = atob(zstdFile).replaceAll("\x28\xb5\x2f\xfd", "\x28\xb5\x2f\xfe");
    expect(await failing(bytes(damaged), "t.feather")).toMatchObject({
      code: "import/bad-file",
      message: expect.stringContaining("Its compressed data is damaged") as string,
    });
  });

  test("[SQ42] an Arrow file whose first message lacks its length, as Polars writes it", async () => {
    const table = await engine.query(queryOf("SELECT 1 AS a, 'x' AS b"));
    const { schema, batches } = ipcParts(new Uint8Array(await engine.encode(table, "arrow")));
    const [end, footer, length] = [
      new Uint8Array([255, 255, 255, 255, 0, 0, 0, 0]),
      "footer..",
      [8, 0, 0, 0],
    ];
    const parts = [
      "ARROW1\0\0",
      schema.slice(8),
      batches.slice(),
      end,
      footer,
      new Uint8Array(length),
      "ARROW1",
    ];
    expect(await rowsOf(new Blob(parts), "t.arrow")).toEqual([{ a: 1, b: "x" }]);
  });

  test("[SQ42] Arrow compressed as before its version 1.0 is refused, as its values would be others", async () => {
    const table = await engine.query(queryOf("SELECT 1 AS a"));
    const { schema, batches } = ipcParts(new Uint8Array(await engine.encode(table, "arrow")));
    const size = new DataView(batches.buffer, batches.byteOffset).getInt32(4, true);
    const mark = "ARROW:experimental_compression\0\0";
    const head = new Int32Array([-1, size + mark.length]);
    const parts = [schema.slice(), head, batches.slice(8, 8 + size), mark, batches.slice(8 + size)];
    expect(await failing(new Blob(parts), "t.arrows")).toMatchObject({
      code: "import/bad-file",
      message: expect.stringContaining("before its version 1.0") as string,
    });
  });

  test.each([
    ["FLOAT16", columnFromArray([1.5], float16())],
    ["DECIMAL in 256 bits", columnFromArray([1], decimal(40, 0, 256))],
    [
      "STRUCT with two fields of one name",
      columnFromArray([{ x: 1 }], struct([field("x", int32()), field("X", int32())])),
    ],
  ])("[SQ42] Arrow's %s is refused by the column's name", async (type, column) => {
    const stream = tableToIPC(
      tableFromColumns([
        ["good", columnFromArray([1])],
        ["bad", column],
      ]),
      { format: "stream" },
    );
    expect(await failing(new Blob([new Uint8Array(stream ?? [])]), "t.arrows")).toMatchObject({
      code: "import/type",
      message: expect.stringContaining(`a column “bad” of the type ${type}`) as string,
    });
  });

  test("[SQ43] an Arrow file with a dictionary, and without rows", async () => {
    const stream = tableToIPC(tableFromColumns([["d", columnFromArray([], dictionary(utf8()))]]), {
      format: "stream",
    });
    const { schema } = ipcParts(stream ?? new Uint8Array());
    const table = await load(new Blob([schema.slice()]), "t.arrows");
    expect(table).toMatchObject({ numRows: 0, schema: [{ name: "d", type: "VARCHAR" }] });
  });

  test("[SQ42] what is cut off, damaged or no such file", async () => {
    const table = await engine.query(queryOf("SELECT range AS i, 'text ' || range AS s FROM range(300000)"));
    const parquet = new Blob([new Uint8Array(await engine.encode(table, "parquet"))]);
    const arrow = new Blob([new Uint8Array(await engine.encode(table, "arrow"))]);
    const holed = new Blob([parquet.slice(0, 1000), new Uint8Array(200_000), parquet.slice(201_000)]);
    for (const [file, name] of [
      [parquet.slice(0, parquet.size / 2), "half.parquet"],
      [parquet.slice(parquet.size / 2), "tail.parquet"],
      [holed, "holed.parquet"],
      [new Blob(["PAR1"]), "tiny.parquet"],
      [new Blob(["hello world"]), "text.parquet"],
      [arrow.slice(0, 100), "half.arrow"],
      [new Blob(["ARROW1\0\0 nonsense ARROW1"]), "file.arrow"],
      [new Blob(["nonsense"]), "text.arrow"],
    ] as const) {
      const error = await failing(file, name);
      expect(error, name).toMatchObject({ code: "import/bad-file" });
      expect(error.message).toContain(`“${name}” cannot be read as`);
    }
    expect(await answer(engine, queryOf("SELECT 1 AS x"))).toEqual([{ x: 1 }]);
    expect((await engine.describe()).losses).toBe(0);
  });

  test("[SQ42] [SQ43] a table without rows comes back from both", async () => {
    const table = await engine.query(
      queryOf("SELECT 1 AS a, 'x' AS b, [1] AS l, {'a': DATE '2024-01-01'} AS s WHERE false"),
    );
    for (const format of ["parquet", "arrow"] as const) {
      const back = await load(new Uint8Array(await engine.encode(table, format)), `t.${format}`);
      expect(back).toMatchObject({ numRows: 0, schema: table.schema });
    }
  });
});
