import { sha256 } from "../../base";
import type { Definition, Parameter } from "../compiled";
import { type Graph, reach } from "./graph";
import type { Names } from "./names";
import type { CellReading, Maker } from "./reading";

/** A definition, and where in its cell's code it is made: nowhere for a table. */
export interface Defined {
  readonly reading: CellReading;
  readonly definition: Definition;
  readonly maker?: Maker;
}

export interface Definitions {
  readonly all: readonly Defined[];
  /** The other top-level names that a name's own text comes to, each once. */
  uses(name: string): readonly string[];
  kindOf(name: string): string | undefined;
  /** The flows that no other definition comes to. */
  readonly main: readonly string[];
}

/** Finds what a notebook defines: what its author calls `task` or `flow` for, and its tables. */
export function findDefinitions(
  readings: readonly CellReading[],
  names: Names,
  api: ReadonlySet<string>,
): Definitions {
  const candidates = new Map<string, Omit<Defined, "definition">>();
  const functions = new Map<string, readonly Parameter[]>();
  for (const reading of readings) {
    if (reading.isTable) for (const name of reading.outputs.keys()) candidates.set(name, { reading });
    for (const maker of reading.script?.makers ?? []) candidates.set(maker.name, { reading, maker });
    for (const [name, parameters] of reading.script?.functions ?? []) functions.set(name, parameters);
  }

  const kindOf = (name: string, seen = new Set<string>()): string | undefined => {
    const candidate = candidates.get(name);
    if (!candidate || seen.has(name)) return undefined;
    const { reading, maker } = candidate;
    if (!maker) return reading.cell.kind;
    if (maker.from.type === "withOptions") return kindOf(maker.from.of, seen.add(name));
    const { callee } = maker.from;
    /** A cell that defines a `task` of its own means that one. */
    const isApi = api.has(callee) && names.ownersOf(callee).length === 0;
    return isApi && (callee === "task" || callee === "flow") ? callee : undefined;
  };
  /** Called for names that have a kind, so the chain of `withOptions` ends. */
  const parametersOf = (name: string): readonly Parameter[] => {
    const { reading, maker } = candidates.get(name) ?? {};
    if (!maker)
      return (reading?.parameters ?? []).map((parameter) => ({ name: parameter, hasDefault: false }));
    if (maker.from.type === "withOptions") return parametersOf(maker.from.of);
    return typeof maker.from.fn === "string" ? (functions.get(maker.from.fn) ?? []) : maker.from.fn;
  };

  const sources = new Sources(readings, names);
  const all = [...candidates].flatMap(([name, { reading, maker }]): Defined[] => {
    const kind = kindOf(name);
    if (!kind) return [];
    const parameters = parametersOf(name);
    const definition = {
      name,
      kind,
      cell: reading.cell.id,
      parameters,
      uses: sources.first(name, (other) => kindOf(other) !== undefined),
      line: maker?.line ?? 1,
      source: sources.hash(name),
    };
    return [{ reading, definition, ...(maker && { maker }) }];
  });
  return {
    all,
    uses: (name) => sources.named(name),
    kindOf: (name) => kindOf(name),
    main: mainFlows(
      all.map(({ definition }) => definition),
      sources.graph,
    ),
  };
}

/** Of flows that come to each other, the first counts. */
function mainFlows(definitions: readonly Definition[], graph: Graph<string>): string[] {
  const reached = definitions.map(({ name }) => reach(graph, name));
  return definitions
    .filter(({ kind }) => kind === "flow")
    .filter((flow) => {
      const index = definitions.indexOf(flow);
      return !definitions.some(
        ({ name }, other) =>
          other !== index && reached[other]?.has(flow.name) && (other < index || !reached[index]?.has(name)),
      );
    })
    .map(({ name }) => name);
}

/** What each top-level name's definition says, and which others it comes to. */
class Sources {
  readonly graph: Graph<string>;
  readonly #own = new Map<string, string>();

  constructor(readings: readonly CellReading[], names: Names) {
    const texts = new Map<string, string[]>();
    const graph = new Map<string, string[]>();
    for (const reading of readings)
      for (const { declares, uses, meaning } of reading.statements) {
        const used = [...uses.keys()].flatMap((name) => names.resolve(reading, name) ?? []);
        /** `lookup.set(…)` below `const lookup` is part of what `lookup` is. */
        const subjects =
          declares.size > 0 ? [...declares.keys()] : used.filter((name) => reading.outputs.has(name));
        for (const name of subjects) {
          texts.set(name, [...(texts.get(name) ?? []), meaning]);
          graph.set(name, [...(graph.get(name) ?? []), ...used]);
        }
      }
    for (const [name, all] of texts) this.#own.set(name, sha256(JSON.stringify(all)));
    this.graph = graph;
  }

  /** The other names that one's own text comes to, each once, in the order of their mention. */
  named(name: string): readonly string[] {
    return [...new Set(this.graph.get(name))].filter((other) => other !== name);
  }

  /** The first definitions on each way of such names. */
  first(name: string, isDefinition: (name: string) => boolean): readonly string[] {
    const found = new Set<string>();
    const seen = new Set([name]);
    const visit = (from: string): void => {
      for (const one of this.named(from)) {
        if (seen.has(one)) continue;
        seen.add(one);
        if (isDefinition(one)) found.add(one);
        else visit(one);
      }
    };
    visit(name);
    return [...found];
  }

  hash(name: string): string {
    const others = [...reach(this.graph, name)]
      .filter((other) => other !== name)
      .map((other) => this.#own.get(other));
    return sha256(JSON.stringify([this.#own.get(name), ...others.sort()]));
  }
}
