import { RunnelError } from "../../base";
import { NO_CACHE, isPlain, submitTask, type Future, type RowsInput, type TaskHandle } from "../../engine";
import { isTask, taskRef } from "../definitions";
import { makeTask, surroundings } from "../task";
import type { Task } from "../task-types";
import { Table, answered } from "./table";
import { fromRows } from "./tables";

/** What a query has for a name of another cell: its table, or the rows that stand there, as a task's of their own. */
export function inputOf(name: string, value: unknown): unknown {
  if (isTask(value)) return tableOf(value);
  // What is none is told by the query's own run, so that the others go on.
  return isRows(value) ? tableOf(rowsTask(name, value)) : undefined;
}

/**
 * The table that an argument is; where there is none, as `value` gives none, it says what that is. Throws the upstream's
 * error.
 */
export async function tableIn(name: string, given: unknown, value: unknown): Promise<Table> {
  const argument = given === undefined && !isTask(value) ? value : given;
  if (argument instanceof Table) return argument;
  if (argument instanceof Error) throw argument;
  if (isRows(argument)) return await fromRows(argument, name);
  throw new RunnelError(
    "sql/not-a-table",
    `“${name}” is ${kindText(argument)}, which no query can read. Make it a list of rows, as in [{ city: "Rome" }], or a task that returns one.`,
  );
}

const catalogueTasks = new Map<string, TaskHandle>();

/** The task that gives a table of the catalogue. It always runs: what is kept under the name now is what counts. */
export function catalogueTask(name: string): TaskHandle {
  const known =
    catalogueTasks.get(name) ??
    makeTask({
      options: { name, cachePolicy: NO_CACHE },
      fn: async () => await answered((data, stop) => data.readTable(name, stop)),
      origin: { parameters: [] },
    });
  catalogueTasks.set(name, known);
  return known;
}

const rowsTasks = new WeakMap<object, TaskHandle>();

/** The task that makes a table of the rows that a cell defines. */
function rowsTask(name: string, rows: RowsInput): TaskHandle {
  const known =
    rowsTasks.get(rows) ??
    makeTask({
      options: { name, cachePolicy: NO_CACHE },
      fn: () => fromRows(rows, name),
      origin: { parameters: [] },
    });
  rowsTasks.set(rows, known);
  return known;
}

/** Submits cells, with all that they need, and gives their tables: each cell runs once in a flow. */
export function submitCells(cells: readonly TaskHandle[]): unknown[] {
  return cells.map((cell) => tableOf(cell));
}

/** Runs of cells that others asked for, by the attempt of the flow that they belong to. */
const shared = new WeakMap<object, Map<TaskHandle, Future>>();

/** The table of another cell: each cell runs once for all that name it in one flow. */
export function tableOf(cell: TaskHandle): unknown {
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

/** Whether it is rows as `fromRows` takes them: an object each, or an array a column. */
function isRows(value: unknown): value is RowsInput {
  if (Array.isArray(value)) return value.every(isPlainObject);
  return isPlainObject(value) && Object.keys(value).length > 0 && Object.values(value).every(Array.isArray);
}

/** Whether it is an object and nothing more. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && isPlain(value);
}

function kindText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list of values that are no rows";
  if (typeof value === "string") return "text";
  if (typeof value === "object") return isPlainObject(value) ? "an object" : `a ${value.constructor.name}`;
  return `a ${typeof value}`;
}
