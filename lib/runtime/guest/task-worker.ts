import { RunnelError } from "../../base";
import {
  EventLog,
  SerializationError,
  byName,
  createEngine,
  decode,
  drained,
  encode,
  isItems,
  unpackFlow,
  unpackTask,
  type RemoteFlow,
} from "../../engine";
import { sandbox } from "../../flow";
import { connect } from "../remote";
import type { SandboxData, Services, TaskMessage, TaskQuestion } from "../protocol";
import { dataPort } from "./data-port";
import { loadModule } from "./load-module";
import { Outbox } from "./outbox";
import { answering } from "./questions";

/** The channels of a task worker. */
export interface TaskWorkerPorts {
  readonly control: MessagePort;
  readonly services: MessagePort;
  readonly data: MessagePort;
}

/** A worker that runs the functions of tasks, one at a time. It is killed rather than asked to stop. */
export function startTaskWorker(ports: TaskWorkerPorts): void {
  const alive = new AbortController().signal;
  const services = connect<Services>(ports.services, alive);
  const { core } = createEngine({
    storage: services.storage,
    data: dataPort(connect<SandboxData>(ports.data, alive), services),
    enter: sandbox.withContext,
  });
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
    try {
      const value: unknown = await sandbox.withContext(context, () => ref.task.fn(...args));
      return encode(isItems(value) ? await drained(value) : value, `the value of ${task}`);
    } finally {
      await context.flow?.submissions.close();
      await outbox.flush();
    }
  };
  const tell = answering(
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
  const outbox = new Outbox(tell, 0);
}
