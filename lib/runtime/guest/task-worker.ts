import { RunnelError } from "../../base";
import { EventLog, createEngine, decode, drained, encode, isItems, unpackContext } from "../../engine";
import { sandbox } from "../../flow";
import { connect, serve } from "../remote";
import type { Services, TaskCallMessage, TaskControl, TaskHost } from "../protocol";
import { dataPort } from "./data-port";
import { loadModule } from "./load-module";
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
export function startTaskWorker(ports: TaskWorkerPorts): void {
  const alive = new AbortController().signal;
  const services = connect<Services>(ports.services, alive);
  const flowWorker = connect<TaskHost>(ports.host, alive);
  const outbox = new Outbox((batch) => flowWorker.events(batch));
  const pausing = new HostedPauses(flowWorker);
  const { core } = createEngine({
    pausing,
    storage: services.storage,
    data: dataPort(ports.data, services),
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
    try {
      const value: unknown = await sandbox.withContext(context, () =>
        ref.task.fn(...(decode(args) as never[])),
      );
      return encode(isItems(value) ? await drained(value) : value, `the value of ${task}`);
    } finally {
      await context.flow?.submissions.close();
      await outbox.flush();
    }
  };
  serve(ports.control, {
    async load(text) {
      module = await loadModule(text);
    },
    run,
    checkInput: pausing.checkInput,
  } satisfies TaskControl);
}
