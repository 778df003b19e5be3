import type { GroupFold } from "./group-fold";

/** What one group's task runs had of another's: a value, or only that it came first (`waitFor`). */
export interface Edge {
  readonly from: GroupFold;
  readonly to: GroupFold;
  readonly kind: "data" | "order";
  /** The position in the log at which it was first seen. */
  readonly born: number;
  /** How many inputs it stands for. */
  count: number;
}

/** The edges between groups, each once. */
export class Edges {
  readonly #byEnds = new Map<GroupFold, Map<GroupFold, { data?: Edge; order?: Edge }>>();
  readonly #all: Edge[] = [];

  add(position: number, from: GroupFold, to: GroupFold, kind: Edge["kind"]): void {
    const ends = this.#byEnds.get(from) ?? new Map<GroupFold, { data?: Edge; order?: Edge }>();
    this.#byEnds.set(from, ends);
    const known = ends.get(to) ?? {};
    ends.set(to, known);
    const edge = (known[kind] ??= this.#push({ from, to, kind, born: position, count: 0 }));
    edge.count++;
  }

  before(position: number): readonly Edge[] {
    return this.#all.filter(({ born }) => born < position);
  }

  #push(edge: Edge): Edge {
    this.#all.push(edge);
    return edge;
  }
}
