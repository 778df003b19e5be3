import { afterAll, describe, expect, test } from "vitest";
import { newRig } from "../engine.suite";
import { native } from "../native.suite";
import { asked, readAlike, readBetter } from "./corpus.suite";

const { engine } = newRig();
afterAll(() => engine.close());

async function read(text: string) {
  const table = await engine.importFile(new Blob([text]), { name: "t", fileName: "t.csv" });
  const { values } = await engine.texts(table, 0, table.numRows);
  return { schema: table.schema, values, guesses: await engine.guesses(table) };
}

const byNative = (text: string) =>
  native("FROM read_csv($file, sample_size = -1)", new TextEncoder().encode(text));

describe("a corpus of awkward CSV files", () => {
  test("has 120 files at least, each once", () => {
    const texts = [...readAlike, ...readBetter, ...asked].map(([, text]) => text);
    expect(texts.length).toBeGreaterThanOrEqual(120);
    expect(new Set(readAlike.map(([, text]) => text)).size).toBe(readAlike.length);
  });

  test.each(readAlike)("[SQ55] %s: read as native DuckDB does", async (_what, text) => {
    const { schema, values } = await read(text);
    expect({ schema, values }).toEqual(await byNative(text));
  });

  test.each(readBetter)(
    "[SQ55] %s: read right, where native DuckDB is wrong",
    async (_what, text, types, rows) => {
      const { schema, values } = await read(text);
      const right = {
        schema: schema.map(({ name }) => ({ name, type: types[name] })),
        values: schema.map((_, column) => rows.map((row) => row[column])),
      };
      expect(Object.keys(types)).toHaveLength(schema.length);
      expect({ schema, values }).toEqual(right);
      expect(await byNative(text).catch(() => undefined)).not.toEqual(right);
    },
  );

  test.each(asked)("[SQ38] [SQ56] [SQ58] %s: asked", async (_what, text, said) => {
    const told = await read(text).then(
      ({ guesses }) => guesses.map((guess) => guess.said).join(" "),
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
    expect(told).toMatch(said);
  });
});
