import { isError, messageOf, errorName, type CellId } from "../base";
import type { FlowRun, State, TaskRun } from "../engine";
import {
  isTable,
  type CompiledCell,
  type CompiledNotebook,
  type Definition,
  type Notebook,
} from "../notebook";
import type { Preview } from "../runtime";
import type { NotebookFiles } from "./notebook-files";
import type { RunRecord } from "./run-record";
import type { CellView, DefinitionView, ErrorView, OutputView, StateView } from "./view";

/** Outputs that are shown of a task that ran many times. */
const mostOutputs = 50;

/** A notebook's cells with how their latest runs went; `records` are the notebook's runs, the latest first. */
export function cellViews(
  notebook: Notebook,
  compiled: CompiledNotebook | undefined,
  records: readonly RunRecord[],
  files: NotebookFiles,
): readonly CellView[] {
  return notebook.cells.map((cell) => {
    const own = compiled?.definitions.filter((definition) => definition.cell === cell.id) ?? [];
    const views = own.flatMap((definition) => definitionView(definition, records) ?? []);
    return {
      id: cell.id,
      cell,
      problems: problemsOf(cell.id, compiled),
      definitions: views.map(({ view }) => view),
      isStale: views.some(({ isStale }) => isStale),
      canRun: own.some(canRun),
      filesOnDisk: files.of(cell),
    };
  });
}

function problemsOf(id: CellId, compiled: CompiledNotebook | undefined): CompiledCell["problems"] {
  return compiled?.cells[id]?.problems ?? [];
}

/** Whether a definition can be run by itself: it needs nothing that only its author can give. */
export function canRun(definition: Definition): boolean {
  return isTable(definition) || definition.parameters.every((parameter) => parameter.hasDefault);
}

interface Viewed {
  readonly view: DefinitionView;
  readonly isStale: boolean;
}

/** How the latest run that had to do with a definition went; undefined where none had. */
function definitionView(definition: Definition, records: readonly RunRecord[]): Viewed | undefined {
  for (const record of records) {
    const { flowRuns, taskRuns } = record.log;
    const isItsOwn = (run: FlowRun | TaskRun) => run.definition === definition.name;
    const runs = definition.kind === "flow" ? flowRuns.filter(isItsOwn) : taskRuns.filter(isItsOwn);
    if (runs.length === 0) continue;
    const source = record.sources[definition.name];
    return {
      view: viewOf(definition, runs, record),
      isStale: source !== undefined && source !== definition.source,
    };
  }
  return undefined;
}

function viewOf(
  { name }: Definition,
  runs: readonly (FlowRun | TaskRun)[],
  record: RunRecord,
): DefinitionView {
  const counts: Record<string, number> = {};
  for (const run of runs) counts[run.state.name] = (counts[run.state.name] ?? 0) + 1;
  const telling = mostTelling(runs);
  const { startTime, endTime } = extent(runs);
  const isOver = runs.every((run) => run.state.isFinal() || run.state.name === "NotReady");
  const error = telling && errorOf(telling, record);
  return {
    name,
    state: telling ? stateView(telling.state) : { type: "PENDING", name: "Pending" },
    counts,
    outputs: outputsOf(runs),
    ...(startTime !== undefined && { startTime }),
    ...(startTime !== undefined && isOver && endTime !== undefined && { durationMs: endTime - startTime }),
    ...(error && { error }),
  };
}

/** From when to when some of many runs were under way. */
function extent(runs: readonly (FlowRun | TaskRun)[]): {
  startTime: number | undefined;
  endTime: number | undefined;
} {
  let [startTime, endTime]: [number | undefined, number | undefined] = [undefined, undefined];
  for (const { progress } of runs) {
    const { startTime: start, endTime: end } = progress;
    if (start !== null && (startTime === undefined || start < startTime)) startTime = start;
    if (end !== null && (endTime === undefined || end > endTime)) endTime = end;
  }
  return { startTime, endTime };
}

/** Of many runs, the one whose state says most: what failed, then what is under way, then the last. */
function mostTelling(runs: readonly (FlowRun | TaskRun)[]): FlowRun | TaskRun | undefined {
  const last = (test: (state: State) => boolean) => runs.findLast((run) => test(run.state));
  return (
    last((state) => state.isFailed() || state.isCrashed()) ??
    last((state) => !state.isFinal() && state.name !== "NotReady") ??
    last((state) => state.isCancelled() || state.name === "NotReady") ??
    last((state) => state.name !== "Cached") ??
    runs.at(-1)
  );
}

function outputsOf(runs: readonly (FlowRun | TaskRun)[]): readonly OutputView[] {
  return runs.slice(-mostOutputs).flatMap((run) => {
    const data = run.state.isCompleted() ? (run.state.data as Preview | undefined) : undefined;
    return data && data.kind !== "nothing" ? [{ runName: run.name, preview: data }] : [];
  });
}

function errorOf(run: FlowRun | TaskRun, record: RunRecord): ErrorView | undefined {
  const { state } = run;
  if (!state.isFailed() && !state.isCrashed() && state.name !== "NotReady") return undefined;
  const place = record.places.get(run.id);
  const thrown = state.data;
  const said = isError(thrown) ? { name: errorName(thrown), message: messageOf(thrown) } : undefined;
  const { name, message: whole } = said ?? { name: state.name, message: state.message ?? "" };
  // The place is shown beside the message.
  const message = place ? whole.replace(/ \(line \d+, column \d+\)/, "") : whole;
  return {
    name,
    message,
    ...(place && { definition: place.definition, line: place.line, column: place.column }),
  };
}

/** A state as it is shown. */
export function stateView({ type, name, message }: State): StateView {
  return { type, name, ...(message !== undefined && { message }) };
}
