import { TaskCall, type RunContext } from "../context";
import type { TaskDefinition, TaskHandle } from "../definition/task-definition";
import type { RunInput, RunInputs, TaskRun } from "../runs/run";
import type { Proposal, State } from "../states/state";
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

const pending: Proposal = { type: "PENDING" };

/** Makes a task run, Pending, and what its execution needs. */
export function createTaskCall(context: RunContext, request: TaskRequest): TaskCall {
  const { core, flow, log } = context;
  const { task, parameters, firstState = pending } = request;
  const upstreams = inputsOf(context, request);
  const run = log.createTaskRun(
    {
      task,
      flowRun: flow?.run ?? null,
      name: request.name,
      tags: context.tags.length === 0 ? task.tags : [...new Set([...task.tags, ...context.tags])],
      parameters,
      taskInputs: upstreams.inputs,
      retries: task.options.retries ?? core.settings.tasksDefaultRetries,
      mark: Math.floor(core.random() * 4096),
    },
    firstState,
    core.clock.now(),
  );
  return new TaskCall(request, run, context, upstreams.areDynamic);
}

/** Moves a task run to its next state, and records that. */
export function enterTaskState({ core, log }: RunContext, run: TaskRun, proposal: Proposal): State {
  return log.enter(run, proposal, core.clock.now());
}

interface Upstreams {
  /** By parameter (rule 3.16). */
  readonly inputs: RunInputs;
  /** Whether any is still to come. */
  readonly areDynamic: boolean;
}

const noUpstreams: Upstreams = { inputs: Object.freeze({}), areDynamic: false };

/** The upstreams of a call. */
function inputsOf(context: RunContext, { task, parameters, waitFor, inputs }: TaskRequest): Upstreams {
  // A task that runs inside a task of the same flow has it as its parent (rule 3.16).
  const parent = context.task && context.task.context.flow === context.flow ? context.task : null;
  const waits = waitFor !== undefined && !(Array.isArray(waitFor) && waitFor.length === 0);
  if (task.parameters.length === 0 && !parent && !waits) return noUpstreams;
  const producers = context.flow?.producers;
  const found: Record<string, readonly RunInput[]> = {};
  let areDynamic = false;
  for (const name in parameters) {
    const upstreams = upstreamsOf(parameters[name], producers);
    found[name] = union(upstreams.inputs, inputs?.[name]);
    areDynamic ||= upstreams.isDynamic;
  }
  if (parent) found["__parents__"] = [{ inputType: "taskRun", id: parent.run.id }];
  if (waits) {
    const upstreams = upstreamsOf(waitFor, producers);
    found["waitFor"] = upstreams.inputs;
    areDynamic ||= upstreams.isDynamic;
  }
  return { inputs: found, areDynamic };
}

function union(a: readonly RunInput[], b: readonly RunInput[] | undefined): readonly RunInput[] {
  if (!b || b.length === 0) return a;
  return [...a, ...b.filter((one) => !a.some(({ id }) => id === one.id))];
}
