import { expect, test } from "vitest";
import { unfitOf } from "./unfit";

const columns = (...texts: string[]) =>
  texts.map((text) => {
    const [name = "", type = ""] = text.split(" ");
    return { name, type };
  });

test("[OP12] columns that a table lacks, spells otherwise or has of another type are named, and no others", () => {
  const was = columns("day DATE", "amount DOUBLE", "country VARCHAR", "Id BIGINT", "__proto__ BIGINT");
  expect(unfitOf(was, was)).toEqual([]);
  expect(unfitOf(was, [...was].reverse().concat(columns("more VARCHAR")))).toEqual([]);
  expect(
    unfitOf(was, columns("Day DATE", "day DATE", "amount VARCHAR", "id BIGINT", "__proto__ BIGINT")),
  ).toEqual([
    { kind: "type", name: "amount", was: "DOUBLE", is: "VARCHAR" },
    { kind: "missing", name: "country" },
    { kind: "spelled", name: "Id", here: "id" },
  ]);
});
