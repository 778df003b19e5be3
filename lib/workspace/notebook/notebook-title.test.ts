import { expect, test } from "vitest";
import { newIds } from "../../base";
import { parseNotebook } from "../../notebook";
import { titleOf } from "./notebook-title";

const newId = newIds(
  () => 0,
  () => 0,
);
const titled = (text: string, file: string) => titleOf(parseNotebook(text, newId).notebook, file);

test("[NB80] what came out of a file is called as it says itself, as its first heading, or as the file, without endings", () => {
  expect(titled("---\ntitle: Orders\n---\n\n# Other\n", "a.md")).toBe("Orders");
  expect(titled("\n# Orders of 2026 \n\nText\n", "a.ipynb")).toBe("Orders of 2026");
  expect(titled("Text\n\n# Later\n", "a.md")).toBe("a");
  const files = {
    ...{ "orders.csv": "orders", "orders.csv.md": "orders", "orders 2024.v2.csv.gz": "orders 2024.v2" },
    ...{ "a/b/orders.ipynb": "orders", "c:\\orders.sql": "orders", ".csv": ".csv", README: "README" },
    ...{ "Dr. Who.md": "Dr. Who", "data.parquet": "data" },
  };
  for (const [file, title] of Object.entries(files))
    expect([file, titled("Text", file)]).toEqual([file, title]);
});
