import { describe, expect, test } from "vitest";
import { newIds } from "../base";
import { foreignLimits, readForeignNotebook } from "./foreign";

const newId = newIds(
  () => 0,
  () => 0.5,
);
const read = (...parts: BlobPart[]) => readForeignNotebook(new File(parts, "sales.md"), newId);
const cell = (name: string) => `\`\`\`sql name=${name}\nSELECT 1\n\`\`\`\n`;
const tooLarge = { code: "notebook/too-large" };

describe("a notebook from elsewhere", () => {
  test("[NB80] is read as any other", async () => {
    const { notebook } = await read("---\ntitle: Sales\n---\n\n# Sales\n\n", cell("one"));
    expect(notebook).toMatchObject({
      title: "Sales",
      cells: [{ kind: "markdown" }, { kind: "sql", name: "one" }],
    });
  });

  test("[NB80] that is no text is refused", async () => {
    const refused = {
      code: "notebook/not-text",
      message: "“sales.md” is no notebook: choose a Markdown file in UTF-8.",
    };
    for (const bytes of [
      [0xff, 0xfe, 0x41, 0x00],
      [0x50, 0x4b, 0x03, 0x04, 0x00],
      [0xc3, 0x28],
      [0x61, 0x00],
    ])
      await expect(read(new Uint8Array(bytes))).rejects.toMatchObject(refused);
  });

  test("[NB81] of too many bytes is refused before it is read", async () => {
    const huge = new File(["x".repeat(foreignLimits.bytes + 1)], "huge.md");
    let reads = 0;
    huge.arrayBuffer = () => {
      reads++;
      return Promise.resolve(new ArrayBuffer(0));
    };
    await expect(readForeignNotebook(huge, newId)).rejects.toMatchObject(tooLarge);
    expect(reads).toBe(0);
  });

  test("[NB81] of as many cells as are allowed is read, and one more is refused", async () => {
    const cells = Array.from({ length: foreignLimits.cells }, (_, index) => cell(`t${index}`)).join("\n");
    expect((await read(cells)).notebook.cells).toHaveLength(foreignLimits.cells);
    await expect(read(cells, "\n", cell("more"))).rejects.toMatchObject(tooLarge);
  });

  test("[NB81] of too many lines is refused, whatever ends them", async () => {
    expect((await read("\n".repeat(foreignLimits.lines))).problems).toEqual([]);
    for (const end of ["\n", "\r", "\r\n"])
      await expect(read(end.repeat(foreignLimits.lines + 1))).rejects.toMatchObject(tooLarge);
  });

  test("[NB81] with a name that is too long is refused", async () => {
    const name = "n".repeat(foreignLimits.name);
    expect((await read(cell(name))).notebook.cells).toHaveLength(1);
    await expect(read(cell(`${name}n`))).rejects.toMatchObject(tooLarge);
    await expect(read(`---\ntitle: ${name}n\n---\n`)).rejects.toMatchObject(tooLarge);
  });

  test("[NB81] with settings that are nested too deeply is refused", async () => {
    const nested = (levels: number) => `---\nkey: ${"[".repeat(levels)}1${"]".repeat(levels)}\n---\n`;
    expect((await read(nested(foreignLimits.depth - 1))).problems).toEqual([]);
    await expect(read(nested(foreignLimits.depth))).rejects.toMatchObject(tooLarge);
  });

  test.each([
    ["front matter that is too long", `key: ${"x".repeat(20_000)}`],
    ["front matter nested beyond any stack", `key: ${"[".repeat(16_000)}`],
    [
      "aliases that multiply",
      Array.from({ length: 20 }, (_, n) => `k${n}: &a${n} [${`*a${n - 1}, `.repeat(n && 9)}1]`).join("\n"),
    ],
  ])("[NB12] %s is a problem, and text", async (_, yaml) => {
    const { notebook, problems } = await read(`---\n${yaml}\n---\n`, cell("one"));
    expect(problems).toMatchObject([{ code: "front-matter", line: 1 }]);
    expect(notebook.settings).toEqual({});
    expect(notebook.cells.map(({ kind }) => kind)).toEqual(["markdown", "sql"]);
  });

  test("[NB82] changes no other object by its settings", async () => {
    const { notebook } = await read(
      "---\n__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n---\n",
    );
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.getPrototypeOf(notebook.settings)).toBe(Object.prototype);
  });

  test("[NB6] with lone surrogates, marks of direction and characters of no width keeps them as they are", async () => {
    const odd = "a\u202Eb\u200Bc";
    const { notebook } = await read(`${odd}\n`);
    expect(notebook.cells).toMatchObject([{ kind: "markdown", text: odd }]);
  });
});
