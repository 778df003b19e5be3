import { expect, test } from "vitest";
import type { CellId } from "../../base";
import type { Cell } from "../../notebook";
import { isReader } from "./readers";

const ts = (code: string): Cell => ({ kind: "ts", id: "a" as CellId, code, options: {} });

test.each([
  ["const main = flow(async () => await totals());", true],
  ["const main = flow(async () => await totals_2());", false],
  ["const größe = await total();", false],
])("[WS123] before a cell is compiled, it reads what it names: %s", (code, reads) => {
  expect(isReader(ts(code), "totals", undefined)).toBe(reads);
});
