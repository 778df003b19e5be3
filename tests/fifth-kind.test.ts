import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CellId } from "../lib/base";
import { cellKinds, isTable, parseNotebook, serialiseNotebook } from "../lib/notebook";
import type { AnyCell, CellOptions } from "../lib/notebook/cell";
import { load } from "../lib/notebook/compile/compile.suite";
import { literal } from "../lib/notebook/compile/literal";
import { readTable, tablePart } from "../lib/notebook/compile/table";
import { createCompile } from "../lib/notebook/compile";
import { cellCompilers } from "../lib/notebook/kinds/compilers";
import type { AddableKind, CellCompiler } from "../lib/notebook/kinds/kind";
import { problemAt } from "../lib/notebook/problem";
import { withName, withText } from "../lib/workspace/notebook/edits";

/*
 * A kind of cell that there is not: the rows of a table that have the most of something. All that the product must know of
 * it stands here, in its two records; a real one would have them in a file of `lib/notebook/kinds`.
 */

interface TopCell extends AnyCell {
  readonly kind: "top";
  readonly name: string;
  readonly from: string;
  readonly by: string;
  /** How many rows, as written. */
  readonly count: string;
  readonly options: CellOptions;
}

const top: AddableKind<TopCell> = {
  label: () => "Top",
  addLabel: "Top rows",
  language: "text",
  isTable: true,
  fence: {
    words: ["top"],
    read({ options: { name = "", from = "", by = "", ...options }, body }, id, problem) {
      if (from === "") problem("no-table", "Say of which table: top from=orders");
      return { kind: "top", id, name, from, by, count: body, options };
    },
    write: ({ name, from, by, count, options }) => ({
      ...{ word: "top", body: count },
      options: { ...(name && { name }), ...(from && { from }), ...(by && { by }), ...options },
    }),
  },
  textOf: ({ count }) => count,
  withText: (cell, count) => ({ ...cell, count }),
  name: { of: ({ name }) => name, with: (cell, name) => ({ ...cell, name }) },
  outputs: ({ name }) => [name],
  empty: (id) => ({ kind: "top", id, name: "best", from: "", by: "", count: "10", options: {} }),
};

const topCompiler: CellCompiler<TopCell> = {
  read({ name, from, by, count }) {
    const meaning = JSON.stringify(["top", name, from, by, Number(count)]);
    const reading = readTable(name, "top", meaning, new Map([[from, 0]]));
    if (Number(count) > 0) return { ...reading, ignoresCase: true };
    return { ...reading, problems: [problemAt(count, 0, "no-count", "Write how many rows.")] };
  },
  write: (reading, defined, names) =>
    tablePart(defined, ({ name, source }) => {
      const { from, by, count } = reading.cell;
      const text = `FROM ${from} ORDER BY ${by} DESC LIMIT ${Number(count)}`;
      const inputs = names.resolve(reading, from) ?? "";
      return `$sql({ ...${literal({ name, text, parameters: [], options: {}, source })}, inputs: () => ({ ${inputs} }) })`;
    }),
};

const kinds = { ...cellKinds, top };
const compile = createCompile({ api: [], kinds, compilers: { ...cellCompilers, top: topCompiler } });

let count = 0;
const parse = (text: string) => parseNotebook(text, <T>() => `${++count}` as T, kinds);

const example = `# Sales

\`\`\`top name=best from=Orders by=amount
3
\`\`\`

\`\`\`csv name=orders
id,amount
1,10
\`\`\`

\`\`\`sql name=ids
SELECT id FROM best
\`\`\`
`;

describe("a fifth kind of cell", () => {
  test("[NB13] is read and written where its record is in the table, and is prose elsewhere", () => {
    const { notebook, problems } = parse(example);
    expect(problems).toEqual([]);
    expect(notebook.cells.map(({ kind }) => kind)).toEqual(["markdown", "top", "data", "sql"]);
    expect(notebook.cells[1]).toMatchObject({ name: "best", from: "Orders", by: "amount", count: "3" });
    expect(serialiseNotebook(notebook, kinds)).toBe(example);
    const without = parseNotebook(example, <T>() => "" as T).notebook;
    expect(without.cells.map(({ kind }) => kind)).toEqual(["markdown", "data", "sql"]);
    expect(serialiseNotebook(without)).toBe(example);
  });

  test("[NB13] tells its own problems, and those of every fence", () => {
    const { problems } = parse("```top name=a name=b\n```");
    expect(problems.map(({ code, line }) => `${code}:${line}`)).toEqual(["repeated-option:1", "no-table:1"]);
  });

  test("[NB10] is read as it was written", () => {
    const text = fc.oneof(fc.string(), fc.constantFrom("```", "a b", '"'));
    const body = text.map((all) => all.replace(/\r\n?/g, "\n"));
    const id = "one" as CellId;
    fc.assert(
      fc.property(text, text.filter(Boolean), text, body, (name, from, by, count) => {
        const cell: TopCell = { kind: "top", id, name, from, by, count, options: {} };
        const notebook = { title: "", settings: {}, cells: [cell] };
        const read = parseNotebook(serialiseNotebook(notebook, kinds), <T>() => id as T, kinds);
        expect(read).toEqual({ notebook, problems: [] });
      }),
    );
  });

  test("[NB13] compiles: after what it reads, before what reads it, and as a table that runs by itself", async () => {
    const { notebook } = parse(example);
    const [, best, orders, ids] = notebook.cells;
    const { module, cells, definitions, lines } = compile(notebook);
    expect(cells[best!.id]).toMatchObject({ outputs: ["best"], inputs: [orders!.id], problems: [] });
    expect(cells[ids!.id]?.inputs).toEqual([best!.id]);
    expect(lines.map(({ cell }) => cell)).toEqual([orders!.id, best!.id, ids!.id]);
    expect(definitions.map(({ name, kind }) => `${name}:${kind}`)).toEqual([
      "best:top",
      "orders:data",
      "ids:sql",
    ]);
    expect(definitions.every(isTable)).toBe(true);
    const { tables } = await load(module);
    expect(tables.best?.text).toBe("FROM Orders ORDER BY amount DESC LIMIT 3");
    expect(tables.best?.inputs?.()).toEqual({ orders: tables.orders });
    expect(tables.ids?.inputs?.()).toEqual({ best: tables.best });
  });

  test("[NB13] has problems of its own, and with others, and is compiled anew when it changes", () => {
    const before = parse(example).notebook;
    const id = before.cells[1]!.id;
    const codes = (notebook: typeof before) => compile(notebook).cells[id]?.problems.map(({ code }) => code);
    expect(codes(withText(before, id, "many", kinds))).toEqual(["no-count"]);
    expect(codes(withName(before, id, "Orders", kinds))).toEqual(["duplicate-name", "ring"]);
    expect(codes(withName(before, id, "class", kinds))).toEqual(["reserved-name"]);
    const fingerprint = (notebook: typeof before) => compile(notebook).cells[id]?.fingerprint;
    expect(fingerprint(withText(before, id, "4", kinds))).not.toBe(fingerprint(before));
    expect(fingerprint(withText(before, id, " 3", kinds))).toBe(fingerprint(before));
  });

  test("[NB14] is added and edited by its record", () => {
    const before = parse(example).notebook;
    const id = before.cells[1]!.id;
    expect(withText(before, id, "5", kinds).cells[1]).toEqual({ ...before.cells[1], count: "5" });
    expect(withName(before, id, "most", kinds).cells[1]).toEqual({ ...before.cells[1], name: "most" });
    expect(withText(before, id, "3", kinds)).toBe(before);
    const added = { ...before, cells: [...before.cells, top.empty("new" as CellId, [])] };
    expect(serialiseNotebook(added, kinds)).toBe(`${example}\n\`\`\`top name=best\n10\n\`\`\`\n`);
  });
});
