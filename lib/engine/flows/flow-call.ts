import { AbortError, type FlowRunId, type Id } from "../../base";
import { FlowCall, type ChildFlow, type RunContext } from "../context";
import type { FlowDefinition, FlowHandle } from "../definition/flow-definition";
import type { RunInputs, TaskRun } from "../runs/run";
import { slug } from "../runs/run-name";
import type { Scope } from "../runs/scope";
import { State, type Proposal } from "../states/state";
import { enterTaskState } from "../tasks/task-call";
import { storedParameters } from "./stored-parameters";
import { upstreamsOf } from "../arguments/upstreams";

/** What a flow call is made from. */
export interface FlowRequest {
  readonly flow: FlowDefinition;
  readonly handle: FlowHandle;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly waitFor?: unknown;
  /** The id that whoever starts a root run chose for it. */
  readonly id?: FlowRunId;
  /** The root run that it is a retry of. */
  readonly retryOf?: FlowRunId | undefined;
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
  const { flow, handle, parameters, retryOf } = request;
  const id = request.id ?? core.newId<FlowRunId>();
  const tracking = context.flow ? trackingRun(context, context.flow, request, id) : null;
  const keptAs = retryOf ?? keptWithin(context.flow, tracking, context.task !== null);
  const state = new State(core.newId(), core.clock.now(), { type: "PENDING" });
  const run = log.createFlowRun({
    id,
    name: slug(core.random),
    flowName: flow.name,
    definition: flow.definition,
    state,
    tags: context.tags,
    parameters: storedParameters(parameters),
    parentTaskRunId: tracking?.id ?? null,
    parentFlowRunId: context.flow?.run.id ?? null,
  });
  if (context.flow && tracking) context.flow.children.set(tracking.name, { tracking, run });
  return new FlowCall({ flow, handle, run, tracking, scope, parameters, keptAs }, context.flow);
}

/**
 * As what the results of a subflow are kept: the same in a retry of the run, for the same call, where that is known of the run. One that
 * is run again within a run is another (rule 5.26), and so is one of a task, which has no place of its own among others: what has a `%` in
 * it, which is in no name of a flow, comes but once.
 */
function keptWithin(
  parent: FlowCall | null,
  tracking: TaskRun | null,
  isOfTask: boolean,
): string | undefined {
  if (parent?.keptAs === undefined || !tracking) return undefined;
  const times = tracking.states.filter(({ type }) => type === "PENDING").length;
  return `${parent.keptAs}/${isOfTask ? "%" : ""}${tracking.name}${times > 1 ? `%${times}` : ""}`;
}

/**
 * Moves a flow run to its next state, and its tracking run in the parent with it (rule 1.39), unless that stands by now for the
 * run of a later attempt: this one was left behind.
 */
export function enterFlowState(context: RunContext, call: FlowCall, proposal: Proposal): State {
  const { core, log } = context;
  const state = log.enter(call.run, proposal, core.clock.now());
  if (call.tracking?.state.stateDetails.childFlowRunId === call.run.id)
    follow(context, call.tracking, proposal, call.run.id);
  return state;
}

/**
 * The subflow that the same call made in an earlier attempt, or before a suspension, where its result is good for this one
 * too (rule 5.26).
 */
export function earlierChild(context: RunContext, flow: FlowDefinition): ChildFlow | undefined {
  const parent = context.flow;
  if (!parent || context.task || !(flow.persistResult ?? context.persist)) return undefined;
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
  // A task may be retried, and run beside others: its subflows are never those of an earlier attempt (rule 5.25).
  const name = context.task ? `${flow.name}-${core.newId<Id<"dynamic key">>()}` : trackingName(parent, flow);
  if (!context.task) countChild(parent, flow);
  const known = parent.children.get(name)?.tracking;
  if (known) {
    follow(context, known, { type: "PENDING" }, childId);
    return known;
  }
  return log.createTaskRun(
    {
      task: { key: flow.name, name: flow.name, definition: null },
      flowRun: parent.run,
      name,
      tags: context.tags,
      parameters,
      taskInputs: inputsOf(context, parent, parameters, waitFor),
      retries: flow.options.retries ?? core.settings.flowsDefaultRetries,
      mark: 0,
    },
    { type: "PENDING", details: { childFlowRunId: childId } },
    core.clock.now(),
  );
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
