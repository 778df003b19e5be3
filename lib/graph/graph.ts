import type { StateType } from "../engine";

/** A run, or a notebook before it: what is in it, and what goes from one to the other. */
export interface RunGraph {
  /** Those of a box and those outside of it in the order in which they came to be. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly kind: "task" | "flow" | "table" | "value";
  /** The box that it is in: the id of a flow. */
  readonly parent?: string;
  /** How many runs it stands for; 0 before the first. */
  readonly count: number;
  /** Those runs by their states, the state that says most first. */
  readonly states: readonly GraphState[];
  /** Of a flow, how many task runs failed in it, whatever became of the flow itself; absent: none. */
  readonly failedBelow?: number;
  /** The cell that it comes from. */
  readonly cell?: string;
  /** Milliseconds from its first start to its last end; absent while it is under way. */
  readonly ms?: number;
  /** A short remark: "changed since the last run". */
  readonly note?: string;
}

export interface GraphState {
  readonly type: StateType;
  readonly name: string;
  readonly count: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Whether one takes what the other gave, or only waits for it. */
  readonly kind: "data" | "order";
  /** What goes along it: "2,999,844 rows × 6". */
  readonly label?: string;
  /** More of that: the columns. */
  readonly detail?: string;
}

/** Characters of a name that are drawn. */
const longestName = 60;

/** A name as one short line, whatever it is: to be drawn, read out or exported. */
export function nameToDraw(name: string, longest = longestName): string {
  const line = name
    .slice(0, 4 * longest)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  const letters = Array.from(line);
  if (letters.length === 0) return "no name";
  const isWhole = letters.length <= longest && name.length <= 4 * longest;
  return isWhole ? line : `${letters.slice(0, longest).join("")}…`;
}
