import { describe, expect, test } from "vitest";
import { fileOfText, linkOfText, readAny } from ".";
import { brief, file, opened } from "./brought.suite";

const jupyter = '{"cells":[{"cell_type":"markdown","source":"# A"}],"metadata":{},"nbformat":4}';
const kindsOf = async (...files: File[]) => {
  const { notebooks, data, backup } = await readAny(files.map((one) => ({ file: one })));
  return [...notebooks.map(() => "notebook"), ...data.map(() => "data"), ...(backup ? ["backup"] : [])];
};

describe("[EX1] one door tells files apart, by their content first and their names second", () => {
  test.each<[string, BlobPart, string]>([
    ["a.md", "# A", "notebook"],
    ["a.ipynb", jupyter, "notebook"],
    ["a.json", jupyter, "notebook"],
    ["a.json", '[{"a":1}]', "data"],
    ["a.json", '{"nbformat":1}', "data"],
    ["a.sql", "SELECT 1", "notebook"],
    ["a.ts", "const a = 1", "notebook"],
    ["a.txt", "a,b\n1,2\n", "data"],
    ["a.txt", "```sql name=a\nSELECT 1\n```", "notebook"],
    ["unnamed", "---\ntitle: A\n---\n", "notebook"],
    ["unnamed", "a,b\n1,2\n", "data"],
    ["a.csv", "a,b\n1,2\n", "data"],
    ["a.csv.gz", new Uint8Array([0x1f, 0x8b, 8, 0]), "data"],
    ["a.md", "PAR1....PAR1", "data"],
    ["a.xlsx", "PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "data"],
    ["a.geojson", '{"type":"FeatureCollection","features":[]}', "data"],
    ["a.bin", '{"kind":"head","size":1,"hash":"x"}\n', "backup"],
  ])("%s (%#)", async (name, content, kind) => {
    expect(await kindsOf(file(name, content))).toEqual([kind]);
  });

  test.each<[string, BlobPart, string]>([
    ["a.db", "SQLite format 3\0", "CSV or Parquet"],
    ["a.csv", "12345678DUCK", "EXPORT DATABASE"],
    ["a.pdf", "%PDF-1.7", "is a PDF"],
    ["a.docx", "PK\x03\x04....[Content_Types].xml....word/", "no Excel workbook"],
    ["a.xls", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), "save it as .xlsx or CSV"],
    ["a.md", new Uint8Array([0x89, 0x50, 0x4e, 0x47]), "is a picture"],
    ["a.py", "import marimo", "as an .ipynb"],
    ["run.json", '{\n  "format": "runnel-run",\n  "version": 1', "is the record of a run"],
    ["a.html", "<p>", "is a web page"],
    ["a.exe", new Uint8Array([0x4d, 0x5a, 0]), "Runnel takes notebooks"],
    ["a.sql", new Uint8Array([0x53, 0xff, 0xfe]), "no text in UTF-8"],
    ["a.ts", new Uint8Array([0x47, 0x40, 0]), "no text in UTF-8"],
    ["a.ts", new Uint8Array(5_000_001), "5,000,000 are allowed"],
  ])("and refuses %s by name", async (name, content, says) => {
    const reading = readAny([{ file: file(name, content) }]);
    await expect(reading).rejects.toThrow(`“${name}” `);
    await expect(reading).rejects.toThrow(says);
  });

  test("what cannot be read is told by its name, and the others are read", async () => {
    const picture = file("b.csv", new Uint8Array([0x89, 0x50, 0x4e, 0x47]));
    const pdf = file("c.pdf", "%PDF-1.7");
    const data = { file: file("a.csv", "a\n1\n") };
    const brought = await readAny([{ file: picture }, data, { file: pdf }]);
    expect(brought.data).toEqual([data]);
    expect(brought.problems).toEqual([
      expect.stringMatching(/^“b\.csv” is a picture/),
      expect.stringMatching(/^“c\.pdf” is a PDF/),
    ]);
    await expect(readAny([{ file: picture }, { file: pdf }])).rejects.toThrow(/“b\.csv” .* “c\.pdf” /);
  });

  test("what is known of a data file stays with it", async () => {
    const given = { file: file("a.csv", "a"), handle: {} };
    expect((await readAny([given])).data).toEqual([given]);
  });

  test("a notebook of another form has the title of its file, where it has none", async () => {
    const { notebooks } = await readAny([{ file: file("sales.sql", "SELECT 1") }]);
    expect(notebooks.map(({ name }) => name)).toEqual(["sales.sql"]);
  });
});

describe("[EX4] a text that is pasted", () => {
  test.each<[string, string | undefined]>([
    ["SELECT 1", "Pasted.sql"],
    ["-- why\nwith a as (select 1) from a", "Pasted.sql"],
    ["FROM orders;", "Pasted.sql"],
    ["With kind regards, Marvin", undefined],
    ["From: me", undefined],
    ["hello", undefined],
    ["", undefined],
    ["```sql name=a\nSELECT 1\n```", "Pasted.md"],
    ["const a = flow(async () => 1);", "Pasted.ts"],
    [jupyter, "Pasted.ipynb"],
    ['{"a":1}', undefined],
    ['{"a":1}\n{"a":2}', "Pasted.ndjson"],
    ['[{"a": 1},\n {"a": 2}]', "Pasted.json"],
    ["[1, 2]", undefined],
    ["id\tamount\n1\t10\n2\t20\n", "Pasted.tsv"],
    ['id,note\r\n1,"a, b"\r\n2,c', "Pasted.csv"],
    ["id;amount\n1;1,5", "Pasted.csv"],
    ["SELECT a, b\nFROM c, d", "Pasted.sql"],
    ["a,b", undefined],
    ["Dear all,\nthis is no table, whatever its commas say.\nYours, me", undefined],
  ])("%j is %s", (text, name) => {
    expect(fileOfText(text)?.name).toBe(name);
  });

  test("is a notebook as that of a file is", async () => {
    const pasted = fileOfText("SELECT 1; SELECT 2");
    expect(pasted && brief(await opened(pasted))).toEqual(["sql query: SELECT 1", "sql query_2: SELECT 2"]);
  });

  test.each<[string, string | undefined]>([
    ["https://x.example/app/#r1AbCdEfGhIjKlMnOpQrStUv", "r1AbCdEfGhIjKlMnOpQrStUv"],
    [" r1AbCdEfGhIjKlMnOpQrStUv\n", "r1AbCdEfGhIjKlMnOpQrStUv"],
    ["https://x.example/a.md", "url=https%3A%2F%2Fx.example%2Fa.md"],
    ["https://x.example/a.md?x=1", "url=https%3A%2F%2Fx.example%2Fa.md%3Fx%3D1"],
    ["http://x.example/a.md", undefined],
    ["https://x.example/", undefined],
    ["javascript:alert(1)//.md", undefined],
  ])("%j is the link %s", (text, link) => {
    expect(linkOfText(text)).toBe(link);
  });
});
