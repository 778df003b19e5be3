import fc from "fast-check";
import type { GraphEdge, GraphNode, RunGraph } from "./graph";

/** Names that mean something in one language or another. */
export const hostileNames = [
  `"]; click n0 href "javascript:alert(1)"`,
  "<script>alert(1)</script>",
  "]]></title><image href=x onerror=alert(1)>",
  "end",
  "style a:#b;",
  "&quot;&#34;#quot;#35;",
  "`bold`",
  "%%{init: {}}%%",
  "a\n\nsubgraph b\r\n--> c",
  "\u202Egnp.exe\uD800\u0000\uFFFF",
  "",
  "__proto__",
  "x".repeat(10_000),
  "𝒻(é) 日本 🦜",
];

const name = fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: "binary", maxLength: 80 }));

const states = fc.array(
  fc.record({
    type: fc.constantFrom("COMPLETED" as const, "FAILED" as const, "RUNNING" as const),
    name,
    count: fc.nat(10_000),
  }),
  { maxLength: 3 },
);

/** Graphs of any shape: rings, boxes in boxes and in themselves, edges to nowhere and to boxes, names of any kind. */
export const anyGraph: fc.Arbitrary<RunGraph> = fc
  .record({
    count: fc.integer({ min: 0, max: 24 }),
    pick: fc.array(fc.nat(30), { minLength: 24, maxLength: 24 }),
    isBox: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
    labels: fc.array(name, { minLength: 24, maxLength: 24 }),
    states: fc.array(states, { minLength: 24, maxLength: 24 }),
    edges: fc.array(fc.tuple(fc.nat(26), fc.nat(26), fc.boolean(), fc.option(name)), { maxLength: 60 }),
  })
  .map(({ count, pick, isBox, labels, states: all, edges }) => ({
    nodes: Array.from({ length: count }, (_, index): GraphNode => {
      const own = all[index] ?? [];
      return {
        id: `n${index}`,
        label: labels[index] ?? "",
        kind: (["task", "flow", "table", "value"] as const)[index % 4] ?? "task",
        count: own.reduce((sum, one) => sum + one.count, 0),
        states: own,
        ...(isBox[index] && { parent: `n${pick[index] ?? 0}` }),
      };
    }),
    edges: edges.map(([from, to, isData, label]): GraphEdge => ({
      from: `n${from}`,
      to: `n${to}`,
      kind: isData ? "data" : "order",
      ...(label !== null && { label }),
    })),
  }));

/** A graph without boxes, of tasks of these edges. */
export function graphOf(count: number, edges: readonly (readonly [number, number])[]): RunGraph {
  return {
    nodes: Array.from({ length: count }, (_, index) => ({
      id: `n${index}`,
      label: `task ${index}`,
      kind: "task",
      count: 1,
      states: [{ type: "COMPLETED", name: "Completed", count: 1 }],
    })),
    edges: edges.map(([from, to]) => ({ from: `n${from}`, to: `n${to}`, kind: "data" })),
  };
}
