import { RunnelError, type CellId, type FlowRunId } from "../../base";
import type { Simulation, StateType } from "../../engine";
import { isTable, type CompiledNotebook, type Definition, type Notebook } from "../../notebook";
import type { Entry } from "../../runtime";

/** What a person asks to be run. */
export type RunTarget =
  | { readonly kind: "notebook" }
  /** `parameters` are values by name; one that is left out has its default. */
  | {
      readonly kind: "flow";
      readonly name: string;
      readonly parameters?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "cell"; readonly id: CellId }
  /**
   * What a run before ran, as far as the notebook still has it; `entry` is absent where that run does not say it. Of the retry of a
   * run, what completed there and is kept is not run again.
   */
  | {
      readonly kind: "again";
      readonly flowName: string;
      readonly entry?: Entry;
      readonly retryOf?: FlowRunId;
      /** Where that run was simulated, this one is, with the same settings. */
      readonly simulation?: Simulation;
    };

/** What to run for the retry of a run, of which its log says what was asked for. */
export function retryTarget(
  { id, flowName }: { readonly id: FlowRunId; readonly flowName: string },
  asked: {
    readonly entry?: Entry | undefined;
    readonly retryOf?: FlowRunId | undefined;
    readonly simulation?: Simulation | undefined;
  } = {},
): RunTarget {
  const { entry, retryOf = id, simulation } = asked;
  const same = { kind: "again", flowName, ...(entry && { entry }) } as const;
  // A simulated run keeps nothing that a retry could be served.
  return simulation ? { ...same, simulation } : { ...same, retryOf };
}

/**
 * What to run from a task run of a definition on: a table by itself; code by what its run ran, which calls it with what it was
 * given. `retry` is what the retry of that run would run.
 */
export function fromHere(name: string, definitions: readonly Definition[], retry: RunTarget): RunTarget {
  const table = definitions.find((one) => one.name === name && isTable(one));
  if (table) return { kind: "cell", id: table.cell };
  if (retry.kind !== "again") return retry;
  // What completed there runs again, too, where no cache has it.
  const { kind, flowName, entry, simulation } = retry;
  return { kind, flowName, ...(entry && { entry }), ...(simulation && { simulation }) };
}

/** What the sandbox is to run for that. Throws an error that says what is missing, where there is nothing to run. */
export function entryFor(target: RunTarget, notebook: Notebook, compiled: CompiledNotebook): Entry {
  switch (target.kind) {
    case "notebook":
      return notebookEntry(notebook, compiled);
    case "flow":
      return flowEntry(target.name, compiled, target.parameters);
    case "cell":
      return cellEntry(target.id, notebook, compiled);
    case "again":
      return entryAgain(target, notebook, compiled);
  }
}

function entryAgain(
  { flowName, entry }: Extract<RunTarget, { kind: "again" }>,
  notebook: Notebook,
  compiled: CompiledNotebook,
): Entry {
  const has = (name: string) => compiled.definitions.some((one) => one.name === name);
  switch (entry?.kind) {
    case "flow":
      return flowEntry(entry.name, compiled, entry.parameters);
    case "task": {
      const task = compiled.definitions.find(({ name }) => name === entry.name);
      if (!task || task.kind !== "task") throw gone(entry.name);
      if (!canRun(task)) throw needsArguments(task);
      return entry;
    }
    case "cells": {
      const names = entry.names.filter(has);
      if (names.length === 0) throw gone(entry.names.join(", "));
      return { ...entry, names };
    }
    case undefined:
      return has(flowName) ? flowEntry(flowName, compiled) : notebookEntry(notebook, compiled);
  }
}

function gone(names: string): RunnelError {
  return new RunnelError(
    "run/gone",
    `The notebook no longer defines ${names}, which that run ran: run what it has now.`,
  );
}

/** The notebook's own flow; without one that can run, all its tables that can. */
function notebookEntry(notebook: Notebook, compiled: CompiledNotebook): Entry {
  const [main] = compiled.main;
  if (main !== undefined) return flowEntry(main, compiled);
  const names = compiled.definitions.filter(isTable).map(({ name }) => name);
  const broken = notebook.cells.find(({ id }) => hasProblems(id, compiled));
  if (names.length === 0 && broken) throw problemError(broken.id, compiled);
  if (names.length === 0)
    throw new RunnelError(
      "run/nothing",
      "There is nothing to run yet: add a file or an SQL cell, or a flow in a TypeScript cell.",
    );
  return { kind: "cells", flowName: flowNameOf(notebook), names };
}

/** A notebook's title as a flow may be called: Prefect's names have none of these characters. */
function flowNameOf({ title }: Notebook): string {
  return title.replaceAll(/[/%&<>]/g, "-") || "notebook";
}

function cellEntry(id: CellId, notebook: Notebook, compiled: CompiledNotebook): Entry {
  if (hasProblems(id, compiled)) throw problemError(id, compiled);
  const own = compiled.definitions.filter((definition) => definition.cell === id);
  const flow = own.find(({ kind }) => kind === "flow");
  if (flow) return flowEntry(flow.name, compiled);
  const table = own.find(isTable);
  if (table) return { kind: "cells", flowName: table.name, names: [table.name] };
  const task = own.findLast((one) => one.kind === "task" && canRun(one));
  if (task) return { kind: "task", name: task.name };
  const [needy] = own;
  if (needy) throw needsArguments(needy);
  const kind = notebook.cells.find((cell) => cell.id === id)?.kind;
  throw new RunnelError(
    "run/nothing",
    kind === "ts"
      ? "This cell defines no task or flow: write `const name = task(async () => …)`, or a flow that calls your tasks."
      : "This cell has nothing to run.",
  );
}

function flowEntry(
  name: string,
  compiled: CompiledNotebook,
  parameters: Readonly<Record<string, unknown>> = {},
): Entry {
  const flow = compiled.definitions.find((one) => one.name === name && one.kind === "flow");
  if (!flow) throw new RunnelError("run/no-flow", `The notebook has no flow called “${name}”.`);
  const unknown = Object.keys(parameters).filter((given) =>
    flow.parameters.every((parameter) => parameter.name !== given),
  );
  if (unknown.length > 0)
    throw new RunnelError(
      "run/parameters",
      `The flow ${name} has no parameter called ${unknown.join(", ")} any more: give values for those that it has now.`,
    );
  const left = flow.parameters.filter((parameter) => !Object.hasOwn(parameters, parameter.name));
  if (left.some((parameter) => !parameter.hasDefault)) throw needsArguments({ ...flow, parameters: left });
  return { kind: "flow", name, parameters };
}

/** Whether a definition can be run by itself: it needs nothing that only its author can give. */
export function canRun(definition: Definition): boolean {
  return isTable(definition) || definition.parameters.every((parameter) => parameter.hasDefault);
}

function hasProblems(id: CellId, compiled: CompiledNotebook): boolean {
  return (compiled.cells[id]?.problems.length ?? 0) > 0;
}

function problemError(id: CellId, compiled: CompiledNotebook): RunnelError {
  const problem = compiled.cells[id]?.problems[0];
  const where = problem ? ` (line ${problem.line}): ${problem.message}` : ".";
  return new RunnelError("run/problem", `A cell has a problem that keeps it from running${where}`);
}

/** A flow that only its person can run: it has parameters without a value. */
export class MissingParameters extends RunnelError {
  readonly flow: string;

  constructor(flow: string, message: string) {
    super("run/arguments", message);
    this.flow = flow;
  }
}

function needsArguments({ kind, name, parameters }: Definition): RunnelError {
  const missing = parameters.filter(({ hasDefault }) => !hasDefault).map((parameter) => parameter.name);
  const list = missing.join(", ");
  if (kind === "task")
    return new RunnelError(
      "run/arguments",
      `The task ${name} needs ${list}: call it from a flow, as in \`const main = flow(async () => await ${name}(…))\`.`,
    );
  return new MissingParameters(
    name,
    `The flow ${name} needs a value for ${list}: give it a default, as in \`(${missing[0] ?? ""} = …)\`.`,
  );
}

/** Whether a run is going to make tables: one of those that it may reach has not been made, as it is now, by the latest run that came to it. */
export function makesTables(
  entry: Entry,
  { definitions }: Pick<CompiledNotebook, "definitions">,
  lastOf: (definition: Definition) => LastRun | undefined,
): boolean {
  const isReached = ({ name }: Definition) => entry.kind !== "cells" || entry.names.includes(name);
  return definitions.some((definition) => {
    if (!isTable(definition) || !isReached(definition)) return false;
    const last = lastOf(definition);
    return last?.source !== definition.source || last.view.state.type !== "COMPLETED";
  });
}

/** The latest run of a definition, and the hash of what that was then. */
interface LastRun {
  readonly view: { readonly state: { readonly type: StateType } };
  readonly source: string | undefined;
}
