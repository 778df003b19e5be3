import { zipSync, type Zippable } from "fflate";
import { describe, expect, test } from "vitest";
import { readAny, toScript, writeZip } from "..";
import { brief, file, opened } from "../brought.suite";
import { readZip, zipLimits } from "./read-zip";

const bytes = (text: string) => new TextEncoder().encode(text);
const zipped = (content: Zippable, name = "z.zip") => file(name, zipSync(content));
const written = async (...files: File[]) => file("z.zip", await new Response(writeZip(files)).blob());
const notebook = "```csv name=orders src=orders.csv\n```\n\n```sql name=total\nFROM orders\n```\n";
const brought = async (zip: File) => {
  const { notebooks, data } = await readAny([{ file: zip }]);
  return { notebooks: notebooks.map(({ name }) => name), data: data.map(({ file: { name } }) => name) };
};
/** A zip with other bytes at a place in its list of files. */
async function forged(zip: File, offset: number, value: number): Promise<File> {
  const all = new Uint8Array(await zip.arrayBuffer());
  const view = new DataView(all.buffer);
  for (let at = 0; at + 46 < all.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + offset, value, true);
  return file("z.zip", all);
}

describe("a zip", () => {
  test("[EX31] is written a part at a time, and read back byte by byte", async () => {
    const large = new Uint8Array(3_000_000).map((_, index) => (index * 7919) >> 8);
    const files = [file("a.md", notebook), file("b.parquet", large), file("b.parquet", "x"), file("e.csv")];
    const back = await readZip(await written(...files));
    expect(back.map(({ name }) => name)).toEqual(["a.md", "b.parquet", "b (2).parquet", "e.csv"]);
    expect(Buffer.compare(new Uint8Array((await back[1]?.arrayBuffer()) ?? []), large)).toBe(0);
    expect(await Promise.all([back[0], back[2], back[3]].map(async (one) => await one?.text()))).toEqual([
      notebook,
      "x",
      "",
    ]);
  });

  test("[EX30] gives its notebook with the data beside it, by the names that the notebook has for it", async () => {
    expect(
      await brought(
        zipped({
          "sales/a.md": bytes(notebook),
          "sales/orders.csv": bytes("a\n1"),
          "__MACOSX/sales/._a.md": bytes("x"),
          "sales/.DS_Store": bytes("x"),
        }),
      ),
    ).toEqual({ notebooks: ["a.md"], data: ["orders.csv"] });
    const deep = notebook.replace("src=orders.csv", "src=data/orders.csv");
    expect(await brought(zipped({ "x/a.md": bytes(deep), "x/data/orders.csv": bytes("a\n1") }))).toEqual({
      notebooks: ["a.md"],
      data: ["data/orders.csv"],
    });
    expect(await brought(zipped({ "a/o.csv": bytes("a\n1"), "b/o.csv": bytes("a\n2") }))).toEqual({
      notebooks: [],
      data: ["o.csv", "b/o.csv"],
    });
  });

  test("[EX30] may hold any kind of notebook", async () => {
    const script = toScript({ title: "T", settings: {}, cells: [] });
    expect((await opened(zipped({ "n.ts": bytes(script) }))).title).toBe("T");
    expect(brief(await opened(zipped({ "n.sql": bytes("FROM o"), "o.csv": bytes("a\n1") })))).toEqual([
      "csv o: o.csv",
      "sql query: FROM o",
    ]);
  });
});

describe("[EX3] a zip is refused by name that", () => {
  const inner = zipSync({ "a.csv": bytes("a") });
  test.each<[string, () => File | Promise<File>, string]>([
    ["leads out of its folder", () => zipped({ "../evil.csv": bytes("a") }), "leads out of it"],
    ["leads out of it in the middle", () => zipped({ "a/../../evil.csv": bytes("a") }), "leads out of it"],
    ["has a path from the root", () => zipped({ "/etc/passwd.csv": bytes("a") }), "leads out of it"],
    ["has a path of Windows", () => zipped({ "C:\\a.csv": bytes("a") }), "leads out of it"],
    [
      "has many files",
      () =>
        zipped(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`${index}.csv`, bytes("a")]))),
      "1,000 are allowed",
    ],
    ["has deep folders", () => zipped({ [`${"a/".repeat(17)}a.csv`]: bytes("a") }), "16 folders"],
    ["has a long name", () => zipped({ [`${"a".repeat(301)}.csv`]: bytes("a") }), "300 characters"],
    ["has a zip in it", () => zipped({ "b.zip": inner }), "holds another zip"],
    [
      "has a zip in it by another name",
      () => zipped({ "b.csv": [inner, { level: 0 }] }),
      "holds another zip",
    ],
    [
      "is a bomb",
      () => zipped({ "zeros.csv": new Uint8Array(20_000_000) }),
      "times as large as it is packed",
    ],
    [
      "is a bomb that lies about its size",
      () => forged(zipped({ "zeros.csv": new Uint8Array(20_000_000) }), 24, 1000),
      "larger than it says",
    ],
    ["says that it is huge", () => forged(zipped({ "a.csv": bytes("a") }), 24, 2 ** 31), "are allowed"],
    [
      "has files that overlap",
      () => forged(zipped({ "a.csv": bytes("a"), "b.csv": bytes("b") }), 20, 200),
      "overlap",
    ],
    ["was damaged", () => forged(zipped({ "a.csv": bytes("abc") }), 16, 1), "is damaged"],
    ["points nowhere", () => forged(zipped({ "a.csv": bytes("abc") }), 42, 7), "not where it should be"],
    [
      "is cut off",
      () => zipped({ "a.csv": bytes("abc") }).slice(0, 40) as File,
      "list of files is not there",
    ],
    ["is locked", () => forged(zipped({ "a.csv": bytes("abc") }), 8, 1 | (8 << 16)), "password"],
    ["packs otherwise", () => forged(zipped({ "a.csv": bytes("abc") }), 8, 12 << 16), "make the zip anew"],
    ["is empty", () => zipped({}), "holds no notebook and no data"],
    [
      "has 21 notebooks",
      () =>
        zipped(Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${index}.md`, bytes("# a")]))),
      "20 notebooks",
    ],
    ["holds a workbook", () => zipped({ "[Content_Types].xml": bytes("<a/>") }), "Office file"],
  ])("%s", async (_what, make, says) => {
    const made = await make();
    const reading = readAny([{ file: new File([made], "z.zip") }]);
    await expect(reading).rejects.toThrow("“z.zip” ");
    await expect(reading).rejects.toThrow(says);
  });

  test("holds more than its limit in all, before anything is unpacked", async () => {
    const many = Object.fromEntries(Array.from({ length: 3 }, (_, index) => [`${index}.csv`, bytes("a")]));
    const zip = await forged(zipped(many), 24, zipLimits.file);
    await expect(readZip(zip)).rejects.toMatchObject({ code: "exchange/too-large" });
  });
});
