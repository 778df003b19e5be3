import type { TaskRunId } from "../../base";
import { TaskCall, type RunContext } from "../context";
import type { TaskDefinition, TaskHandle } from "../definition/task-definition";
import type { RunInput, TaskRun } from "../runs/run";
import { State, type Proposal } from "../states/state";
import { upstreamsOf } from "../arguments/upstreams";

/** How a task is called, beyond its arguments. */
export interface CallOptions {
  /** Futures, states or nested lists of them that must complete first (rule 3.15). */
  readonly waitFor?: unknown;
  /** Whether the call gives the final state, and so never throws for the task's failure (rule 3.2). */
  readonly returnState?: boolean;
}

/** What a task call is made from. */
export interface TaskRequest {
  readonly task: TaskDefinition;
  readonly handle: TaskHandle;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly waitFor?: unknown;
  readonly submitted: boolean;
  /** Upstreams of arguments that were resolved before the call: a mapped future's. */
  readonly inputs?: Readonly<Record<string, readonly RunInput[]>>;
  /** Rather than Pending. */
  readonly firstState?: Proposal;
  /** Rather than one made from the task's. */
  readonly name?: string;
}

/** Makes a task run, Pending, and what its execution needs. */
export function createTaskCall(context: RunContext, request: TaskRequest): TaskCall {
  const { core, flow, log } = context;
  const { task, handle, parameters, waitFor, submitted } = request;
  const id = core.newId<TaskRunId>();
  const flowRunId = flow?.run.id ?? null;
  const { taskInputs, hasUpstreams } = inputsOf(context, request);
  const details = flowRunId ? { taskRunId: id, flowRunId } : { taskRunId: id };
  const at = core.clock.now();
  const first = request.firstState ?? { type: "PENDING" };
  log.record({
    type: "task-run",
    at,
    taskRun: {
      id,
      flowRunId,
      name: request.name ?? (flow ? `${task.name}-${shortKey(core.random)}` : task.name),
      taskKey: task.key,
      taskName: task.name,
      definition: task.definition,
      state: new State(core.newId(), at, { ...first, details: { ...first.details, ...details } }),
      tags: context.tags.length === 0 ? task.tags : [...new Set([...task.tags, ...context.tags])],
      parameters,
      taskInputs,
      flowRunRunCount: flow?.run.runCount ?? 0,
    },
  });
  const run = log.taskRun(id) as TaskRun;
  return new TaskCall({ task, handle, run, context, submitted, waitFor, parameters, hasUpstreams });
}

/** Moves a task run to its next state, and records that. States of one run are in strict order (rule 1.10). */
export function enterTaskState(context: RunContext, run: TaskRun, proposal: Proposal): State {
  const { core, log } = context;
  const at = after(run.state, core.clock.now());
  const { taskRunId, flowRunId } = run.state.stateDetails;
  const ids = flowRunId ? { taskRunId, flowRunId } : { taskRunId };
  const details = { ...proposal.details, ...ids } as State["stateDetails"];
  const state = new State(core.newId(), at, { ...proposal, details });
  log.record({ type: "task-state", at, id: run.id, state });
  return state;
}

/** A time after the state's own, even where the clock stands still or goes back: by a microsecond at least. */
export function after(state: State, now: number): number {
  return now > state.at ? now : state.at + 0.001;
}

/** The upstreams of a call, by parameter (rule 3.16), and whether any is still to come. */
function inputsOf(
  context: RunContext,
  { parameters, waitFor, inputs }: TaskRequest,
): { taskInputs: Record<string, readonly RunInput[]>; hasUpstreams: boolean } {
  const producers = context.flow?.producers;
  const taskInputs: Record<string, readonly RunInput[]> = {};
  let hasUpstreams = false;
  for (const name in parameters) {
    const found = upstreamsOf(parameters[name], producers);
    taskInputs[name] = union(found.inputs, inputs?.[name]);
    hasUpstreams ||= found.isDynamic;
  }
  // A task that runs inside a task of the same flow has it as its parent (rule 3.16).
  if (context.task && context.task.context.flow === context.flow)
    taskInputs["__parents__"] = [{ inputType: "taskRun", id: context.task.run.id }];
  if (waitFor !== undefined) {
    const found = upstreamsOf(waitFor, producers);
    taskInputs["waitFor"] = found.inputs;
    hasUpstreams ||= found.isDynamic;
  }
  return { taskInputs, hasUpstreams };
}

function union(a: readonly RunInput[], b: readonly RunInput[] | undefined): readonly RunInput[] {
  if (!b || b.length === 0) return a;
  return [...a, ...b.filter((one) => !a.some(({ id }) => id === one.id))];
}

/** What tells the runs of one task in a flow apart (rule 2.12). */
function shortKey(random: () => number): string {
  return Math.floor(random() * 4096)
    .toString(16)
    .padStart(3, "0");
}
