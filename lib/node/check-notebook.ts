import {
  checkForCrashes,
  replayHistory,
  type CrashCheckOptions,
  type Realm,
  type Replay,
  type Verdict,
} from "../crash-check";
import { createEngine, sandbox } from "../flow";
import { isWorldAddress, World } from "../world";
import { compile, entryOf, loaded, type NotebookRun } from "./run-notebook";
import { answerWorld, installWorld } from "./world-fetch";

type Asked = Pick<NotebookRun, "notebook" | "data" | "flow" | "parameters">;

/** Checks for crashes what a notebook runs, in this process. Throws `node/problems` where it runs nothing. */
export async function checkNotebook(asked: Asked & CrashCheckOptions): Promise<Verdict> {
  return await checkForCrashes(await realmOf(asked), asked);
}

/** Runs a history again, its killed run and then the one that resumes it; gives how that ended. */
export async function replayNotebook(asked: Asked & Omit<Replay, "run">): Promise<string> {
  const realm = await realmOf(asked);
  await replayHistory(realm, { ...asked, run: "killed" });
  const { end } = await replayHistory(realm, { ...asked, run: "resumed" });
  return end.type === "ended" ? end.name : end.type;
}

async function realmOf(asked: Asked): Promise<Realm> {
  const compiled = compile(asked.notebook);
  entryOf(asked, compiled, await loaded(compiled));
  installWorld();
  return {
    data: asked.data,
    newWorld() {
      const world = new World();
      return (request, at) => Promise.resolve(world.ask(request, at));
    },
    taskRunId: sandbox.currentTaskRunId,
    outside: (fn) => sandbox.withContext(undefined, fn),
    lives: sandbox.lives,
    answers: isWorldAddress,
    async start(ports, world, ids) {
      const [runnable, args] = entryOf(asked, compiled, await loaded(compiled));
      const engine = createEngine({ ...ports, settings: { loggingLogPrints: true }, flowRuns: new Map() });
      answerWorld(engine.engine.core, async (request, now) => await world(request, now));
      return engine.start(runnable, args, ids);
    },
  };
}
