import { RunnelError } from "../base";
import { armJumps, faultsOf, readPlan, type ChaosPlan } from "../chaos";
import type { DataPort, EngineOptions, Run, Simulation } from "../engine";
import * as api from "../flow";
import { isTable, type Notebook, type RunnableNotebook } from "../notebook";
import { createCompile } from "../notebook/compile/with-typescript";
import { simulate, simulatedId, type Simulated } from "../simulation";
import { isWorldAddress, ordinarySeed } from "../world";
import { answerWorld, installWorld } from "./world-fetch";

const { sandbox, ...authoring } = api;
export const compile = createCompile({ api: Object.keys(authoring), platform: ["process"] });

/** Other ports than those of `EngineOptions` by default are for tests. */
export interface NotebookRun extends Pick<
  EngineOptions,
  "onEvent" | "clock" | "storage" | "secrets" | "flowRuns"
> {
  readonly notebook: Notebook;
  readonly data: DataPort;
  /** The flow to run; default: the only one, or all tables where there is none. */
  readonly flow?: string;
  /** Values of its parameters, by name. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What is to go wrong on purpose, as a plan's lines; default: nothing. */
  readonly chaos?: string | undefined;
  /** Runs it in simulated time; default: in real time. */
  readonly simulation?: Simulation | undefined;
}

/** Runs a notebook on the engine, in this process. Throws `node/problems` where it cannot be run; how the run ended is in what it gives. */
export async function runNotebook(asked: NotebookRun): Promise<Run> {
  const { notebook, data, simulation, chaos, clock, storage, secrets, flowRuns, onEvent } = asked;
  const compiled = compile(notebook);
  const plan = chaos === undefined ? undefined : planOf(chaos, compiled, simulation !== undefined);
  installWorld();
  const simulated = simulation && simulatedHere(simulation, asked);
  if (simulation) onEvent?.({ type: "simulation", at: simulation.startsAt, simulation });
  try {
    const engine = authoring.createEngine({
      data,
      settings: { loggingLogPrints: true },
      ...(clock && { clock }),
      ...(storage && { storage }),
      ...(secrets && { secrets }),
      ...(flowRuns && { flowRuns }),
      ...(onEvent && { onEvent }),
      ...simulated?.ports,
      ...(plan && { faults: faultsOf(plan) }),
    });
    const seed = simulation?.seed ?? ordinarySeed;
    answerWorld(engine.engine.core, async (request, now, world) => {
      const ask = () => Promise.resolve(world.ask(request, { seed, now }));
      return await (simulated ? simulated.clock.ask(ask) : ask());
    });
    if (simulated && plan)
      armJumps(plan, simulated.clock, (message) =>
        onEvent?.({
          ...{ type: "log", at: simulated.clock.now(), level: "warning", message },
          ...{ flowRunId: simulatedId, taskRunId: null },
        }),
      );
    const [runnable, args] = entryOf(asked, compiled, await loaded(compiled));
    return await engine.start(runnable, args, simulation && { id: simulatedId }).done;
  } finally {
    simulated?.end();
  }
}

/** Has this process be simulated until that is ended. */
function simulatedHere(simulation: Simulation, { data, onEvent }: NotebookRun): Simulated {
  return simulate(simulation, {
    data,
    // Who listens to a run is no part of it.
    say: (message, at) =>
      sandbox.withContext(undefined, () =>
        onEvent?.({
          ...{ type: "log", at, level: "info", message },
          ...{ flowRunId: simulatedId, taskRunId: null },
        }),
      ),
    writes: simulation.mayWrite ? "real" : "copy",
    outside: (fn) => sandbox.withContext(undefined, fn),
    lives: sandbox.lives,
    answers: isWorldAddress,
  });
}

/** What is to be run, and with which arguments. Throws `node/problems` where there is nothing. */
export function entryOf(
  { notebook, flow: asked, parameters = {} }: Pick<NotebookRun, "notebook" | "flow" | "parameters">,
  compiled: RunnableNotebook,
  module: Awaited<ReturnType<typeof loaded>>,
): readonly [flow: api.sandbox.Runnable, args?: readonly unknown[]] {
  const name = asked ?? onlyFlow(compiled);
  if (name === undefined) {
    const tables = compiled.definitions.filter(isTable).flatMap((one) => module.get(one.name) ?? []);
    if (tables.length === 0)
      throw new RunnelError(
        "node/problems",
        problemText(notebook, compiled) || "There is nothing to run in this notebook.",
      );
    const all = authoring.flow({ name: notebook.title || "notebook" }, () =>
      sandbox.submitCells(tables as Parameters<typeof sandbox.submitCells>[0]),
    );
    return [all];
  }
  const flow = module.get(name);
  const definition = compiled.definitions.find((one) => one.name === name);
  if (!flow || !definition)
    throw new RunnelError(
      "node/problems",
      problemText(notebook, compiled) || `The notebook has no flow “${name}”.`,
    );
  const unknown = Object.keys(parameters).find(
    (key) => !definition.parameters.some((one) => one.name === key),
  );
  if (unknown !== undefined)
    throw new RunnelError("node/problems", `The flow “${name}” has no parameter “${unknown}”.`);
  return [flow, definition.parameters.map((one) => parameters[one.name])];
}

/** A plan for a notebook's tasks. Throws `node/problems` for one that cannot be meant. */
function planOf(text: string, { definitions }: RunnableNotebook, isSimulated: boolean): ChaosPlan {
  const tasks = definitions.flatMap(({ kind, name }) => (kind === "flow" ? [] : [name]));
  const { plan, problems } = readPlan(text, { tasks, isSimulated });
  if (problems.length === 0) return plan;
  const said = problems.map(({ line, message }) => `Chaos, line ${line}: ${message}`);
  throw new RunnelError("node/problems", said.join("\n"));
}

function onlyFlow({ main }: RunnableNotebook): string | undefined {
  if (main.length > 1)
    throw new RunnelError("node/problems", `The notebook has several flows: name one of ${main.join(", ")}.`);
  return main[0];
}

let loads = 0;

/** Loads the module as the sandbox does, but for the way in which Node takes a text as a module. */
export async function loaded({ module: text }: RunnableNotebook): Promise<api.sandbox.NotebookModule> {
  const module = sandbox.notebookModule();
  Object.defineProperty(globalThis, "runnel", {
    value: { ...authoring, ...module.machinery },
    configurable: true,
  });
  // Node evaluates a text once: the same notebook, run again, must be another.
  const named = `${text}\n// ${++loads}\n//# sourceURL=notebook.runnel.js\n`;
  await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(named).toString("base64")}`);
  return module;
}

/** What keeps cells from running, a line each. */
function problemText(notebook: Notebook, { cells }: RunnableNotebook): string {
  return notebook.cells
    .flatMap(({ id }, index) =>
      (cells[id]?.problems ?? []).map(({ line, message }) => `Cell ${index + 1}, line ${line}: ${message}`),
    )
    .join("\n");
}
