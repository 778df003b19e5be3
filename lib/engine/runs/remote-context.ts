import { encode, decode } from "../results/codec";
import { FlowCall, TaskCall, type Core, RunContext } from "../context";
import type { FlowDefinition } from "../definition/flow-definition";
import type { TaskRef } from "../tasks/call-task";
import type { EventLog } from "./event-log";
import { FlowRun, TaskRun, type FlowRunFields, type TaskRunFields } from "./run";
import { Scope } from "./scope";
import type { State } from "../states/state";
import { packTransactions, unpackTransactions } from "../transactions/remote-transaction";
import type { TransactionData } from "../transactions/transaction";

/** What a task's function finds around itself, to be sent with its arguments. */
interface ContextData {
  readonly flow: { readonly fields: FlowRunFields; readonly states: readonly State[] } | null;
  readonly task: { readonly fields: TaskRunFields; readonly states: readonly State[] };
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly flowParameters: Readonly<Record<string, unknown>>;
  /** Those around the function, from the outside in; the last is the task's own. */
  readonly transactions: readonly TransactionData[];
  readonly tags: readonly string[];
  readonly logPrints: boolean;
  readonly persist: boolean;
}

/** The context of a task's function as structured-cloneable data. */
export function packContext(context: RunContext, task: TaskCall): unknown {
  const { flow, tags, logPrints, persist } = context;
  const data: ContextData = {
    flow: flow && { fields: fieldsOf(flow.run), states: bare(flow.run.states) },
    task: { fields: fieldsOf(task.run), states: bare(task.run.states) },
    parameters: cloneable(task.parameters),
    flowParameters: flow ? cloneable(flow.parameters) : {},
    transactions: packTransactions(context.transaction).map((one) => ({
      ...one,
      values: cloneable(one.values),
    })),
    tags,
    logPrints,
    persist,
  };
  return encode(data);
}

/** The context again, in the realm where the function runs: with an engine of its own, whose runs go into `log`. */
export function unpackContext(
  packed: unknown,
  core: Core,
  log: EventLog,
  { task, handle }: TaskRef,
): RunContext {
  const data = decode(packed) as ContextData;
  const scope = new Scope();
  const flowRun = data.flow && restored(new FlowRun(core.newId, data.flow.fields), data.flow.states);
  const flow: FlowDefinition | null = flowRun && {
    name: flowRun.flowName,
    definition: flowRun.definition,
    fn: () => undefined,
    parameters: [],
    options: {},
    isGenerator: false,
    taskRunner: undefined,
    persistResult: data.persist,
  };
  const call =
    flow && flowRun
      ? new FlowCall({
          flow,
          handle: flow,
          run: flowRun,
          tracking: null,
          scope,
          parameters: data.flowParameters,
        })
      : null;
  const around = new RunContext({
    core,
    log,
    scope,
    flow: call,
    task: null,
    tags: data.tags,
    transaction: null,
    logPrints: data.logPrints,
    persist: data.persist,
    results: { storage: core.storage, serializer: "structured" },
  });
  const run = restored(TaskRun.from(core.newId, data.task.fields), data.task.states);
  const fields = { task, handle, parameters: data.parameters, submitted: false };
  const taskCall = new TaskCall(fields, run, around, false);
  return unpackTransactions(around.with({ task: taskCall }), data.transactions);
}

/** A run as it would be created now, by the name that it has by now. Its parameters are those of its call. */
function fieldsOf(run: FlowRun): FlowRunFields;
function fieldsOf(run: TaskRun): TaskRunFields;
function fieldsOf({ fields, name }: FlowRun | TaskRun): FlowRunFields | TaskRunFields {
  return { ...fields, name, parameters: {} };
}

function restored<R extends FlowRun | TaskRun>(run: R, states: readonly State[]): R {
  for (const state of states.slice(1)) run.enter(state.proposal, state.at, state.id);
  return run;
}

/** States without their values: the other realm needs to know only when they were. */
function bare(states: readonly State[]): readonly State[] {
  return states.map((state) => state.withoutData());
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
