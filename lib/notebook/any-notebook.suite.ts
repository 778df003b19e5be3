import fc from "fast-check";
import type { CellId } from "../base";
import type { Notebook } from "./document";
import type { Cell } from "./kinds";
import { dataFormats } from "./kinds/data";

/** Any notebook: texts with fences, comments, quotes and halves of pairs in them; all cells have that id. */
export function anyNotebook(id: CellId): fc.Arbitrary<Notebook> {
  const piece = fc.constantFrom(
    ...[
      "```",
      "````",
      "~~~",
      "```ts",
      "```sql name=x",
      "   ```",
      "\n",
      "\n",
      "\n\n",
      " ",
      "a",
      "---",
      "---\na: 1\n---",
      "é",
      "\uFEFF",
    ],
    ...[
      "<!-- markdown -->",
      "<!-- /markdown -->",
      "<!-- markdown 2 -->",
      "<!-- /markdown 2 -->",
      "<!--",
      "-->",
      "\u2028",
      "\t",
    ],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((all) => all.join("")),
    fc.string({ unit: "binary", maxLength: 20 }).map((all) => all.replace(/\r\n?/g, "\n")),
  );
  const key = fc
    .stringMatching(/^[a-z_][a-z0-9_-]{0,6}$/)
    .filter((one) => !["name", "src", "hash"].includes(one));
  const value = fc.oneof(
    text,
    fc.string({ unit: "binary", maxLength: 10 }),
    fc.constantFrom('"', "\\", "`", "a=b", "\r\n", "{x}"),
  );
  const options = fc.dictionary(fc.oneof(key, fc.constant("__proto__")), value, { maxKeys: 3 });
  const source = fc.oneof(
    fc.record({ type: fc.constant("inline" as const), text }),
    fc.record(
      {
        type: fc.constant("file" as const),
        file: value,
        hash: fc.stringMatching(/^[0-9a-f]{1,8}$/),
      },
      { requiredKeys: ["type", "file"] },
    ),
    fc.record({ type: fc.constant("sample" as const), file: value }),
  );
  const one = { id: fc.constant(id), options };
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.record({ id: fc.constant(id), kind: fc.constant("markdown" as const), text }),
    fc.record({ ...one, kind: fc.constant("ts" as const), code: text }),
    fc.record({ ...one, kind: fc.constant("sql" as const), name: value, code: text }),
    fc.record({
      ...one,
      kind: fc.constant("data" as const),
      name: value,
      format: fc.constantFrom(...dataFormats),
      source,
    }),
  );
  const title = fc.oneof(
    text,
    fc.string({ unit: "binary" }),
    fc.constantFrom("1.10", "null", "~", "# a", "a: b", "-", "'"),
  );
  const settings = fc
    .dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 })
    .filter((all) => !("title" in all))
    .map((all) => JSON.parse(JSON.stringify(all).replaceAll("-0,", "0,")) as Record<string, unknown>);
  return fc.record({ title, settings, cells: fc.array(cell, { maxLength: 6 }) });
}
