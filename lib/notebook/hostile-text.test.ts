import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newIds, type CellId } from "../base";
import { createCompile } from "./compile/with-typescript";
import type { Cell } from "./kinds";
import { parseNotebook } from "./parse";
import { serialiseNotebook } from "./serialise";

/** `FUZZ_RUNS=100000` tries that many texts of each kind. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 300);
const timeout = 60_000 + numRuns * 50;

const newId = newIds(Date.now, Math.random);
const parse = (text: string) => parseNotebook(text, newId).notebook;
/** A new one each time: it knows again what it has read. */
const compile = (...cells: readonly Cell[]) =>
  createCompile({ api: ["flow", "task", "sql"] })({ title: "", settings: {}, cells });

const id = newId<CellId>();
const sql = (code: string): Cell => ({ kind: "sql", id, name: "a", code, options: {} });
const ts = (code: string): Cell => ({ kind: "ts", id, code, options: {} });

/** What begins something in a notebook, in a query, or in a program. */
const fragments = {
  notebook: [
    ...Array.from("-`~<>[]()|*_\\\"'=:&#\n\r\t \0"),
    ...["---\n", "```\n", "```sql\n", "```ts name=a\n", '```csv src="', "~~~\n", "<!--\n", "-->"],
    ...["<!-- markdown -->\n", "<!-- /markdown -->\n", "title: ", "key: [", "&a *a ", "a=b ", 'a="\\', "x"],
  ],
  sql: [
    ...Array.from("()[]{},;.*'\"$`?:@#\\\n "),
    ...[
      "--",
      "/*",
      "*/",
      "$a$",
      "$$",
      "e'",
      "'a",
      "SELECT ",
      "FROM ",
      "a, ",
      "a.b.",
      "WITH a AS (",
      "FROM (SELECT ",
    ],
    ...["JOIN b ON ", "UNION ALL ", "CASE WHEN ", "a::", "PIVOT ", "1", "a"],
  ],
  ts: [
    ...Array.from("()[]{},;.!?:`'\"/\\<>=+*&|@#\n "),
    ...[
      "=>",
      "...",
      "${",
      "`${",
      "//",
      "/*",
      "/[",
      "?.",
      "await ",
      "async ",
      "function f(){",
      "class A{",
      "if(a)",
    ],
    ...[
      "const a = 1;\n",
      "const {a,",
      "flow(async () => ",
      "task(",
      "import ",
      "export ",
      "a as ",
      "<T,>",
      "type A = {",
    ],
    ...["enum A{", "for(;;)", "new ", "yield ", "x = y = ", "\\u{", "1_", "a\n", "a"],
  ],
} as const;

const texts = (of: readonly string[]) =>
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...of), { maxLength: 40 }).map((parts) => parts.join("")),
  );

/** All of a text but the white space, which may go at the ends of prose. */
const words = (text: string) => text.replaceAll(/\s/g, "");

describe("29: a notebook's text, whatever it says", () => {
  test("is read, and none of it is lost", { timeout }, () => {
    fc.assert(
      fc.property(texts(fragments.notebook), (text) => {
        const notebook = parse(text);
        const written = serialiseNotebook(notebook);
        const again = parse(written);
        const withoutIds = (cells: readonly Cell[]) => cells.map((cell) => ({ ...cell, id }));
        expect({ ...again, cells: withoutIds(again.cells) }).toEqual({
          ...notebook,
          cells: withoutIds(notebook.cells),
        });
      }),
      { numRuns },
    );
  });

  test("is compiled, with problems for what is wrong", { timeout }, () => {
    const cells = fc.oneof(texts(fragments.sql).map(sql), texts(fragments.ts).map(ts));
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 3 }), (all) => {
        const compiled = compile(...all.map((cell) => ({ ...cell, id: newId<CellId>() })));
        expect(Object.keys(compiled.cells)).toHaveLength(all.length);
        expect("polluted" in {}).toBe(false);
      }),
      { numRuns },
    );
  });

  test("is read to the end, with a block of half a million lines", () => {
    const comment = `<!--\n${"line\n".repeat(500_000)}`;
    const [cell] = parse(comment).cells;
    expect(cell?.kind === "markdown" && words(cell.text) === words(comment)).toBe(true);
  });
});
