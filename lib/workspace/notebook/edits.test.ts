import { expect, test } from "vitest";
import type { CellId } from "../../base";
import type { Cell, Notebook } from "../../notebook";
import { cellsOfFile, keepingIds, withFile, withHashes, withHashesOf } from "./edits";

const book = (
  ...cells: readonly (readonly [id: string, kind: "markdown" | "ts", text: string])[]
): Notebook => ({
  title: "",
  settings: {},
  cells: cells.map(([id, kind, text]) =>
    kind === "ts" ? { kind, id: id as CellId, code: text, options: {} } : { kind, id: id as CellId, text },
  ),
});
const ids = ({ cells }: Notebook) => cells.map(({ id }) => id);
const before = book(["a", "markdown", "one"], ["b", "ts", "two"], ["c", "ts", "three"]);

test("a cell that only moved keeps its id", () => {
  const after = keepingIds(before, book(["x", "ts", "three"], ["y", "markdown", "one"], ["z", "ts", "two"]));
  expect(ids(after)).toEqual(["c", "a", "b"]);
});

test("a cell that changed in its place keeps its id, a new one has its own, and no id is twice", () => {
  const after = keepingIds(
    before,
    book(["w", "markdown", "one"], ["x", "ts", "TWO"], ["y", "ts", "three"], ["z", "ts", "three"]),
  );
  expect(ids(after)).toEqual(["a", "b", "c", "z"]);
});

test("a cell of another kind in the place is another cell", () => {
  expect(ids(keepingIds(before, book(["x", "ts", "one"])))).toEqual(["x"]);
});

const data = (name: string, file: string, hash?: string): Cell => ({
  ...{ kind: "data", id: name as CellId, name, format: "csv", options: {} },
  source: { type: "file", file, ...(hash !== undefined && { hash }) },
});

test("a file that cells name is given to each of them, in place of the one they had; others stay the same", () => {
  const before = {
    ...{ title: "", settings: {} },
    cells: [data("a", "orders.csv"), data("b", "orders.csv", "old"), data("c", "other.csv", "kept")],
  };
  const uploaded = { file: "orders.csv", hash: "new", format: "csv" } as const;
  const after = withFile(before, uploaded);
  expect(cellsOfFile(before, "orders.csv")).toEqual(["a", "b"]);
  expect(after.cells).toEqual([
    data("a", "orders.csv", "new"),
    data("b", "orders.csv", "new"),
    data("c", "other.csv", "kept"),
  ]);
  expect(withFile(after, uploaded)).toBe(after);
});

test("a file has the content that the notebook was given, whatever its cell's text says, or none", () => {
  const before = {
    ...{ title: "", settings: {} },
    cells: [data("a", "orders.csv"), data("b", "orders.csv", "guessed"), data("c", "constructor", "guessed")],
  };
  const after = withHashesOf(before, { "orders.csv": "stored" });
  expect(after.cells).toEqual([
    data("a", "orders.csv", "stored"),
    data("b", "orders.csv", "stored"),
    data("c", "constructor"),
  ]);
  expect(withHashes(after, () => undefined).cells).toEqual([
    data("a", "orders.csv"),
    data("b", "orders.csv"),
    data("c", "constructor"),
  ]);
});
