import { encode, decode } from "../results/codec";
import { FlowCall, TaskCall, type Core, RunContext } from "../context";
import type { FlowDefinition } from "../definition/flow-definition";
import type { TaskRef } from "../tasks/call-task";
import type { EventLog } from "./event-log";
import { FlowRun, TaskRun, type FlowRunFields, type TaskRunFields } from "./run";
import { Scope } from "./scope";
import type { State } from "../states/state";
import type { StateId } from "../../base";
import { packTransactions, unpackTransactions } from "../transactions/remote-transaction";
import type { TransactionData } from "../transactions/transaction";

/*
 * What a task's function finds around itself, as structured-cloneable data for another realm: the flow once for many
 * tasks, and little for each task.
 */

interface FlowData {
  readonly fields: FlowRunFields;
  readonly states: readonly State[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly logPrints: boolean;
  readonly keptAs: string | undefined;
}

/** A state without its value: the other realm needs to know only when it was. */
type StateData = readonly [id: StateId, at: number, proposal: State["proposal"]];

interface TaskData {
  readonly run: Omit<TaskRunFields, "state" | "parameters">;
  readonly states: readonly StateData[];
  /** Those around the function, from the outside in; the last is the task's own. */
  readonly transactions: readonly TransactionData[];
  readonly tags: readonly string[];
  readonly logPrints: boolean;
  readonly persist: boolean;
  readonly isOffline: boolean;
}

/** A flow call as data. It holds until the run enters its next state. */
export function packFlow({ run, parameters, logPrints, keptAs }: FlowCall): unknown {
  const { name, fields, states } = run;
  const data: FlowData = {
    fields: { ...fields, name, parameters: {} },
    states: states.map((state) => state.withoutData()),
    parameters: cloneable(parameters),
    logPrints,
    keptAs,
  };
  return encode(data);
}

/** A task call as data; its parameters go with its arguments. */
export function packTask(
  { tags, logPrints, persist, transaction }: RunContext,
  { run, isOffline }: TaskCall,
): unknown {
  const { id, name, definition, taskKey, taskName, flowRunId, taskInputs, flowRunRunCount } = run;
  const words = { name, definition, taskKey, taskName, tags: run.tags };
  const data: TaskData = {
    run: { id, flowRunId, ...words, taskInputs, flowRunRunCount },
    states: run.states.map(({ id: state, at, proposal }) => [state, at, { ...proposal, held: undefined }]),
    transactions: packTransactions(transaction).map((one) => ({
      ...one,
      values: encode(cloneable(one.values)) as TransactionData["values"],
    })),
    tags,
    logPrints,
    persist,
    isOffline,
  };
  return data;
}

/** A flow run as another realm knows it. */
export interface RemoteFlow {
  readonly run: FlowRun;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly logPrints: boolean;
  readonly keptAs: string | undefined;
}

/** A packed flow call's run again, in another realm. */
export function unpackFlow(packed: unknown, core: Core): RemoteFlow {
  const { fields, states, parameters, logPrints, keptAs } = decode(packed) as FlowData;
  const run = new FlowRun(core.newId, fields);
  for (const state of states.slice(1)) run.enter(state.proposal, state.at, state.id);
  return { run, parameters, logPrints, keptAs };
}

/** What is around a packed task call, in the realm where it runs: with an engine of its own, whose runs go into `log`. */
export function unpackTask(
  packed: unknown,
  remoteFlow: RemoteFlow | null,
  parameters: Readonly<Record<string, unknown>>,
  { core, log, ref }: { readonly core: Core; readonly log: EventLog; readonly ref: TaskRef },
): RunContext {
  const { run: fields, states, transactions, tags, logPrints, persist, isOffline } = packed as TaskData;
  const scope = new Scope();
  const around = new RunContext({
    core,
    log,
    scope,
    flow: remoteFlow && flowCall(remoteFlow, scope, persist),
    task: null,
    tags,
    transaction: null,
    logPrints,
    persist,
    results: { storage: core.storage, serializer: "structured" },
  });
  const run = TaskRun.restored(core.newId, fields, states);
  const call = new TaskCall({ ...ref, parameters, submitted: false }, run, around, false);
  call.isOffline = isOffline;
  const decoded = transactions.map((one) => ({
    ...one,
    values: decode(one.values) as TransactionData["values"],
  }));
  return unpackTransactions(around.with({ task: call }), decoded);
}

/** A flow call of one task's own: what it submits and calls ends with it. */
function flowCall(
  { run, parameters, logPrints, keptAs }: RemoteFlow,
  scope: Scope,
  persistResult: boolean,
): FlowCall {
  const flow: FlowDefinition = {
    name: run.flowName,
    definition: run.definition,
    fn: () => undefined,
    parameters: [],
    options: {},
    isGenerator: false,
    taskRunner: undefined,
    persistResult,
  };
  const fields = { flow, handle: flow, run, tracking: null, scope, parameters, keptAs };
  return Object.assign(new FlowCall(fields), { logPrints });
}

/** Values by name, without those that cannot leave the realm. */
function cloneable(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values).filter(([, value]) => {
    try {
      structuredClone(encode(value));
      return true;
    } catch {
      return false;
    }
  });
  return Object.fromEntries(entries);
}
