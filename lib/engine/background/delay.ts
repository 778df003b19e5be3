import { messageOf } from "../../base";
import type { RunContext } from "../context";
import { boundTo } from "../definition/parameters";
import { storageNamed } from "../caching/lookup";
import { packFlow, packTask } from "../runs/remote-context";
import type { FlowRun } from "../runs/run";
import type { TaskRef } from "../tasks/call-task";
import { createTaskCall, enterTaskState, type CallOptions } from "../tasks/task-call";
import { storedArguments } from "./arguments";
import { boardOf } from "./board";
import { BackgroundRun, DistributedFuture } from "./distributed-future";
import { enqueue } from "./queue";

/**
 * Puts a run of a task, Scheduled, into the queue that whoever serves the task takes from, and gives a handle on it at
 * once (rule 3.4). Throws where the arguments do not fit, or cannot be stored: then there is no run.
 */
export function delayTask(
  context: RunContext,
  { task, handle }: TaskRef,
  args: readonly unknown[],
  { waitFor }: CallOptions = {},
): DistributedFuture {
  const { core, flow, log } = context;
  flow?.throwIfSuspended();
  const parameters = boundTo(task, args);
  const stored = storedArguments(core, task.name, { parameters, waitFor });
  const { resultStorage } = task.options;
  const results = resultStorage === undefined ? core.storage : storageNamed(resultStorage, core);
  const call = createTaskCall(context, {
    task,
    handle,
    parameters,
    waitFor,
    submitted: false,
    ...(flow && { name: `${task.name}-${countedIn(flow.run, task.key)}` }),
    firstState: {
      type: "SCHEDULED",
      details: { deferred: true, scheduledTime: new Date(core.clock.now()) },
    },
  });
  const { run } = call;
  const background = new BackgroundRun(core, run.id, () => run.state, results);

  const board = boardOf(core.storage);
  board.runs.set(run.id, { core, log, run });
  const ticket = { taskKey: task.key, id: run.id };
  const written = enqueue(core.storage, {
    version: 1,
    ...ticket,
    // A copy: what the flow does to its parameters later must not reach the run.
    ...structuredClone({ flow: flow && packFlow(flow), task: packTask(context, call) }),
    args: stored,
    hasUpstreams: call.hasUpstreams,
  });
  board.arrive(ticket, written).catch((error: unknown) => {
    board.runs.delete(run.id);
    const message = `The run could not be put into the queue: ${messageOf(error)}`;
    background.settle(enterTaskState(context, run, { type: "CRASHED", message, held: { value: error } }));
  });
  return new DistributedFuture(background);
}

/** How often each task was delayed in a flow run. */
const counts = new WeakMap<FlowRun, Map<string, number>>();

/** The number that tells the background runs of one task in a flow run apart (rule 2.12). */
function countedIn(run: FlowRun, taskKey: string): number {
  const counted = counts.get(run) ?? new Map<string, number>();
  counts.set(run, counted);
  const count = counted.get(taskKey) ?? 0;
  counted.set(taskKey, count + 1);
  return count;
}
