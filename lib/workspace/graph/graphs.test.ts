import { describe, expect, test } from "vitest";
import { testClock, type CellId } from "../../base";
import { EventLog, type RunEvent } from "../../engine";
import { createEngine, flow, sleep, task, type Flow } from "../../flow";
import { RunFold } from "../../fold";
import { placed, stateText, type RunGraph } from "../../graph";
import type { Definition } from "../../notebook";
import { graphOfNotebook } from "./notebook-graph";
import { graphOfRun } from "./run-graph";

const define = (name: string, kind: string, ...uses: string[]): Definition => ({
  ...{ name, kind, uses, cell: `cell of ${name}` as CellId, parameters: [], line: 1, source: name },
});

/** Each node with its box, and each edge, as text. */
const textOf = ({ nodes, edges }: RunGraph) => [
  ...nodes.map(({ label, kind, parent }) => `${kind} ${label}${parent === undefined ? "" : ` in ${parent}`}`),
  ...edges.map(({ from, to, kind }) => `${from} ${kind === "data" ? "→" : "⇢"} ${to}`),
];

describe("the graph of a notebook", () => {
  test.each<[string, readonly Definition[], readonly string[]]>([
    [
      "tables alone are what they read",
      [define("orders", "data"), define("daily", "sql", "orders", "gone")],
      ["table orders", "table daily", "orders → daily"],
    ],
    [
      "a flow that comes to all is the run itself",
      [define("daily", "sql"), define("keep", "task"), define("main", "flow", "daily", "keep")],
      ["table daily", "task keep"],
    ],
    [
      "a flow is drawn where something else runs by itself",
      [define("daily", "sql"), define("keep", "task"), define("main", "flow", "keep")],
      ["table daily", "task keep in main", "flow main"],
    ],
    [
      "what two flows use is in neither, and in the one that both are in",
      [
        ...[
          define("a", "flow", "t"),
          define("b", "flow", "t", "own"),
          define("t", "task"),
          define("own", "task"),
        ],
        define("main", "flow", "a", "b"),
        define("other", "flow"),
      ],
      [
        ...["flow a in main", "flow b in main", "task t in main", "task own in b", "flow main", "flow other"],
        ...["t → a", "t → b"],
      ],
    ],
    [
      "what a table of no flow reads is in no flow",
      [define("t", "task"), define("daily", "sql", "t"), define("main", "flow", "t")],
      ["task t", "table daily", "flow main", "t → daily", "t → main"],
    ],
    [
      "flows that call each other are drawn beside each other",
      [define("a", "flow", "b"), define("b", "flow", "a", "t"), define("t", "task")],
      ["flow a in b", "flow b in a", "task t in b"],
    ],
    ["a flow alone is drawn", [define("main", "flow")], ["flow main"]],
  ])("%s", (_, definitions, expected) => {
    const graph = graphOfNotebook({ definitions });
    expect(textOf(graph)).toEqual(expected);
    expect(placed(graph, new Set(definitions.map(({ name }) => name)), "right").left).toBe(0);
  });
});

const square = task({ name: "square" }, async (n: number) => {
  await sleep(n);
  if (n === 2) throw new RangeError("two");
  return n * n;
});
/** What the page knows of a table that a task gave. */
const given = {
  kind: "table",
  table: {
    kind: "table",
    name: "t",
    lineage: "x",
    schema: [{ name: "a", type: "BIGINT" }],
    numRows: 2_999_844,
  },
};
const table = task({ name: "table" }, () => given);
const use = task({ name: "use" }, (of: unknown) => [of]);
const inner = flow({ name: "inner" }, async (n: number) => await use(n));
const main = flow({ name: "main" }, async () => {
  const squares = square.map([1, 2, 3]);
  const from = table.submit();
  await use
    .withOptions({ waitFor: [...squares] })
    .submit(from)
    .wait();
  await inner(1);
  await inner(2);
  return 1;
});

async function foldOf(of: Flow<[]> = main): Promise<RunFold> {
  const told: RunEvent[] = [];
  await createEngine({ clock: testClock(), onEvent: (event) => void told.push(event) }).start(of, []).done;
  const log = new EventLog({ keepEvents: false });
  for (const event of told) log.record(event);
  const [first] = told;
  const fold = new RunFold(first?.type === "flow-run" ? first.flowRun.id : ("" as never), log);
  for (const event of told) fold.take(event);
  return fold;
}

describe("the graph of a run", () => {
  test("has a node for each task, with its runs by state, and one for what all calls of a subflow have in them", async () => {
    const look = (await foldOf()).look();
    const { graph, nodeOf } = graphOfRun(look, []);
    const [squares, tables, uses, inners, insides] = graph.nodes;
    expect(graph.nodes).toHaveLength(5);
    expect(squares).toMatchObject({ label: "square", count: 3 });
    expect(squares?.states.map(({ name, count }) => `${count} ${name}`)).toEqual(["1 Failed", "2 Completed"]);
    expect(tables).toMatchObject({ label: "table", count: 1 });
    expect(uses?.states).toEqual([{ type: "PENDING", name: "NotReady", count: 1 }]);
    expect(inners).toMatchObject({ label: "inner", kind: "flow", count: 2 });
    expect(insides).toMatchObject({ label: "use", count: 2, parent: inners?.id });
    for (const group of look.groupsOf()) expect(nodeOf(group.tasks[0]?.run.id ?? "")).toBe(group.id);
    expect(nodeOf("gone")).toBeUndefined();
  });

  test("[GR7] says at a closed box what failed in it, though it completed", async () => {
    const low = flow({ name: "low" }, async (n: number) => await square.map([n, n + 1]).wait());
    const middle = flow({ name: "middle" }, async (n: number) => await low(n));
    const top = flow({ name: "top" }, async () => {
      await middle(1);
      await middle(2);
      await middle(5);
    });
    const { nodes } = graphOfRun((await foldOf(top)).look(), []).graph;
    expect(nodes.map((node) => `${node.label}: ${stateText(node)}`)).toEqual([
      ...["middle: Completed, 2 failed in it", "low: Completed, 2 failed in it"],
      "square: 2 Failed, 4 Completed",
    ]);
  });

  test("has rows and columns on what a table goes along, and order apart from data", async () => {
    const fold = await foldOf();
    const { graph } = graphOfRun(fold.look(), []);
    const names = new Map(graph.nodes.map(({ id, label }) => [id, label]));
    expect(
      graph.edges.map(({ from, to, ...rest }) => ({ from: names.get(from), to: names.get(to), ...rest })),
    ).toEqual([
      { from: "table", to: "use", kind: "data", label: "2,999,844 rows × 1", detail: "a BIGINT" },
      { from: "square", to: "use", kind: "order" },
    ]);
  });

  test("is that of any moment", async () => {
    const fold = await foldOf();
    const last = graphOfRun(fold.look(), []).graph;
    for (let position = 0; position <= fold.end; position++) {
      const { nodes } = graphOfRun(fold.look(position), []).graph;
      expect(last.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(nodes.map(({ id }) => id)));
      for (const { count, states } of nodes)
        expect(states.reduce((sum, one) => sum + one.count, 0)).toBe(count);
    }
  });
});
