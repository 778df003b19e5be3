import { expect, test } from "vitest";
import { cellCompilers, cellKinds } from "../kinds";
import type { CellKind } from "../kinds/kind";
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
