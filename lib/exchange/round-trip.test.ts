import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNotebook } from "../notebook/any-notebook.suite";
import type { Cell, Notebook } from "../notebook";
import { toJupyter, toScript } from ".";
import { examples, file, id, opened, withoutIds } from "./brought.suite";
import { fromJupyter } from "./read/from-jupyter";
import { fromScript } from "./script";

const forms = [
  { form: "TypeScript", write: toScript, read: fromScript, name: "a.ts" },
  { form: "Jupyter", write: toJupyter, read: fromJupyter, name: "a.ipynb" },
];
const mark = fc.constantFrom(
  "//%% ts",
  "//%%% sql name=a",
  "//%%",
  "// %% x",
  "//",
  "// ",
  "`${x}`",
  "\\`\\${",
  "%%sql --save a",
  "",
);
const text = fc.array(mark, { maxLength: 6 }).map((lines) => lines.join("\n"));
const cell: fc.Arbitrary<Cell> = fc.oneof(
  text.map((one) => ({ kind: "markdown" as const, id, text: one })),
  text.map((code) => ({ kind: "ts" as const, id, code, options: {} })),
  text.map((code) => ({ kind: "sql" as const, id, name: "a", code, options: {} })),
);
const marked = fc
  .array(cell, { maxLength: 5 })
  .map((cells): Notebook => ({ title: "", settings: {}, cells }));

/** As a file holds it: half of a UTF-16 pair has no form in UTF-8. */
const throughBytes = (written: string) => new TextDecoder().decode(new TextEncoder().encode(written));
const wellFormed = (notebook: Notebook) =>
  JSON.parse(throughBytes(JSON.stringify(notebook).replace(/\\ud[89a-f][0-9a-f]{2}/gi, "�"))) as Notebook;
const isWellFormed = (notebook: Notebook) =>
  JSON.stringify(notebook) === JSON.stringify(wellFormed(notebook));

describe.each(forms)("a notebook as $form", ({ write, read, name }) => {
  test("[EX2] every example comes back as it was, through every door", async () => {
    for (const { notebook } of examples)
      expect(await opened(file(name, write(notebook)))).toEqual(withoutIds(notebook));
  });

  test("[EX2] any notebook comes back as it was", () => {
    fc.assert(
      fc.property(fc.oneof(marked, anyNotebook(id).filter(isWellFormed)), (notebook) => {
        expect(read(name, throughBytes(write(notebook)))).toEqual(notebook);
      }),
      { numRuns: 500 },
    );
  });

  test("[EX2] one with halves of pairs is written, too", () => {
    fc.assert(
      fc.property(anyNotebook(id), (notebook) => {
        expect(read(name, throughBytes(write(notebook))).cells).toHaveLength(notebook.cells.length);
      }),
      { numRuns: 100 },
    );
  });
});
