import type { CellView, OutputView, RunView } from "../../lib/workspace";

/** How a run is shown. */
export interface ShownRun {
  readonly state: string;
  readonly message: string;
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
export interface ShownCell {
  readonly text: string;
  /** The states of what it defines, by name. */
  readonly states: Readonly<Record<string, string>>;
  /** What is wrong with it, each as `line 2, column 3: …`. */
  readonly faults: readonly string[];
  /** A value as its text, a table as `1 row × 2 columns`. */
  readonly outputs: readonly string[];
}

/** What of a run a test looks at. */
export function shownRun({ state, taskRuns, lines, pauses, isElsewhere, isOver }: RunView): ShownRun {
  const named = taskRuns.map((run) => ({ ...run, name: run.name.replace(/-[0-9a-f]{3}$/, "") }));
  return {
    state: state.name,
    message: state.message ?? "",
    tasks: Object.fromEntries(named.map((run) => [run.name, run.state.name])),
    attempts: Object.fromEntries(named.map(({ name, runCount }) => [name, runCount])),
    lines: lines.map(({ message }) => message),
    isPaused: pauses.length > 0,
    isOver,
    isElsewhere: isElsewhere && !isOver,
  };
}

/** What of a cell a test looks at. */
export function shownCell({ cell, problems, definitions }: CellView): ShownCell {
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
