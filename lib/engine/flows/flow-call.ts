import { AbortError, type FlowRunId, type TaskRunId } from "../../base";
import { FlowCall, type ChildFlow, type RunContext } from "../context";
import type { FlowDefinition, FlowHandle } from "../definition/flow-definition";
import type { FlowRun, RunInputs, TaskRun } from "../runs/run";
import { slug } from "../runs/run-name";
import type { Scope } from "../runs/scope";
import { State, type Proposal } from "../states/state";
import { after, enterTaskState } from "../tasks/task-call";
import { upstreamsOf } from "../arguments/upstreams";

/** What a flow call is made from. */
export interface FlowRequest {
  readonly flow: FlowDefinition;
  readonly handle: FlowHandle;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly waitFor?: unknown;
  /** The id that whoever starts a root run chose for it. */
  readonly id?: FlowRunId;
}

/** A person or program asked for a run to be stopped: its flows end Cancelled, not Crashed (rule 5.47). */
export class Cancellation extends AbortError {
  constructor() {
    super("The flow run was cancelled.");
  }
}

/** Makes a flow run, Pending; below another flow, with the task run that stands for it there (rule 5.20). */
export function createFlowCall(context: RunContext, request: FlowRequest, scope: Scope): FlowCall {
  const { core, log } = context;
  const { flow, handle, parameters } = request;
  const id = request.id ?? core.newId<FlowRunId>();
  const tracking = context.flow ? trackingRun(context, context.flow, request, id) : null;
  const at = core.clock.now();
  log.record({
    type: "flow-run",
    at,
    flowRun: {
      id,
      name: slug(core.random),
      flowName: flow.name,
      definition: flow.definition,
      state: new State(core.newId(), at, { type: "PENDING", details: { flowRunId: id } }),
      tags: context.tags,
      parameters,
      parentTaskRunId: tracking?.id ?? null,
      parentFlowRunId: context.flow?.run.id ?? null,
    },
  });
  const run = log.flowRun(id) as FlowRun;
  if (context.flow && tracking) context.flow.children.set(tracking.name, { tracking, run });
  return new FlowCall({ flow, handle, run, tracking, scope, parameters });
}

/** Moves a flow run to its next state, and its tracking run in the parent with it (rule 1.39). */
export function enterFlowState(context: RunContext, call: FlowCall, proposal: Proposal): State {
  const { core, log } = context;
  const { id } = call.run;
  const at = after(call.run.state, core.clock.now());
  const state = new State(core.newId(), at, { ...proposal, details: { ...proposal.details, flowRunId: id } });
  log.record({ type: "flow-state", at, id, state });
  if (call.tracking) follow(context, call.tracking, proposal, id);
  return state;
}

/** The subflow that the same call of an earlier attempt made, where its result is good for this one too (rule 5.26). */
export function earlierChild(context: RunContext, flow: FlowDefinition): ChildFlow | undefined {
  const parent = context.flow;
  if (!parent || parent.run.runCount <= 1 || !flow.persistResult) return undefined;
  const child = parent.children.get(trackingName(parent, flow));
  if (!child?.run.state.isCompleted()) return undefined;
  countChild(parent, flow);
  return child;
}

/** The task run that stands for a subflow: the one of the same call in an earlier attempt, or a new one. */
function trackingRun(
  context: RunContext,
  parent: FlowCall,
  request: FlowRequest,
  childId: FlowRunId,
): TaskRun {
  const { core, log } = context;
  const { flow, parameters, waitFor } = request;
  const name = trackingName(parent, flow);
  countChild(parent, flow);
  const known = parent.children.get(name)?.tracking;
  if (known) {
    follow(context, known, { type: "PENDING" }, childId);
    return known;
  }
  const id = core.newId<TaskRunId>();
  const at = core.clock.now();
  const details = { taskRunId: id, flowRunId: parent.run.id, childFlowRunId: childId };
  log.record({
    type: "task-run",
    at,
    taskRun: {
      id,
      flowRunId: parent.run.id,
      name,
      taskKey: flow.name,
      taskName: flow.name,
      definition: null,
      state: new State(core.newId(), at, { type: "PENDING", details }),
      tags: context.tags,
      parameters,
      taskInputs: inputsOf(context, parent, parameters, waitFor),
      flowRunRunCount: parent.run.runCount,
    },
  });
  return log.taskRun(id) as TaskRun;
}

function follow(context: RunContext, tracking: TaskRun, proposal: Proposal, childFlowRunId: FlowRunId): void {
  enterTaskState(context, tracking, { ...proposal, details: { ...proposal.details, childFlowRunId } });
}

function trackingName(parent: FlowCall, flow: FlowDefinition): string {
  return `${flow.name}-${parent.childCounts.get(flow.name) ?? 0}`;
}

function countChild(parent: FlowCall, flow: FlowDefinition): void {
  parent.childCounts.set(flow.name, (parent.childCounts.get(flow.name) ?? 0) + 1);
}

function inputsOf(
  context: RunContext,
  parent: FlowCall,
  parameters: Readonly<Record<string, unknown>>,
  waitFor: unknown,
): RunInputs {
  const inputs = Object.entries(parameters).map(([name, value]) => [
    name,
    upstreamsOf(value, parent.producers).inputs,
  ]);
  return {
    ...(Object.fromEntries(inputs) as RunInputs),
    ...(context.task?.context.flow === parent && {
      __parents__: [{ inputType: "taskRun", id: context.task.run.id }],
    }),
    ...(waitFor !== undefined && { waitFor: upstreamsOf(waitFor, parent.producers).inputs }),
  };
}
