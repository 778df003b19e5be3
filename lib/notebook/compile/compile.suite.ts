import type { CellId } from "../../base";
import type { RunnableNotebook } from "../compiled";
import type { Notebook } from "../document";
import type { Cell } from "../kinds";
import type { CompileOptions } from "./compile";
import { createCompile } from "./with-typescript";

/** A notebook whose cells' ids are their places: "1", "2", … A text is a TypeScript cell. */
export function notebookOf(...cells: (string | Record<string, unknown>)[]): Notebook {
  const all = cells.map((cell, index) => {
    const content = typeof cell === "string" ? { kind: "ts", code: cell } : cell;
    return { options: {}, id: String(index + 1), ...content } as unknown as Cell;
  });
  return { title: "", settings: {}, cells: all };
}

export const sql = (name: string, code: string, options = {}) => ({ kind: "sql", name, code, options });
export const csv = (name: string, text: string, options = {}) => ({
  kind: "data",
  name,
  format: "csv",
  source: { type: "inline", text },
  options,
});

export const compile = (notebook: Notebook, options: CompileOptions): RunnableNotebook =>
  createCompile(options)(notebook);

const api = ["flow", "task", "sql", "tags", "expose", "current", "log", "pause"];

export const compiled = (...cells: (string | Record<string, unknown>)[]): RunnableNotebook =>
  compile(notebookOf(...cells), { api });

export const cellOf = (result: RunnableNotebook, number: number) => result.cells[String(number) as CellId]!;

/** `line:column code message` of a cell's problems. */
export const problemsOf = (result: RunnableNotebook, number: number): string[] =>
  cellOf(result, number).problems.map((one) => `${one.line}:${one.column} ${one.code}`);

/** What a module says of itself when it runs on a toy machinery. */
export interface Trace {
  readonly defined: Record<string, { name: string; source: string }>;
  readonly tables: Record<string, { inputs?: () => Record<string, unknown> } & Record<string, unknown>>;
  exposed: Record<string, unknown>;
}

/** An ambient context, as an engine without AsyncLocalStorage keeps it. */
export interface Ambient {
  readonly current: () => unknown;
  /** Calls a function in a context, and is back in its own when the call returns. */
  readonly run: <T>(context: unknown, fn: () => T) => T;
}

/** Loads a module as a worker does. `extra` are further names of the authoring API. */
export async function load(
  module: string,
  extra: Record<string, unknown> = {},
): Promise<Trace & { ambient: Ambient; url: string }> {
  const trace: Trace = { defined: {}, tables: {}, exposed: {} };
  let context: unknown;
  const ambient: Ambient = {
    current: () => context,
    run(next, fn) {
      const before = context;
      context = next;
      try {
        return fn();
      } finally {
        context = before;
      }
    },
  };
  const table = (one: Trace["tables"][string]) => (trace.tables[String(one.name)] = one);
  const make =
    (kind: string) =>
    (...args: unknown[]) => ({ kind, fn: args.at(-1), withOptions: () => make(kind)(...args) });
  const runnel = {
    task: make("task"),
    flow: make("flow"),
    expose: (values: Record<string, unknown>) => (trace.exposed = { ...trace.exposed, ...values }),
    current: ambient.current,
    $define: (name: string, made: unknown, source: string) => (
      (trace.defined[name] = { name, source }),
      made
    ),
    $sql: table,
    $data: table,
    $save: () => context,
    $restore: (saved: unknown, value: unknown) => ((context = saved), value),
    $bind: (fn: unknown) => {
      const saved = context;
      return typeof fn === "function"
        ? (...args: unknown[]) => ambient.run(saved, () => Reflect.apply(fn, undefined, args) as unknown)
        : fn;
    },
    ...extra,
  };
  // As the app does: a file that was tested before in this process may have left another.
  Object.defineProperty(globalThis, "runnel", { value: runnel, configurable: true });
  const url = `data:text/javascript,${encodeURIComponent(`${module}\n//${loads++}`)}`;
  try {
    await import(/* @vite-ignore */ url);
  } finally {
    Reflect.deleteProperty(globalThis, "runnel");
  }
  return { ...trace, exposed: trace.exposed, ambient, url };
}

let loads = 0;
