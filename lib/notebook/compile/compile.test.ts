import fc from "fast-check";
import { expect, test } from "vitest";
import { cellKinds } from "../kinds";
import { cellCompilers } from "../kinds/compilers";
import type { CellKind } from "../kinds/kind";
import type { SqlCell } from "../kinds/sql";
import { createCompile } from "./compile";
import { csv, notebookOf, sql } from "./compile.suite";
import { createCompile as createWithTypeScript } from "./with-typescript";

const api = ["flow", "task", "sql"];
const text = { kind: "markdown", text: "# Text" };

test("[NB15] without TypeScript's parser, a notebook of other cells compiles to the same", () => {
  const notebook = notebookOf(text, csv("orders", "a\n1"), sql("daily", "FROM orders"), sql("", "FROM x"));
  expect(createCompile({ api })(notebook)).toEqual(createWithTypeScript({ api })(notebook));
});

test("[NB15] and one with a TypeScript cell is refused", () => {
  const refused = expect.objectContaining({ code: "compile/no-compiler" }) as Error;
  expect(() => createCompile({ api })(notebookOf(sql("one", "SELECT 1"), "const a = 1"))).toThrow(refused);
});

test("[NB15] the kinds that say that they need the parser are those for which the other compiler has no part", () => {
  const needy = Object.entries<CellKind>(cellKinds).filter(([, kind]) => kind.needsTypeScript);
  const others = Object.keys(cellKinds).filter((kind) => !Object.hasOwn(cellCompilers, kind));
  expect(needy.map(([kind]) => kind)).toEqual(others);
});

const texts = [
  "const a = 1",
  "const a = 2",
  "const b = task(() => a)",
  "const main = flow(async () => await b())",
  "const = ;",
  text,
  sql("a", "SELECT 1"),
  sql("c", "FROM a"),
  sql("c", "FROM c"),
  csv("d", "a\n1"),
];

test("[NB57] whatever was compiled before, a compiler makes what a new one would", () => {
  const notebooks = fc.array(fc.array(fc.constantFrom(...texts), { maxLength: 6 }), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(notebooks, (all) => {
      const compile = createWithTypeScript({ api });
      for (const cells of all)
        expect(compile(notebookOf(...cells))).toEqual(createWithTypeScript({ api })(notebookOf(...cells)));
    }),
  );
});

test("[NB57] a compiler reads a cell again only where it was not in the notebook before", () => {
  const read: string[] = [];
  const compilers = {
    sql: {
      ...cellCompilers.sql,
      read(cell: SqlCell) {
        read.push(cell.code);
        return cellCompilers.sql.read(cell, new Set());
      },
    },
  };
  const compile = createCompile({ api, compilers });
  const reads = (...codes: readonly string[]) => {
    read.length = 0;
    compile(notebookOf(...codes.map((code, index) => sql(`t${index}`, code))));
    return [...read];
  };
  expect(reads("SELECT 1", "SELECT 2", "SELECT 3")).toEqual(["SELECT 1", "SELECT 2", "SELECT 3"]);
  expect(reads("SELECT 1", "SELECT 22", "SELECT 3")).toEqual(["SELECT 22"]);
  expect(reads("SELECT 1", "SELECT 2", "SELECT 3")).toEqual(["SELECT 2"]);
});
