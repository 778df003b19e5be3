import { messageOf, type Clock, type FlowRunId } from "../base";
import {
  createEngine,
  memoryStorage,
  type CacheDecision,
  type DataCell,
  type DataPort,
  type Storage,
  type TaskHandle,
} from "../engine";
import { flow, sandbox, task } from "../flow";

/** Something that a notebook defines, as far as it can be gone through without its author's code. */
export type DryDefinition =
  /** A query; `reads` are the names in its text that the notebook defines. */
  | {
      readonly kind: "sql";
      readonly cell: Omit<sandbox.SqlCell, "inputs">;
      readonly reads: readonly string[];
    }
  /** A data cell; `source` is the hash of its definition. */
  | { readonly kind: "data"; readonly cell: DataCell; readonly source: string }
  /** Whatever code makes: what it gives is known only where a result lies under that key. */
  | { readonly kind: "code"; readonly name: string; readonly key?: string };

export interface DryPorts {
  /** Where the notebook's results are: nothing is written there. */
  readonly storage: Storage;
  /** Gives tables of the lineage that they would have, and makes none. */
  readonly data: Pick<DataPort, "query" | "readCell" | "readTable" | "fromRows">;
  readonly clock: Clock;
  /** The run that it would be a retry of. */
  readonly retryOf?: FlowRunId | undefined;
}

/** What would become of a definition, or of a table of the catalogue that one of them reads. */
export interface Foreseen {
  readonly name: string;
  /** How it would be decided whether it executes; absent where that depends on what only a run can tell. */
  readonly decision?: Omit<CacheDecision, "taskRunId">;
  /** Why it would fail, where that shows already: of a file that is not there, for instance. */
  readonly problem?: string;
}

/**
 * Goes through what a run of these definitions would do, and makes nothing: the same tasks in the same engine look for their
 * results under the same keys, and where one would execute, the table has the lineage that it would have.
 */
export async function dryRun(
  definitions: readonly DryDefinition[],
  { storage, data, clock, retryOf }: DryPorts,
): Promise<readonly Foreseen[]> {
  const engine = createEngine({
    clock,
    storage: unwritten(storage),
    data: { ...noRows, ...data },
    enter: (context, step) => sandbox.withContext(context, step),
  });
  const handles = handlesOf(definitions);
  const plan = flow({ name: "plan" }, () => sandbox.submitCells([...handles.values()]));
  const run = await engine.start(sandbox.refOf(plan), [], { retryOf }).done;
  const decisions = new Map(
    run.events.flatMap((event) =>
      event.type === "cache" ? [[event.decision.taskRunId, event.decision]] : [],
    ),
  );
  const isCode = new Set(definitions.flatMap((one) => (one.kind === "code" ? [one.name] : [])));
  return run.taskRuns.map(({ id, definition, taskName, state }): Foreseen => {
    const name = definition ?? taskName;
    const decision = decisions.get(id);
    return {
      name,
      ...(decision && { decision }),
      ...(state.isFailed() && !isCode.has(name) && { problem: messageOf(state.data) }),
    };
  });
}

/** The tasks of definitions, each made after those that it reads, as in the notebook's module. */
function handlesOf(definitions: readonly DryDefinition[]): ReadonlyMap<string, TaskHandle> {
  const made = new Map<string, TaskHandle>();
  const known = new Map(definitions.map((one) => [one.kind === "code" ? one.name : one.cell.name, one]));
  const handleOf = (name: string): TaskHandle => {
    const handle = made.get(name) ?? make(name, known.get(name));
    made.set(name, handle);
    return handle;
  };
  const make = (name: string, definition: DryDefinition | undefined): TaskHandle => {
    switch (definition?.kind) {
      case "sql": {
        const inputs = Object.fromEntries(definition.reads.map((one) => [one, handleOf(one)]));
        return sandbox.sqlTask({ ...definition.cell, inputs: () => inputs });
      }
      case "data":
        return sandbox.dataTask({ ...definition.cell, hash: definition.source });
      default:
        return unforeseen(name, definition?.key);
    }
  };
  for (const name of known.keys()) handleOf(name);
  return made;
}

/** A task in the place of code: it gives what lies under its key, and else fails, so that what needs it stays undecided. */
function unforeseen(name: string, key: string | undefined): TaskHandle {
  const kept = key === undefined ? {} : { cacheKeyFn: () => key, persistResult: true };
  return task({ name, ...kept }, () => {
    throw new Error(`What ${name} gives is known when it has run.`);
  });
}

/** The storage as it is, with what is written on top, which goes with this. */
function unwritten(storage: Storage): Storage {
  const own = memoryStorage();
  return { ...own, read: async (key) => (await own.read(key)) ?? (await storage.read(key)) };
}

const refused = () => Promise.reject(new Error("A plan has no rows."));

const noRows = {
  readFile: refused,
  rows: refused,
  texts: refused,
  encode: refused,
  load: refused,
  download: refused,
} satisfies Partial<DataPort>;
