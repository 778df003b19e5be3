import { expect, test } from "vitest";
import type { CellId } from "../base";
import type { Notebook } from "../notebook";
import { keepingIds } from "./edits";

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
