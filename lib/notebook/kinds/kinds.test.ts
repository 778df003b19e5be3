import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CellId } from "../../base";
import type { AnyCell } from "../cell";
import { parseNotebook } from "../parse";
import { serialiseNotebook } from "../serialise";
import { type Cell, cellKinds, kindOf, newCellKinds } from "./index";
import type { Kinds } from "./kind";

const id = "one" as CellId;
const table: Kinds = cellKinds;
const each = Object.entries(table).map(([name, kind]) => ({ name, kind }));

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).map((all) => all.replace(/\r\n?/g, "\n")),
  fc.constantFrom(
    "",
    "a",
    "```",
    "file:",
    "sample:",
    "file:sample:a",
    "a b.csv",
    '"',
    "\\",
    "`",
    "=",
    "\n\n",
  ),
);
/** Also options that mean something to some kind. */
const key = fc.oneof(fc.constantFrom("name", "src", "hash", "__proto__"), fc.stringMatching(/^[a-z_]{1,4}$/));
const options = fc.array(fc.tuple(key, text), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));

/** Cells as they can come to be: read from any fence that makes sense, or added, and then edited. */
function cellsOf(name: string): fc.Arbitrary<AnyCell> {
  const kind = table[name]!;
  const read = (kind.fence?.words ?? []).map((word) =>
    fc
      .record({ word: fc.constant(word), options, body: fc.oneof(fc.constant(""), text) })
      .map((fence) => {
        const problems: string[] = [];
        return { cell: kind.fence!.read(fence, id, (code) => problems.push(code)), problems };
      })
      .filter(({ problems }) => problems.length === 0)
      .map(({ cell }) => cell),
  );
  const added = newCellKinds()
    .filter((one) => one === name)
    .map((one) => fc.constant<AnyCell>(cellKinds[one].empty(id, [])));
  const edited = fc.tuple(fc.oneof(...read, ...added), text, text);
  return fc.oneof(
    ...read,
    ...added,
    edited.map(([cell, body]) => kind.withText(cell, body)),
    edited.map(([cell, body, called]) => kind.name?.with(kind.withText(cell, body), called) ?? cell),
  );
}

describe("the table of kinds", () => {
  test("[NB13] has each kind under the name that its cells bear, and no fence for two of them", () => {
    for (const { name, kind } of each)
      for (const word of kind.fence?.words ?? [])
        expect(kind.fence?.read({ word, options: {}, body: "" }, id, () => undefined).kind).toBe(name);
    const words = each.flatMap(({ kind }) => kind.fence?.words ?? []);
    expect(new Set(words).size).toBe(words.length);
    expect(each.filter(({ kind }) => !kind.fence).map(({ name }) => name)).toEqual(["markdown"]);
    expect(each.map(({ name }) => name)).not.toContain("flow");
    expect(each.map(({ name }) => name)).not.toContain("task");
  });

  test("[NB13] says of a kind that it has not that there is none", () => {
    const unheard = { kind: "constructor", id };
    expect(() => kindOf(unheard)).toThrow(expect.objectContaining({ code: "notebook/no-kind" }) as Error);
  });

  test("[NB13] offers SQL, TypeScript and text, and no name that is taken", () => {
    expect(newCellKinds().map((kind) => cellKinds[kind].addLabel)).toEqual(["SQL", "TypeScript", "Text"]);
    for (const kind of newCellKinds()) {
      const cell: Cell = cellKinds[kind].empty(id, ["query"]);
      expect(cell).toMatchObject({ kind, id });
      expect(kindOf(cell).textOf(cell)).toBe("");
      expect(kindOf(cell).outputs(cell)).not.toContain("query");
    }
  });
});

describe.each(each)("a cell of the kind $name", ({ name, kind }) => {
  test("[NB10] is read as it was written, however it came to be", () => {
    fc.assert(
      fc.property(cellsOf(name), (cell) => {
        const written = serialiseNotebook({ title: "", settings: {}, cells: [cell] });
        const { notebook, problems } = parseNotebook(written, <T>() => id as T);
        expect(notebook.cells).toEqual([cell]);
        expect(problems).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("[NB14] has the text, and the name, that it is given, and is otherwise what it was", () => {
    fc.assert(
      fc.property(cellsOf(name), text, text, (cell, body, called) => {
        const changed = kind.withText(cell, body);
        expect(kind.textOf(changed)).toBe(body);
        expect(changed).toMatchObject({ kind: name, id });
        const before = kind.textOf(cell);
        if (before !== undefined) expect(kind.withText(changed, before)).toEqual(cell);
        if (!kind.name) return;
        const renamed = kind.name.with(cell, called);
        expect(kind.name.of(renamed)).toBe(called);
        expect(kind.name.with(renamed, kind.name.of(cell))).toEqual(cell);
        expect(kind.outputs(renamed)).toEqual(called === "" ? [] : [called]);
      }),
    );
  });

  test("[NB14] has a label", () => {
    fc.assert(
      fc.property(cellsOf(name), (cell) => {
        expect(kind.label(cell)).toMatch(/^[A-Z]\w+$/);
      }),
    );
  });
});
