import { RunnelError } from "../../base";
import { EventLog, createEngine, decode, drained, encode, isItems, unpackContext } from "../../engine";
import { refOf, withContext, type NotebookModule } from "../../flow";
import { connect, serve } from "../remote";
import type { Services, TaskCallMessage, TaskControl, TaskHost } from "../protocol";
import { loadModule } from "./load-module";
import { Outbox } from "./outbox";

/** A worker that runs the functions of tasks, one at a time. It is killed rather than asked to stop. */
export function startTaskWorker(control: MessagePort, host: MessagePort, servicesPort: MessagePort): void {
  const alive = new AbortController().signal;
  const services = connect<Services>(servicesPort, alive);
  const flowWorker = connect<TaskHost>(host, alive);
  const outbox = new Outbox((batch) => flowWorker.events(batch));
  const { core } = createEngine({ storage: services.storage, data: services.data, enter: withContext });
  let module: NotebookModule | undefined;

  const run = async ({ task, args, context: packed }: TaskCallMessage): Promise<unknown> => {
    const target = module?.get(task);
    const ref = target && refOf(target);
    if (!ref || !("task" in ref))
      throw new RunnelError("unknown-task", `The notebook has no task called "${task}".`);
    const log = new EventLog((event) => outbox.push(event));
    const context = unpackContext(packed, core, log, ref);
    try {
      const value: unknown = await withContext(context, () => ref.task.fn(...(decode(args) as never[])));
      return encode(isItems(value) ? await drained(value) : value, `the value of ${task}`);
    } finally {
      await context.flow?.submissions.close();
      await outbox.flush();
    }
  };
  serve(control, {
    async load(text) {
      module = await loadModule(text);
    },
    run,
  } satisfies TaskControl);
}
