import { expect, test } from "vitest";
import { renameTable } from "./rename-table";

test.each([
  ["FROM orders", "FROM sales"],
  [
    "SELECT orders.amount, o.orders FROM Orders JOIN x o ON orders.id = o.id",
    "SELECT sales.amount, o.orders FROM sales JOIN x o ON sales.id = o.id",
  ],
  ['SELECT "orders".a FROM "orders"', 'SELECT "sales".a FROM "sales"'],
  ["SELECT orders FROM daily", "SELECT orders FROM daily"],
  ["SELECT orders.a FROM daily AS orders", "SELECT orders.a FROM daily AS orders"],
  ["WITH orders AS (SELECT 1) FROM orders", "WITH orders AS (SELECT 1) FROM orders"],
  ["WITH t AS (FROM orders) FROM t, orders", "WITH t AS (FROM sales) FROM t, sales"],
  [
    "FROM orders -- of orders\nWHERE s = 'orders' /* orders */",
    "FROM sales -- of orders\nWHERE s = 'orders' /* orders */",
  ],
  ["FROM orders WHERE orders > 1", "FROM sales WHERE orders > 1"],
  [
    "SELECT orders.a FROM orders JOIN (SELECT 1 AS a) AS orders",
    "SELECT orders.a FROM sales JOIN (SELECT 1 AS a) AS orders",
  ],
  ["FROM warehouse.orders", "FROM warehouse.orders"],
  ["FROM orders(1)", "FROM orders(1)"],
])("[NB34] %s", (text, renamed) => {
  expect(renameTable(text, "orders", "sales")).toBe(renamed);
});

test("[NB34] another case alone changes nothing", () => {
  expect(renameTable("FROM orders", "orders", "Orders")).toBe("FROM orders");
});
