import type { GraphEdge, GraphNode, RunGraph } from "../../graph";
import type { CompiledNotebook, Definition } from "../../notebook";

/**
 * What a notebook would run, as far as its text tells: tables and what they read, and in the box of each flow what that alone
 * comes to. A flow that has all of it in its box is the run itself, and not drawn.
 */
export function graphOfNotebook({ definitions }: Pick<CompiledNotebook, "definitions">): RunGraph {
  const known = new Set(definitions.map(({ name }) => name));
  const boxes = new Boxes(definitions);
  const outermost = definitions.filter(({ name }) => boxes.of(name) === undefined);
  const [only] = outermost;
  const whole =
    outermost.length === 1 && definitions.length > 1 && only?.kind === "flow" ? only.name : undefined;

  const nodes = definitions
    .filter(({ name }) => name !== whole)
    .map((definition): GraphNode => {
      const { name, cell } = definition;
      const parent = boxes.of(name);
      return {
        ...{ id: name, label: name, kind: kindOf(definition), cell, count: 0, states: [] },
        ...(parent !== undefined && parent !== whole && { parent }),
      };
    });
  const edges = definitions.flatMap(({ name, uses }) =>
    uses
      .filter((used) => known.has(used) && name !== whole && boxes.of(used) !== name)
      .map((used): GraphEdge => ({ from: used, to: name, kind: "data" })),
  );
  return { nodes, edges };
}

/** What a definition is in a graph; one that is no longer there was a task. */
export function kindOf(definition: Definition | undefined): GraphNode["kind"] {
  // Not by the notebook's own word: its folder is more than a home page loads.
  const kind = definition?.kind ?? "task";
  return kind === "flow" || kind === "task" ? kind : "table";
}

/** The boxes that definitions are in. */
class Boxes {
  readonly #users = new Map<string, Definition[]>();
  readonly #boxes = new Map<string, string | undefined>();

  constructor(definitions: readonly Definition[]) {
    for (const definition of definitions)
      for (const used of definition.uses) {
        const users = this.#users.get(used);
        if (users) users.push(definition);
        else this.#users.set(used, [definition]);
      }
  }

  /** The innermost flow by which all that uses a definition comes to it; undefined where it is used otherwise, too. */
  of(name: string): string | undefined {
    if (this.#boxes.has(name)) return this.#boxes.get(name);
    // Flows that come to each other are in no box.
    this.#boxes.set(name, undefined);
    const ways = [...(this.#flowsTo(name) ?? [])].map((flow) => this.#wayUp(flow));
    const box = ways[0]?.find((flow) => ways.every((way) => way.includes(flow)));
    this.#boxes.set(name, box);
    return box;
  }

  #wayUp(flow: string): readonly string[] {
    const way = [flow];
    for (let box = this.of(flow); box !== undefined && !way.includes(box); box = this.of(box)) way.push(box);
    return way;
  }

  /** The first flows on all ways up; undefined where a way ends without one. */
  #flowsTo(name: string): ReadonlySet<string> | undefined {
    const flows = new Set<string>();
    const seen = new Set([name]);
    for (const one of seen) {
      const users = (this.#users.get(one) ?? []).filter((user) => user.name !== name);
      if (users.length === 0) return one === name ? flows : undefined;
      for (const user of users)
        if (user.kind === "flow") flows.add(user.name);
        else seen.add(user.name);
    }
    return flows;
  }
}
