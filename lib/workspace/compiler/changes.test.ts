import fc from "fast-check";
import { expect, test } from "vitest";
import type { CellId } from "../../base";
import { cellKinds, type Cell } from "../../notebook";
import { createCompile } from "../../notebook/compile/with-typescript";
import { afterChanges, changesOf, compiledOf, saidOf, type SaidOf } from "./changes";

const ids = ["a", "b", "c", "d"] as CellId[];
const texts = ["1 + 1", "a", "b", "task(async () => a)", "flow(async () => await b())", "("];
const cell: fc.Arbitrary<Cell> = fc
  .tuple(fc.constantFrom(...ids), fc.constantFrom(...texts), fc.constantFrom("ts", "sql", "markdown"))
  .map(([id, text, kind]): Cell => {
    if (kind === "ts") return { ...cellKinds.ts.empty(id, []), code: `const ${id} = ${text};` };
    if (kind === "sql") return { ...cellKinds.sql.empty(id, []), name: id, code: `SELECT * FROM ${text}` };
    return { ...cellKinds.markdown.empty(id, []), text };
  });
const notebook = fc.uniqueArray(cell, { selector: ({ id }) => id });

test("[WS83] what crosses of a compiled notebook adds up to all of it, and is nothing of what was said before", () => {
  fc.assert(
    fc.property(fc.array(notebook, { minLength: 1, maxLength: 6 }), (edits) => {
      const compile = createCompile({ api: ["task", "flow"] });
      let there: SaidOf = new Map();
      let here: SaidOf = new Map();
      for (const given of edits) {
        const { cells, definitions, main } = compile({ title: "", settings: {}, cells: given });
        const compiled = { cells, definitions, main };
        const all = saidOf(compiled, there);
        const changes = structuredClone({ main: compiled.main, said: changesOf(all, there) });
        there = all;
        here = afterChanges(here, changes, given);
        expect(compiledOf(here, changes)).toEqual(compiled);
        expect(changesOf(saidOf(compiled, there), there).size).toBe(0);
      }
    }),
  );
});
