import type { RunLook } from "../../lib/fold";
import type { CellView, ErrorView, OutputView, RunStanding, ShownRun } from "../../lib/workspace";

/** How a run is shown. */
export interface RunAsShown {
  readonly state: string;
  readonly message: string;
  /** What went wrong first. */
  readonly error?: ErrorView;
  /** What went wrong with its task runs, by the same names as their states. */
  readonly errors: Readonly<Record<string, ErrorView>>;
  /** The names of the states of its task runs, by the task runs' names without their endings. */
  readonly tasks: Readonly<Record<string, string>>;
  /** How often each was attempted, by the same names. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Its log. */
  readonly lines: readonly string[];
  readonly isPaused: boolean;
  readonly isOver: boolean;
  /** Whether another tab runs it. */
  readonly isElsewhere: boolean;
}

/** How a cell is shown. */
export interface CellAsShown {
  readonly text: string;
  /** The states of what it defines, by name. */
  readonly states: Readonly<Record<string, string>>;
  /** What is wrong with it, each as `line 2, column 3: …`. */
  readonly faults: readonly string[];
  /** A value as its text, a table as `1 row × 2 columns`. */
  readonly outputs: readonly string[];
}

/** What of a run a test looks at. */
export function runAsShown(run: ShownRun, { isElsewhere }: RunStanding): RunAsShown {
  const { state, pauses, isOver, error } = run.head.get();
  const look = run.look.get();
  const taskRuns = look.tasks.map((task) => ({
    name: task.run.name.replace(/-[0-9a-f]{3}$/, ""),
    state: look.stateOf(task)?.name ?? "",
    attempts: task.attemptsBefore(look.position),
    error: run.errorOf(task, look),
  }));
  return {
    state: state.name,
    message: state.message ?? "",
    ...(error && { error }),
    errors: Object.fromEntries(taskRuns.flatMap((one) => (one.error ? [[one.name, one.error]] : []))),
    tasks: Object.fromEntries(taskRuns.map((one) => [one.name, one.state])),
    attempts: Object.fromEntries(taskRuns.map(({ name, attempts }) => [name, attempts])),
    lines: linesOf(look),
    isPaused: pauses.length > 0,
    isOver,
    isElsewhere,
  };
}

/** The states of a run's task runs, in the order of their making. */
export function statesOf(look: RunLook): readonly string[] {
  return look.tasks.map((task) => look.stateOf(task)?.name ?? "");
}

function linesOf(look: RunLook): readonly string[] {
  return Array.from({ length: look.lineCount }, (_, number) => look.line(number)?.message ?? "");
}

/** What of a cell a test looks at. */
export function cellAsShown({ cell, problems, definitions }: CellView): CellAsShown {
  const errors = definitions.flatMap(({ error }) => error ?? []);
  const at = (line?: number, column?: number) =>
    line === undefined ? "" : `line ${line}, column ${column ?? 1}: `;
  return {
    text: "text" in cell ? cell.text : "code" in cell ? cell.code : "",
    states: Object.fromEntries(definitions.map(({ name, state }) => [name, state.name])),
    faults: [
      ...problems.map(({ message, line, column }) => at(line, column) + message),
      ...errors.map(({ name, message, line, column }) => `${at(line, column)}${name} ${message}`),
    ],
    outputs: definitions.flatMap(({ outputs }) => outputs.map(shownOutput)),
  };
}

function shownOutput({ preview }: OutputView): string {
  switch (preview.kind) {
    case "nothing":
      return "";
    case "text":
      return preview.text;
    case "table":
      return sizeOf(preview.table.numRows, preview.table.schema.length);
    case "rows":
      return sizeOf(preview.total, preview.columns.length);
  }
}

function sizeOf(rows: number, columns: number): string {
  return `${rows} ${rows === 1 ? "row" : "rows"} × ${columns} ${columns === 1 ? "column" : "columns"}`;
}
