import { RunnelError } from "../../base";
import {
  EventLog,
  createEngine,
  decode,
  drained,
  encode,
  isItems,
  keptIn,
  unpackContext,
  type Transaction,
} from "../../engine";
import { sandbox } from "../../flow";
import { connect as connectTo, serve } from "../remote";
import type { Connections } from "../sandbox/policy";
import type { SandboxData, Services, TaskCallMessage, TaskControl, TaskHost } from "../protocol";
import { dataPort } from "./data-port";
import { loadModule } from "./load-module";
import { showRequests } from "./network";
import { Outbox } from "./outbox";
import { HostedPauses } from "./pause-port";

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
  const services = connectTo<Services>(ports.services, alive);
  const flowWorker = connectTo<TaskHost>(ports.host, alive);
  const outbox = new Outbox((batch) => flowWorker.events(batch));
  showRequests({ connect, tell: (event) => outbox.push(event), taskRunId: sandbox.currentTaskRunId });
  const pausing = new HostedPauses(flowWorker);
  const { core } = createEngine({
    pausing,
    storage: services.storage,
    data: dataPort(connectTo<SandboxData>(ports.data, alive), services),
    enter: sandbox.withContext,
  });
  let module: sandbox.NotebookModule | undefined;

  const run = async ({ task, args, context: packed }: TaskCallMessage): Promise<unknown> => {
    const target = module?.get(task);
    const ref = target && sandbox.refOf(target);
    if (!ref || !("task" in ref))
      throw new RunnelError("unknown-task", `The notebook has no task called "${task}".`);
    const log = new EventLog({ newId: core.newId, tell: (event) => outbox.push(event) });
    const context = unpackContext(packed, core, log, ref);
    const { transaction } = context;
    try {
      const returned: unknown = await sandbox.withContext(context, () =>
        ref.task.fn(...(decode(args) as never[])),
      );
      const enter = <T>(step: () => T): T => sandbox.withContext(context, step);
      const value = isItems(returned) ? await drained(returned, enter) : returned;
      // What ran inside cannot be undone from the other realm: it is over with the task's own part in it.
      await transaction?.commit();
      return encode(value, `the value of ${task}`);
    } catch (error) {
      await transaction?.rollback();
      throw error;
    } finally {
      await context.flow?.submissions.close();
      await tellKept(transaction);
      await outbox.flush();
    }
  };
  const tellKept = async (transaction: Transaction | null) => {
    const kept = keptIn(transaction);
    if (kept.some((values) => Object.keys(values).length > 0))
      await flowWorker.kept(encode(kept, "a value of a transaction"));
  };
  serve(ports.control, {
    async load(text) {
      module = await loadModule(text);
    },
    run,
    checkInput: pausing.checkInput,
  } satisfies TaskControl);
}
