import {
  AllowFailure,
  INPUTS,
  NO_CACHE,
  TASK_SOURCE,
  submitTask,
  type CachePolicy,
  type DataCell,
  type Future,
  type TaskHandle,
  type TaskOptions,
} from "../../engine";
import { taskRef } from "../definitions";
import { makeTask, surroundings } from "../task";
import type { Submittable, Task } from "../task-types";
import { Table, dataPort, signal } from "./table";

type Named = Readonly<Record<string, unknown>>;

/** What a compiled notebook says of an SQL cell. */
export interface SqlCell {
  readonly name: string;
  readonly text: string;
  /** The cells whose tables the text names; all of them come before this one in the module. */
  readonly inputs: () => Readonly<Record<string, TaskHandle>>;
  /** The tables of the catalogue that the text names. */
  readonly catalogue?: readonly string[];
  /** The names of `$parameters` in the text. */
  readonly parameters: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  /** Changes when the text does. */
  readonly source: string;
}

/** An SQL cell as a task: called with its parameters, it finds its tables by itself. */
export interface SqlTask extends Task<[parameters?: Named], Table> {
  /** The same task with some of its tables given. */
  withInputs(inputs: Readonly<Record<string, Submittable<Table>>>): SqlTask;
}

/** Makes the task of an SQL cell: its parameters are its tables, then those of its text. */
export function sqlTask(cell: SqlCell, given: Named = {}): SqlTask {
  const inputs = cell.inputs();
  const { catalogue = [] } = cell;
  const tables = [...Object.keys(inputs), ...catalogue];
  const fn = async (...args: readonly unknown[]) => {
    const bound = Object.fromEntries(tables.map((name, index) => [name, tableIn(args[index])]));
    const values = cell.parameters.map((name, index) => [name, args[tables.length + index]] as const);
    const { text, name } = cell;
    return new Table(
      await dataPort().query({ text, name, tables: bound, parameters: Object.fromEntries(values) }, signal()),
    );
  };
  const names = [...tables, ...cell.parameters.map((name) => `$${name}`)];
  const handle = makeTask({
    options: cellOptions(cell.name, INPUTS.plus(TASK_SOURCE)),
    fn,
    origin: {
      definition: cell.name,
      source: cell.source,
      parameters: names.map((name) => ({ name, kind: "required" })),
    },
    prepare: ([parameters]) => [
      ...Object.keys(inputs).map((name) => given[name] ?? tableOf(inputs[name])),
      ...catalogue.map((name) => given[name] ?? new AllowFailure(tableOf(catalogueTask(name)))),
      ...cell.parameters.map((name) => valueOf(parameters, name)),
    ],
  });
  return Object.assign(handle, {
    withInputs: (more: Named) => sqlTask(cell, { ...given, ...more }),
  }) as SqlTask;
}

/** The table that an argument is, or throws why it is none: the cell itself then says what is missing. */
function tableIn(argument: unknown): Table {
  if (argument instanceof Table) return argument;
  throw argument;
}

const catalogueTasks = new Map<string, TaskHandle>();

/** The task that gives a table of the catalogue. It always runs: what is kept under the name now is what counts. */
function catalogueTask(name: string): TaskHandle {
  const known =
    catalogueTasks.get(name) ??
    makeTask({
      options: { name, cachePolicy: NO_CACHE },
      fn: async () => new Table(await dataPort().readTable(name, signal())),
      origin: { parameters: [] },
    });
  catalogueTasks.set(name, known);
  return known;
}

/** Makes the task of a data cell; `hash` changes when its rows do. */
export function dataTask({ hash, ...cell }: DataCell & { readonly hash: string }): Task<[], Table> {
  const fn = async () => new Table(await dataPort().readCell(cell, signal()));
  return makeTask({
    options: cellOptions(cell.name, TASK_SOURCE),
    fn,
    origin: { definition: cell.name, source: hash, parameters: [] },
  }) as Task<[], Table>;
}

function cellOptions(name: string, cachePolicy: CachePolicy): TaskOptions {
  return { name, cachePolicy, persistResult: true };
}

/** A parameter's value; of a list of parameters, as `map` takes it, the list of values. */
function valueOf(parameters: unknown, name: string): unknown {
  if (Array.isArray(parameters)) return (parameters as readonly Named[]).map((one) => one[name]);
  return (parameters as Named | undefined)?.[name];
}

/** Submits cells, with all that they need, and gives their tables: each cell runs once in a flow. */
export function submitCells(cells: readonly TaskHandle[]): unknown[] {
  return cells.map((cell) => tableOf(cell));
}

/** Runs of cells that others asked for, by the attempt of the flow that they belong to. */
const shared = new WeakMap<object, Map<TaskHandle, Future>>();

/** The table of another cell: each cell runs once for all that name it in one flow. */
function tableOf(cell: TaskHandle | undefined): unknown {
  if (!cell) return undefined;
  const context = surroundings();
  const attempt = context.flow?.submissions;
  const ref = taskRef(cell);
  if (!attempt) return submitTask(context, ref, []);
  const futures = shared.get(attempt) ?? new Map<TaskHandle, Future>();
  shared.set(attempt, futures);
  const known = futures.get(cell) ?? (cell as Task<[], Table>).submit();
  futures.set(cell, known);
  return known;
}
