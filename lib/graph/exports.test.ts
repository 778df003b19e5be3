import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameToDraw, type RunGraph } from "./graph";
import { anyGraph, hostileNames } from "./graphs.suite";
import { mermaidOf } from "./mermaid";
import { placed } from "./placed";
import { svgOf } from "./svg";

/** What is in quotes: letters, digits, the plainest signs, and codes of everything else. */
const quoted = String.raw`"(?:[\p{L}\p{N} _.,()×✓✕-]|#\d+;)*"`;
const mermaidLine = new RegExp(
  [
    String.raw`flowchart (?:LR|TB)`,
    String.raw` +n\d+(?:\[${quoted}\]|\[\[${quoted}\]\]|\[\(${quoted}\)\]|\(\[${quoted}\]\))`,
    String.raw` +subgraph n\d+\[${quoted}\]`,
    String.raw` +end`,
    String.raw`  n\d+ (?:-->|-\.->)(?:\|${quoted}\|)? n\d+`,
    String.raw`  classDef [A-Z]+ stroke:#[\da-f]{6},stroke-width:2px`,
    String.raw`  class n\d+(?:,n\d+)* [A-Z]+`,
    String.raw`  %% \d+ more are not drawn`,
  ]
    .map((form) => `^${form}$`)
    .join("|"),
  "u",
);

/** One node of that name, and an edge to itself in another that says it. */
const graphNamed = (label: string): RunGraph => ({
  nodes: [
    { id: label, label, kind: "table", count: 0, states: [], parent: "box" },
    { id: "box", label, kind: "flow", count: 2, states: [{ type: "FAILED", name: label, count: 2 }] },
    { id: "after", label, kind: "task", count: 0, states: [] },
  ],
  edges: [{ from: label, to: "after", kind: "data", label, detail: label }],
});

describe("a graph as Mermaid", () => {
  test("[GR6] is lines of a flowchart whatever its names say", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const lines = mermaidOf(graph, "right").trimEnd().split("\n");
        for (const line of lines) expect(line).toMatch(mermaidLine);
        const [opens, ends] = [/^ +subgraph /, /^ +end$/].map((form) =>
          lines.filter((line) => form.test(line)),
        );
        expect(opens!.length).toBe(ends!.length);
      }),
    );
  });

  test.each(hostileNames)("says the name %j as it is drawn", (name) => {
    const text = mermaidOf(graphNamed(name), "down");
    const labels = [...text.matchAll(/"([^"]*)"/g)].map(([, label = ""]) =>
      label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
    );
    expect(labels).toContain(nameToDraw(name));
    expect(text).toMatch(/^flowchart TB\n/);
  });

  test("has boxes in boxes, both kinds of lines, and what became of it", () => {
    const graph: RunGraph = {
      nodes: [
        { id: "etl", label: "etl", kind: "flow", count: 1, states: [] },
        { id: "a", label: "clean", kind: "table", count: 1, states: [], parent: "etl" },
        {
          id: "b",
          label: "square",
          kind: "task",
          count: 10_000,
          states: [
            { type: "FAILED", name: "Failed", count: 11 },
            { type: "COMPLETED", name: "Completed", count: 9_989 },
          ],
        },
      ],
      edges: [
        { from: "a", to: "b", kind: "data", label: "156 rows × 6" },
        { from: "etl", to: "b", kind: "order" },
      ],
    };
    expect(mermaidOf(graph, "right")).toBe(`flowchart LR
  subgraph n0["etl"]
    n2[("clean")]
  end
  n1["square × 10,000, 11 Failed, 9,989 Completed"]
  n2 -->|"156 rows × 6"| n1
  n0 -.-> n1
  classDef FAILED stroke:#bf2124,stroke-width:2px
  class n1 FAILED
`);
  });
});

/** Reads a drawing strictly: elements and attributes of these forms alone, each closed, and no sign in a text but as a code. */
function readSvg(text: string): { readonly texts: readonly string[]; readonly tags: ReadonlySet<string> } {
  const token = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<&]*")*)(\/?)>|((?:[^<&]|&#\d+;)+)/gy;
  const [open, texts, tags] = [[] as string[], [] as string[], new Set<string>()];
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new Error(`This is no drawing: ${text.slice(at, at + 60)}`);
    const [, closes, tag = "", , isEmpty, said] = match;
    if (said !== undefined)
      texts.push(said.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))));
    else if (closes) expect(open.pop()).toBe(tag);
    else {
      tags.add(tag);
      if (!isEmpty) open.push(tag);
    }
  }
  expect(open).toEqual([]);
  return { texts, tags };
}

const drawings = new Set(["svg", "rect", "defs", "marker", "path", "g", "title", "text"]);

describe("a graph as SVG", () => {
  test("[GR6] is a drawing whatever its names say", () => {
    fc.assert(
      fc.property(anyGraph, fc.boolean(), (graph, isOpen) => {
        const open = new Set(isOpen ? graph.nodes.map(({ id }) => id) : []);
        const { tags } = readSvg(svgOf(placed(graph, open, "right")));
        expect(drawings).toEqual(new Set([...drawings, ...tags]));
      }),
    );
  });

  test.each(hostileNames)("says the name %j as text", (name) => {
    const { texts } = readSvg(svgOf(placed(graphNamed(name), new Set(["box"]), "right")));
    expect(texts).toContain(nameToDraw(name));
  });
});

test("[GR6] a name is drawn as one short line", () => {
  expect(nameToDraw("x".repeat(10_000))).toBe(`${"x".repeat(60)}…`);
  expect(nameToDraw(" a\u0000\n\tb ")).toBe("a b");
  expect(nameToDraw("\uD800\u202E")).toBe("no name");
  expect(nameToDraw("🦜".repeat(61))).toBe(`${"🦜".repeat(60)}…`);
});
