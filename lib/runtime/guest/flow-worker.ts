import { RunnelError, newIds, systemClock } from "../../base";
import {
  NotPausedError,
  WebWorkerTaskRunner,
  createEngine,
  resumeFlowRun,
  type Engine,
  type FlowRef,
  type RunHandle,
  type TaskHandle,
  type TaskRef,
} from "../../engine";
import { flow, sandbox } from "../../flow";
import type { GuestWorkers } from "../guest-worker";
import { connect as connectTo, serve } from "../remote";
import type { Connections } from "../sandbox/policy";
import { mostQuestions, type Entry, type FlowControl, type RunRequest, type Services } from "../protocol";
import { dataPort } from "./data-port";
import { loadModule } from "./load-module";
import { showRequests } from "./network";
import { Outbox } from "./outbox";
import { TaskPool } from "./task-pool";

/** The channels of a flow worker. */
export interface FlowWorkerPorts {
  readonly control: MessagePort;
  readonly services: MessagePort;
  readonly data: MessagePort;
}

/** A worker that runs one flow run: the engine, beside the flow's own function. */
export function startFlowWorker(ports: FlowWorkerPorts, workers: GuestWorkers, connect: Connections): void {
  const alive = new AbortController().signal;
  const services = connectTo<Services>(ports.services, alive, mostQuestions);
  // What waits for an answer must not keep back what is told.
  const { events } = connectTo<Services>(ports.services, alive);
  const data = dataPort(ports.data, services);
  const outbox = new Outbox(events);
  const newId = newIds(() => systemClock.now(), Math.random);
  showRequests({
    connect,
    clock: systemClock,
    newId,
    tell: (event) => outbox.push(event),
    taskRunId: sandbox.currentTaskRunId,
  });
  let run: { readonly handle: RunHandle; readonly core: Engine["core"] } | undefined;

  const start = async ({ id, module, entry, maxWorkers }: RunRequest): Promise<void> => {
    const pool = new TaskPool({
      workers,
      connect,
      module,
      services,
      outbox,
      maxWorkers,
      now: () => systemClock.now(),
      newId,
    });
    if (entry.kind !== "cells") pool.warm();
    const engine = createEngine({
      storage: services.storage,
      secrets: services.secrets,
      data,
      workers: pool,
      runner: WebWorkerTaskRunner({ maxWorkers }),
      settings: { loggingLogPrints: true },
      enter(context, step) {
        outbox.release();
        return sandbox.withContext(context, step);
      },
      onEvent: (event) => outbox.push(event),
    });
    const [ref, args] = await entryOf(module, entry);
    const handle = engine.start(ref, args, { id });
    run = { handle, core: engine.core };
    await handle.over;
    await outbox.flush();
  };
  const resume: FlowControl["resume"] = async (id, input) => {
    if (!run) throw new NotPausedError();
    await resumeFlowRun(run.core, id, input);
  };
  serve(ports.control, { start, cancel: () => run?.handle.cancel(), resume } satisfies FlowControl);
}

/** What a run begins with. A notebook that cannot be loaded still has a run, which fails with the reason. */
async function entryOf(
  module: string,
  entry: Entry,
): Promise<readonly [FlowRef | TaskRef, readonly unknown[]]> {
  try {
    const loaded = await loadModule(module);
    switch (entry.kind) {
      case "flow":
        return [sandbox.refOf(named(loaded, entry.name)), entry.args];
      case "task":
        return [taskFlow(named(loaded, entry.name) as TaskHandle, entry.name), []];
      case "cells":
        return [
          cellsFlow(
            entry.flowName,
            entry.names.map((name) => named(loaded, name) as TaskHandle),
          ),
          [],
        ];
    }
  } catch (error) {
    const name = entry.kind === "cells" ? entry.flowName : entry.name;
    const failing = flow({ name }, () => {
      throw error;
    });
    return [sandbox.refOf(failing), []];
  }
}

function named(module: sandbox.NotebookModule, name: string) {
  const found = module.get(name);
  if (found) return found;
  throw new RunnelError("unknown-name", `The notebook defines no flow or task called "${name}".`);
}

/** The flow of a notebook that has none of its own: its cells, each once, side by side where they do not need each other. */
function cellsFlow(name: string, cells: readonly TaskHandle[]): FlowRef | TaskRef {
  return sandbox.refOf(flow({ name }, () => sandbox.submitCells(cells)));
}

/** One task on its own. */
function taskFlow(handle: TaskHandle, name: string): FlowRef | TaskRef {
  return sandbox.refOf(flow({ name }, () => sandbox.submitCells([handle])));
}

sandbox.capturePrints();
