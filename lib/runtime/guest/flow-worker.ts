import { RunnelError, errorName, messageOf, newIds, systemClock, type NewId } from "../../base";
import {
  NotPausedError,
  WebWorkerTaskRunner,
  createEngine,
  resumeFlowRun,
  type LogLevel,
  type Engine,
  type FlowRef,
  type RunEvent,
  type RunHandle,
  type TaskHandle,
  type TaskRef,
} from "../../engine";
import { armJumps, faultsOf } from "../../chaos";
import { flow, sandbox } from "../../flow";
import { HostedWorkers } from "../../workers";
import { ordinarySeed } from "../../world";
import { connect as connectTo, serve } from "../remote";
import type { Connections } from "../sandbox/policy";
import {
  mostQuestions,
  type Entry,
  type FlowControl,
  type ModulePart,
  type RunRequest,
  type Services,
} from "../protocol";
import { afterTelling, dataPort } from "./data-port";
import { loadNotebook, type LoadedNotebook } from "./load-notebook";
import { showRequests } from "./network";
import { Outbox } from "./outbox";
import { nextTurns, unheardHere } from "./rejections";
import { CrashRun } from "./crash-run";
import { simulatedRun, type SimulatedRun } from "./simulated-run";
import { TaskPool } from "./task-pool";
import { toldStorage } from "./told-storage";

/** The channels of a flow worker. */
export interface FlowWorkerPorts {
  readonly control: MessagePort;
  readonly services: MessagePort;
  readonly data: MessagePort;
  /** To the frame, which makes the task workers. */
  readonly frame: MessagePort;
}

/** A worker that runs one flow run: the engine, beside the flow's own function. */
export function startFlowWorker(ports: FlowWorkerPorts, connect: Connections): void {
  const alive = new AbortController().signal;
  const services = connectTo<Services>(ports.services, alive, mostQuestions);
  // What waits for an answer must not keep back what is told.
  const { events } = connectTo<Services>(ports.services, alive);
  const outbox = new Outbox(events);
  const data = afterTelling(dataPort(ports.data, services), () => outbox.tell());
  sandbox.whenLogged(() => outbox.prompt());
  let newId: NewId = newIds(() => systemClock.now(), Math.random);
  let simulated: SimulatedRun | undefined;
  let crashes: CrashRun | undefined;
  showRequests({
    connect,
    clock: systemClock,
    newId: () => newId(),
    tell: (event) => (crashes ? crashes.tell(event) : outbox.push(event)),
    taskRunId: sandbox.currentTaskRunId,
    isOffline: sandbox.isOffline,
    async askWorld(request) {
      if (crashes) return await crashes.ask(request, systemClock.now());
      const seed = simulated?.seed ?? ordinarySeed;
      const ask = async () => await services.world(request, { seed, now: systemClock.now() });
      return await (simulated ? simulated.clock.ask(ask) : ask());
    },
  });
  const unheard = unheardHere();
  let run: { readonly handle: RunHandle; readonly core: Engine["core"] } | undefined;

  const start = async (request: RunRequest): Promise<void> => {
    const { id, module, parts = [], entry, retryOf, maxWorkers, chaos } = request;
    const { simulation, speed } = request;
    if (simulation?.crash) {
      const again = async () => await begin(module, parts, entry);
      crashes = new CrashRun({ id, simulation, speed, data, world: services.world, outbox, begin: again });
      await crashes.run(simulation.crash);
      return;
    }
    simulated = request.simulation && simulatedRun(request, request.simulation, { data, outbox });
    const push = simulated?.push ?? ((event: RunEvent) => outbox.push(event));
    const pool = simulated
      ? undefined
      : new TaskPool({
          workers: new HostedWorkers(ports.frame, maxWorkers),
          module,
          services,
          outbox,
          maxWorkers,
          now: () => systemClock.now(),
          newId,
        });
    if (entry.kind !== "cells") pool?.warm();
    const warnings: string[] = [];
    sandbox.whenWarned((message) => warnings.push(message));
    const { ref, args, text, left } = await begin(module, parts, entry);
    pool?.useModule(text);
    const engine = createEngine({
      ...(simulated?.ports ?? {
        storage: toldStorage(services.storage, outbox),
        secrets: services.secrets,
        data,
        ...(pool && { workers: pool }),
        runner: WebWorkerTaskRunner({ maxWorkers }),
      }),
      settings: { loggingLogPrints: true },
      ...(chaos && { faults: faultsOf(chaos) }),
      enter(context, step) {
        if (!context.task?.task.isPrompt) outbox.release();
        return sandbox.withContext(context, step);
      },
      onEvent: push,
    });
    const runId = simulated?.id ?? id;
    const log = (level: LogLevel, message: string) =>
      push({ type: "log", at: systemClock.now(), level, message, flowRunId: runId, taskRunId: null });
    if (simulated && chaos) armJumps(chaos, simulated.clock, (message) => log("warning", message));
    const handle = engine.start(ref, args, {
      id: runId,
      retryOf: simulated ? undefined : (retryOf ?? runId),
    });
    run = { handle, core: engine.core };
    if (simulated) newId = engine.core.newId;
    for (const message of left) log("error", message);
    const warn = (message: string) => log("warning", message);
    warnings.forEach(warn);
    sandbox.whenWarned(warn);
    await handle.over;
    simulated?.clock.end();
    await nextTurns();
    for (const message of unheard.take(handle.state.data)) log("warning", message);
    await outbox.flush();
  };
  const resume: FlowControl["resume"] = async (id, input) => {
    if (!run) throw new NotPausedError();
    await resumeFlowRun(run.core, simulated?.innerId(id) ?? id, input);
  };
  const clock: FlowControl["clock"] = (command) => {
    const shown = (crashes ?? simulated)?.clock;
    if (command) shown?.control(command);
    return Promise.resolve(shown?.view());
  };
  const cancel = () => (crashes ?? run?.handle)?.cancel();
  serve(ports.control, { start, cancel, resume, clock } satisfies FlowControl);
}

/** What a run begins with. */
interface Beginning {
  readonly ref: FlowRef | TaskRef;
  readonly args: readonly unknown[];
  /** The module, as far as it could be loaded. */
  readonly text: string;
  /** What is to be said of cells that could not be, where the run goes on without. */
  readonly left: readonly string[];
}

/**
 * Loads the notebook. What cannot be loaded fails where it is asked for, and the rest runs; where the flow itself cannot, there
 * is still a run, which fails with the reason.
 */
async function begin(module: string, parts: readonly ModulePart[], entry: Entry): Promise<Beginning> {
  try {
    const { module: loaded, text, thrown } = await loadNotebook(module, parts);
    for (const { error, names } of thrown) for (const name of names) loaded.fail(name, error);
    const left = thrown.map(
      ({ error, place, names }) =>
        `Ran without ${names.join(", ") || "a cell"}, which cannot be loaded: ${errorName(error)}: ${messageOf(error)} (${place})`,
    );
    return { ...entryOf(loaded, entry, thrown), text, left };
  } catch (error) {
    return { ...failing(entry, error), text: module, left: [] };
  }
}

function entryOf(
  loaded: sandbox.NotebookModule,
  entry: Entry,
  thrown: LoadedNotebook["thrown"],
): Pick<Beginning, "ref" | "args"> {
  switch (entry.kind) {
    case "flow":
      for (const { error, names } of thrown) if (names.includes(entry.name)) throw error;
      return flowEntry(sandbox.refOf(named(loaded, entry.name)), entry.parameters);
    case "task":
      return { ref: taskFlow(named(loaded, entry.name) as TaskHandle, entry.name), args: [] };
    case "cells": {
      const cells = entry.names.map((name) => named(loaded, name) as TaskHandle);
      return { ref: cellsFlow(entry.flowName, cells), args: [] };
    }
  }
}

/** A flow with values for its parameters, as arguments. */
function flowEntry(
  ref: FlowRef | TaskRef,
  values: Readonly<Record<string, unknown>>,
): Pick<Beginning, "ref" | "args"> {
  const parameters = "flow" in ref ? ref.flow.parameters : [];
  const args = parameters.flatMap(({ name, kind }) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return kind === "rest" && Array.isArray(value) ? (value as readonly unknown[]) : [value];
  });
  return { ref, args: args.slice(0, args.findLastIndex((value) => value !== undefined) + 1) };
}

/** A run that only fails. */
function failing(entry: Entry, error: unknown): Pick<Beginning, "ref" | "args"> {
  const name = entry.kind === "cells" ? entry.flowName : entry.name;
  const thrower = flow({ name }, () => {
    throw error;
  });
  return { ref: sandbox.refOf(thrower), args: [] };
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
