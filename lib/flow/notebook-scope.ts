import type { TaskOrigin } from "../engine";
import { bind, currentContext, restore } from "./ambient";
import { dataTask, sqlTask } from "./data/cells";
import { isFlow, isTask, remade, type Runnable } from "./definitions";
import { makeTask } from "./task";

/** What one notebook's module defines. */
export interface NotebookModule {
  /** What the module finds as `globalThis.runnel`, beside the authoring API: the machinery of compiled code. */
  readonly machinery: Readonly<Record<string, unknown>>;
  /** The flow or task of that name. */
  get(name: string): Runnable | undefined;
  /** Defines a task of that name that only throws, in place of one that could not be loaded. */
  fail(name: string, error: unknown): void;
}

/** Makes the place in which the definitions of a notebook's module gather when it is loaded. */
export function notebookModule(): NotebookModule {
  const defined = new Map<string, Runnable>();
  const keep = <T>(name: string, value: T): T => {
    if (isTask(value) || isFlow(value)) defined.set(name, value);
    return value;
  };
  const define = <T>(name: string, value: T, source: string) => {
    const origin: TaskOrigin = { definition: name, isPortable: true, source };
    return keep(name, remade(value, origin));
  };
  const machinery = {
    $define: define,
    $sql: (cell: Parameters<typeof sqlTask>[0]) => keep(cell.name, sqlTask(cell)),
    $data: (cell: Parameters<typeof dataTask>[0]) => keep(cell.name, dataTask(cell)),
    $save: currentContext,
    $restore: restore,
    $bind: bind,
  };
  return {
    machinery,
    get: (name) => defined.get(name),
    fail(name, error) {
      const failing = makeTask({
        options: { name },
        fn: () => {
          throw error;
        },
        origin: { definition: name, parameters: [] },
      });
      defined.set(name, failing);
    },
  };
}
