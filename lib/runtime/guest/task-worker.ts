import { RunnelError } from "../../base";
import {
  EventLog,
  SerializationError,
  byName,
  completes,
  createEngine,
  decode,
  drained,
  encode,
  isItems,
  keptIn,
  unpackFlow,
  unpackTask,
  writeLog,
  type RemoteFlow,
  type Transaction,
} from "../../engine";
import { sandbox } from "../../flow";
import { ordinarySeed } from "../../world";
import { connect as connectTo, serve } from "../remote";
import type { Connections } from "../sandbox/policy";
import {
  mostQuestions,
  type PausedTask,
  type Services,
  type TaskHost,
  type TaskMessage,
  type TaskQuestion,
  type TaskReport,
} from "../protocol";
import { dataPort } from "./data-port";
import { loadModule } from "./load-module";
import { showRequests } from "./network";
import { Outbox } from "./outbox";
import { HostedPauses } from "./pause-port";
import { answering } from "./questions";
import { nextTurns, unheardHere } from "./rejections";

/** The channels of a task worker. */
export interface TaskWorkerPorts {
  readonly control: MessagePort;
  readonly host: MessagePort;
  readonly services: MessagePort;
  readonly data: MessagePort;
}

/** A worker that runs the functions of tasks, one at a time. It is killed rather than asked to stop. */
export function startTaskWorker(ports: TaskWorkerPorts, connect: Connections): void {
  const alive = new AbortController().signal;
  const services = connectTo<Services>(ports.services, alive, mostQuestions);
  const pausing = new HostedPauses(connectTo<TaskHost>(ports.host, alive));
  serve(ports.host, { checkInput: pausing.checkInput } satisfies PausedTask);
  const { core } = createEngine({
    pausing,
    storage: services.storage,
    secrets: services.secrets,
    data: dataPort(ports.data, services),
    enter: sandbox.withContext,
  });
  const unheard = unheardHere();
  let module: sandbox.NotebookModule | undefined;
  let around: RemoteFlow | null = null;

  const run = async ({ task, args: encoded, run: packed, flow }: TaskMessage): Promise<unknown> => {
    const target = module?.get(task);
    const ref = target && sandbox.refOf(target);
    if (!ref || !("task" in ref))
      throw new RunnelError("unknown-task", `The notebook has no task called "${task}".`);
    if (flow !== undefined) around = flow === null ? null : unpackFlow(flow, core);
    const args = decode(encoded) as never[];
    const log = new EventLog({ newId: core.newId, tell: (event) => outbox.push(event), keepEvents: false });
    const context = unpackTask(packed, around, byName(ref.task.parameters, args), { core, log, ref });
    const { transaction } = context;
    // Its code may wait.
    if (context.task) log.include(context.task.run);
    let failure: unknown;
    const enter = <T>(step: () => T): T => sandbox.withContext(context, step);
    try {
      const returned: unknown = await enter(() => ref.task.fn(...args));
      const value = isItems(returned) ? await drained(returned, enter) : returned;
      // What ran inside cannot be undone from the other realm: it is over with the task's own part in it.
      await (completes(value) ? transaction?.commit() : transaction?.rollback());
      return encode(value, `the value of ${task}`);
    } catch (error) {
      failure = error;
      await transaction?.rollback();
      throw error;
    } finally {
      await context.flow?.submissions.close();
      tellKept(transaction);
      await nextTurns();
      for (const message of unheard.take(failure)) writeLog(context, "warning", message);
      await outbox.flush();
    }
  };
  const tellKept = (transaction: Transaction | null) => {
    const kept = keptIn(transaction);
    if (kept.some((values) => Object.keys(values).length > 0))
      tell({ kept: encode(kept, "a value of a transaction") });
  };
  const tell: (report: TaskReport) => void = answering(
    ports.control,
    async (question) => {
      const asked = question as TaskQuestion;
      if ("task" in asked) return await run(asked);
      module = await loadModule(asked.module);
      return undefined;
    },
    (question, cause) => {
      const { task } = question as TaskMessage;
      return new SerializationError(`The value of ${task} cannot leave its worker: return plain data.`, {
        cause,
      });
    },
  );
  const outbox = new Outbox((events) => tell({ events }), 0);
  sandbox.whenLogged(() => outbox.prompt());
  const { clock, newId } = core;
  showRequests({
    connect,
    clock,
    newId,
    tell: (event) => outbox.push(event),
    taskRunId: sandbox.currentTaskRunId,
    isOffline: sandbox.isOffline,
    askWorld: (request) => services.world(request, { seed: ordinarySeed, now: clock.now() }),
  });
}
