import { grouped } from "../base";
import { nameToDraw, type GraphNode, type RunGraph } from "./graph";
import { nestingOf } from "./nesting";
import type { Direction } from "./placed";
import { stateColour, stateText } from "./state-text";

/** The whole graph as a flowchart of Mermaid, all boxes open. Whatever names say is text in it. */
export function mermaidOf(graph: RunGraph, direction: Direction): string {
  const flows = new Set(graph.nodes.map(({ parent }) => parent).filter((parent) => parent !== undefined));
  const { inside, edges, left } = nestingOf(graph, flows);
  const drawn = [...inside.values()].flat();
  const ids = new Map(drawn.map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string) => ids.get(id) ?? "";

  const write = (level: string | undefined, indent: string): string[] =>
    (inside.get(level) ?? []).flatMap((node) => {
      const label = quoted(labelOf(node));
      if (!inside.has(node.id)) return [`${indent}${idOf(node.id)}${shapes[node.kind](label)}`];
      return [
        `${indent}subgraph ${idOf(node.id)}[${label}]`,
        ...write(node.id, `${indent}  `),
        `${indent}end`,
      ];
    });
  const lines = edges.map(({ from, to, kind, label }) => {
    const arrow = kind === "data" ? "-->" : "-.->";
    return `  ${idOf(from)} ${arrow}${label === undefined ? "" : `|${quoted(label)}|`} ${idOf(to)}`;
  });
  const looks = [...grouped(drawn, ({ states }) => states[0]?.type)].flatMap(([type, nodes]) => {
    const colour = type && stateColour[type];
    if (!colour) return [];
    return [
      `  classDef ${type} stroke:${colour},stroke-width:2px`,
      `  class ${nodes.map(({ id }) => idOf(id)).join(",")} ${type}`,
    ];
  });
  const head = `flowchart ${direction === "right" ? "LR" : "TB"}`;
  const rest = left > 0 ? [`  %% ${left} more are not drawn`] : [];
  return `${[head, ...write(undefined, "  "), ...lines, ...looks, ...rest].join("\n")}\n`;
}

function labelOf(node: GraphNode): string {
  const many = node.count > 1 ? ` × ${node.count.toLocaleString("en")}` : "";
  const states = stateText(node);
  return `${nameToDraw(node.label)}${many}${states === "" ? "" : `, ${states}`}`;
}

const shapes: Readonly<Record<GraphNode["kind"], (label: string) => string>> = {
  task: (label) => `[${label}]`,
  flow: (label) => `[[${label}]]`,
  table: (label) => `[(${label})]`,
  value: (label) => `([${label}])`,
};

/** Text in quotes: all but letters, digits and the plainest signs as codes, so that nothing of it can mean anything. */
function quoted(text: string): string {
  const coded = nameToDraw(text, 200).replace(
    /[^\p{L}\p{N} _.,()×✓✕-]/gu,
    (letter) => `#${letter.codePointAt(0)};`,
  );
  return `"${coded}"`;
}
