import { expect, test } from "vitest";
import { withMeantName } from "./meant-name";

const runs = ["orders", "customers", "fetchAll"];
const names = { tables: ["orders", "customers"], runs, all: [...runs, "helper"] };
const missing = (name: string) => `Table with name ${name} does not exist!`;

test.each([
  [missing("ordrs"), `${missing("ordrs")} Did you mean “orders”?`],
  [missing("Order"), `${missing("Order")} Did you mean “orders”?`],
  [missing("planes"), `${missing("planes")} The notebook has orders, customers.`],
  [`${missing("x")}\nDid you mean "y"?`, `${missing("x")}\nDid you mean "y"?`],
  ["fetchall is not defined", "fetchall is not defined. Did you mean “fetchAll”?"],
  ["Can't find variable: fetch_all", "Can't find variable: fetch_all. Did you mean “fetchAll”?"],
  ["planes is not defined", "planes is not defined"],
  ["getRunLoger is not defined", "getRunLoger is not defined. Did you mean “getRunLogger”?"],
  [missing("slep"), `${missing("slep")} The notebook has orders, customers.`],
  ["fetchAll.submitt is not a function", "fetchAll.submitt is not a function. Did you mean “submit”?"],
  [
    "orders.toArray is not a function",
    "orders.toArray is not a function. “orders” is called first: (await orders()).toArray(…).",
  ],
  [
    "rows.map is not a function",
    "rows.map is not a function. If it comes from a call of a task, write await before that.",
  ],
  [
    "fetchAll(...).map is not a function",
    "fetchAll(...).map is not a function. If it comes from a call of a task, write await before that.",
  ],
  ["log.warn is not a function", "log.warn is not a function. If this is a logger, write “warning”."],
  [
    "getRunLogger(...).exception is not a function",
    "getRunLogger(...).exception is not a function. If this is a logger, write “error”.",
  ],
  [
    "future.state.is_failed is not a function",
    "future.state.is_failed is not a function. If this is a state, write “isFailed”.",
  ],
  [
    "one.with_options is not a function",
    "one.with_options is not a function. If this is a task or a flow, write “withOptions”.",
  ],
  [
    "fetchAll.with_options is not a function",
    "fetchAll.with_options is not a function. Did you mean “withOptions”?",
  ],
  [
    "answer.result is not a function",
    "answer.result is not a function. If it comes from a call of a task, that gives the result itself: write await before the call, and leave .result() out. A future comes from .submit(…).",
  ],
  [
    "“found” has no parameter $v. Its parameters: none. Give them by name, as in found({ city: … }).",
    "“found” has no parameter $v. Its parameters: none. Give them by name, as in found({ city: … }). Within quotes, $v is text: write LIKE '%' || $v || '%' in the query for LIKE '%$v%'.",
  ],
  ["helper.go is not a function", "helper.go is not a function"],
  ["no answer", "no answer"],
])("[WS58] %s: the notebook's own names are offered", (message, said) => {
  expect(withMeantName({ name: "Error", message }, names).message).toBe(said);
});

test("[WS58] of many tables some are named, of none nothing", () => {
  const tables = Array.from({ length: 20 }, (_, index) => `table_number_${index}`);
  const say = (own: readonly string[]) =>
    withMeantName({ name: "SqlError", message: missing("x") }, { tables: own, runs: own, all: own }).message;
  expect(say(tables)).toMatch(/table_number_7, …\.$/);
  expect(say([])).toBe(missing("x"));
});
