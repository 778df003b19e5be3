import { RunnelError } from "../../base";
import {
  AllowFailure,
  DEFAULT,
  INPUTS,
  TASK_SOURCE,
  Unmapped,
  type CachePolicy,
  type DataCell,
  type RowsInput,
  type TaskOptions,
} from "../../engine";
import { currentContext } from "../ambient";
import { makeTask } from "../task";
import type { Submittable, Task } from "../task-types";
import { assertIsParameter } from "./given-rows";
import { catalogueTask, inputOf, isPlainObject, tableIn, tableOf } from "./inputs";
import { Table, dataPort, signal } from "./table";

type Named = Readonly<Record<string, unknown>>;

/** What a compiled notebook says of an SQL cell. */
export interface SqlCell {
  readonly name: string;
  readonly text: string;
  /** What the text names of other cells, tables as a rule; all of it comes before this one in the module. */
  readonly inputs: () => Readonly<Record<string, unknown>>;
  /** The tables of the catalogue that the text names. */
  readonly catalogue?: readonly string[];
  /** The names of `$parameters` in the text. */
  readonly parameters: readonly string[];
  /** What of its text makes its rows others each time: it is made anew in each run. */
  readonly changing?: string;
  readonly options: Readonly<Record<string, string>>;
  /** Changes when the text does. */
  readonly source: string;
}

/** An SQL cell as a task: called with its parameters, it finds its tables by itself. */
export interface SqlTask extends Task<[parameters?: Named], Table> {
  /** The same task with some of its tables given, also such that are no cells. */
  withInputs(inputs: Readonly<Record<string, Submittable<Table | RowsInput>>>): SqlTask;
}

/** Makes the task of an SQL cell: its parameters are its tables, then those of its text. */
export function sqlTask(cell: SqlCell, given: Named = {}): SqlTask {
  const inputs = cell.inputs();
  // Of one that is given no cell need have the name.
  const tables = [...new Set([...Object.keys({ ...inputs, ...given }), ...(cell.catalogue ?? [])])];
  const fn = async (...args: readonly unknown[]) => {
    // Before the first wait: in a browser the run around is gone after it.
    const [data, stop, isTold] = [dataPort(), signal(), keepsWithEvents()];
    const bound = tables.map(
      async (name, index) => [name, await tableIn(name, args[index], inputs[name])] as const,
    );
    const given = cell.parameters
      .map((name, index) => [name, args[tables.length + index]] as const)
      .filter(([, value]) => value !== undefined);
    const { name, text } = cell;
    for (const [parameter, value] of given) assertIsParameter(value, `$${parameter} of “${name}”`);
    const query = {
      name,
      text,
      tables: Object.fromEntries(await Promise.all(bound)),
      parameters: Object.fromEntries(given),
      ...(isTold && { ahead: true as const }),
    };
    return new Table(await data.query(query, stop));
  };
  const names = [...tables, ...cell.parameters.map((name) => `$${name}`)];
  // Within a run, and its retries, all who read it see the same rows.
  const cachePolicy = cell.changing === undefined ? INPUTS.plus(TASK_SOURCE) : DEFAULT;
  const handle = makeTask({
    options: cellOptions(cell.name, cachePolicy),
    fn,
    origin: {
      definition: cell.name,
      isPrompt: true,
      source: cell.source,
      parameters: names.map((name) => ({ name, kind: "required" })),
    },
    prepare: ([parameters], isMap) => {
      for (const one of isMap && Array.isArray(parameters) ? (parameters as unknown[]) : [parameters])
        checkNames(cell, one);
      // What stands for one table may itself be a list of rows, which a map must not go through.
      const whole = (value: unknown) => (isMap ? new Unmapped(value) : value);
      return [
        ...tables.map((name) =>
          whole(
            given[name] ??
              (name in inputs ? inputOf(name, inputs[name]) : new AllowFailure(tableOf(catalogueTask(name)))),
          ),
        ),
        ...cell.parameters.map((name) => valueOf(parameters, name)),
      ];
    },
  });
  return Object.assign(handle, {
    withInputs: (more: Named) => sqlTask(cell, { ...given, ...more }),
  }) as SqlTask;
}

/** Makes the task of a data cell; `hash` changes when its rows do. */
export function dataTask({ hash, ...cell }: DataCell & { readonly hash: string }): Task<[], Table> {
  const fn = async () => new Table(await dataPort().readCell(cell, signal()));
  return makeTask({
    options: cellOptions(cell.name, TASK_SOURCE),
    fn,
    origin: { definition: cell.name, isPrompt: true, source: hash, parameters: [] },
    prepare: ([given]) => {
      checkNames({ ...cell, parameters: [] }, given);
      return [];
    },
  }) as Task<[], Table>;
}

function cellOptions(name: string, cachePolicy: CachePolicy): TaskOptions {
  return { name, cachePolicy, persistResult: true };
}

/** Throws unless a call's parameters are values under names that the query has. */
function checkNames({ name, parameters }: Pick<SqlCell, "name" | "parameters">, given: unknown): void {
  if (given === undefined) return;
  const words = parameters.map((one) => `$${one}`).join(", ") || "none";
  const advice = `Its parameters: ${words}. Give them by name, as in ${name}({ ${parameters[0] ?? "city"}: … }).`;
  if (!isPlainObject(given))
    throw new RunnelError(
      "sql/bad-parameter",
      typeof given === "function"
        ? `“${name}” is a table: write (await (await ${name}()).toArray()).map`
        : `“${name}” takes its parameters as one object. ${advice}`,
    );
  const unknown = Object.keys(given).find((key) => !parameters.includes(key));
  if (unknown !== undefined)
    throw new RunnelError("sql/unknown-parameter", `“${name}” has no parameter $${unknown}. ${advice}`);
  // It would not get to the query.
  const odd = Object.entries(given).find(
    ([, value]) => typeof value === "function" || typeof value === "symbol",
  );
  if (odd)
    throw new RunnelError(
      "sql/bad-parameter",
      `$${odd[0]} of “${name}” cannot be a ${typeof odd[1]}: give a value, or an array of values.`,
    );
}

/** A parameter's value; of a list of parameters, as `map` takes it, the list of values. */
function valueOf(parameters: unknown, name: string): unknown {
  if (Array.isArray(parameters)) return (parameters as readonly Named[]).map((one) => one[name]);
  return (parameters as Named | undefined)?.[name];
}

/**
 * Whether the result goes where the run's events go, and so is there only once the table's record is. A flow's own storage has it at
 * once: a tab that dies then must not leave a result there of which no rows are kept, and which would be served ever after.
 */
function keepsWithEvents(): boolean {
  const context = currentContext();
  return context?.results.storage === context?.core.storage;
}
