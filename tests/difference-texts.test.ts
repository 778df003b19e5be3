import { expect, test } from "vitest";
import { differenceTexts } from "../app/_run/difference-texts";

const same = { columnsAdded: [], columnsRemoved: [], columnsRetyped: [], key: ["id"], cells: [] };
const none = { added: 0, removed: 0, changed: 0 };

test("[WS137] what differs between two tables is said, and what is not compared", () => {
  const retyped = (name: string, isCompared: boolean) => ({
    ...{ name, earlier: "BIGINT", later: "DOUBLE", isCompared },
  });
  expect(differenceTexts({ ...same, ...none })).toEqual(["the same rows"]);
  expect(
    differenceTexts({
      ...{ ...same, added: 1200, removed: 0, changed: 2 },
      columnsAdded: ["loud"],
      cells: [{ column: "age", changed: 2 }],
    }),
  ).toEqual(["columns added: loud", "rows: 1,200 added, 2 changed (by id)", "age differs in 2"]);
  expect(
    differenceTexts({ ...same, ...none, columnsRetyped: [retyped("a", true), retyped("b", false)] }),
  ).toEqual([
    ...["a: BIGINT → DOUBLE", "b: BIGINT → DOUBLE, whose values are not compared"],
    "no row differs otherwise",
  ]);
});
