import type { Run } from "../lib/engine";

/** One run of a flow that calls a task so many times, one after the other. */
export interface DirectRun {
  /** From starting the flow until it is Completed. */
  readonly ms: number;
  /** What the run's events are, by kind: read after the time was taken. */
  readonly recorded: Readonly<Record<string, number>>;
}

/** Times a run. Throws where it did not complete, or where its events are not all there. */
export async function direct(run: (count: number) => Promise<Run>, count: number): Promise<DirectRun> {
  const before = performance.now();
  const done = await run(count);
  const ms = performance.now() - before;
  const { state, events, taskRuns } = done;
  if (!state.isCompleted() || taskRuns.length !== count)
    throw new Error(`The run ended ${state.toString()}.`);
  const recorded: Record<string, number> = { taskRuns: 0, taskStates: 0, flowRuns: 0, flowStates: 0 };
  const note = (kind: string) => (recorded[kind] = (recorded[kind] ?? 0) + 1);
  for (const event of events) {
    if (event.type === "task-run") note("taskRuns");
    if (event.type === "flow-run") note("flowRuns");
    // A run is created in its first state.
    if (event.type === "task-run" || event.type === "task-state") note("taskStates");
    if (event.type === "flow-run" || event.type === "flow-state") note("flowStates");
  }
  if (recorded["taskRuns"] !== count || recorded["taskStates"] !== 3 * count)
    throw new Error(`Events are missing: ${JSON.stringify(recorded)}`);
  return { ms, recorded };
}
