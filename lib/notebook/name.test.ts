import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellName, foldCase, isIdentifier, isReserved } from "./name";

describe("names", () => {
  test.each([
    ['a"b;drop.csv', "a_b_drop"],
    ["/tmp/My Orders (2).csv", "My_Orders_2"],
    ["C:\\data\\orders.csv.gz", "orders"],
    ["2024.parquet", "_2024"],
    ["größe.csv", "größe"],
    ["class.csv", "class_data"],
    ["order.csv", "order_data"],
    ["Left.csv", "Left_data"],
    ["", "data"],
    ["!!!.csv", "data"],
    [".csv", "csv"],
  ])("[NB11] a file %j becomes the cell %s", (file, name) => {
    expect(cellName(file, [])).toBe(name);
  });

  test("[NB11] a name that is taken, in whatever case, is numbered", () => {
    expect(cellName("orders.csv", ["ORDERS", "orders_2", "task"])).toBe("orders_3");
    expect(cellName("task.csv", ["task"])).toBe("task_2");
  });

  test("[NB11] any file gives a free identifier that SQL reads without quotes", () => {
    const taken = ["data", "a", "orders"];
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (file) => {
        const name = cellName(file, taken);
        expect(isIdentifier(name) && !isReserved(name)).toBe(true);
        expect(taken).not.toContain(foldCase(name));
        expect(name).not.toMatch(/[$\s"]/);
      }),
    );
  });
});
