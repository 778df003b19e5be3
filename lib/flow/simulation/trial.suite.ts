import {
  ConcurrentTaskRunner,
  WebWorkerTaskRunner,
  serveTasks,
  type Run,
  type RunHandle,
  type Serving,
} from "../../engine";
import { withContext } from "../ambient";
import { taskRef } from "../definitions";
import { createEngine, type FlowEngine } from "../engine";
import { drawProgram } from "./author.suite";
import { Journal } from "./journal.suite";
import { Attendance } from "./limits.suite";
import type { Program, Start } from "./program.suite";
import { Chance } from "./seed.suite";
import { Stage } from "./stage.suite";
import { TrialStorage } from "./storage.suite";
import { trialWorkers } from "./workers.suite";
import { World } from "./world.suite";

/** A start, and what became of it. */
export interface Started {
  readonly start: Start;
  readonly handle: RunHandle;
  wasCancelled: boolean;
  run?: Run;
}

/** A program that was played to its end, and all that is known of it. */
export interface Trial {
  readonly program: Program;
  readonly journal: Journal;
  readonly world: World;
  readonly storage: TrialStorage;
  readonly started: readonly Started[];
  /** Timers that were left when all runs were over. */
  readonly timersLeft: number;
  /** The slots of each limit that are taken in the end. */
  readonly slotsLeft: Readonly<Record<string, number>>;
}

/** Milliseconds after which every lease has run out, whatever the clock was set to. */
const longestLease = 3 * 3_600_000;

/** Seconds after the runs that a server of the queue has for the rest. */
const longestServing = 400;

/** Plays the program of a seed: the same seed, the same trial. */
export async function playSeed(seed: number): Promise<Trial> {
  const chance = new Chance(seed);
  return await playProgram(drawProgram(chance.fork()), chance);
}

/** Plays a program to its end: until nothing is left that could happen. */
async function playProgram(program: Program, chance: Chance): Promise<Trial> {
  const journal = new Journal();
  const world = new World(chance.fork(), program.polls);
  const storage = new TrialStorage(world, chance.fork(), program.faults);
  const attendance = new Attendance(program, journal);
  journal.isForgiving = () => storage.failed.includes("limits") || program.faults.jumps.length > 0;
  const engine = createEngine({
    clock: world,
    random: chance.fork().next,
    storage,
    runner: (program.hasWorkers ? WebWorkerTaskRunner : ConcurrentTaskRunner)(
      program.maxWorkers === undefined ? {} : { maxWorkers: program.maxWorkers },
    ),
    ...(program.hasWorkers && { workers: trialWorkers(world, chance.fork(), program.faults) }),
    settings: { resultsPersistByDefault: program.persist },
    onEvent: (event) => {
      journal.events.push(event);
      attendance.hear(event);
    },
  });
  const stage = new Stage(program, world, journal);
  const unhandled = (error: unknown) => void journal.breaches.push(`unhandled: ${String(error)}`);
  process.on("unhandledRejection", unhandled);
  // Thousands of errors are made; nobody reads where.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await played({ program, journal, world, storage, engine, stage });
  } finally {
    process.off("unhandledRejection", unhandled);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

interface Scene extends Pick<Trial, "program" | "journal" | "world" | "storage"> {
  readonly engine: FlowEngine;
  readonly stage: Stage;
}

async function played({ program, journal, world, storage, engine, stage }: Scene): Promise<Trial> {
  storage.isTrying = false;
  for (const { name, limit, decay } of program.limits)
    await engine.createConcurrencyLimit(name, { limit, slotDecayPerSecond: decay });
  storage.isTrying = true;

  const started: Started[] = [];
  let over = 0;
  for (const start of program.starts) later(start);
  for (const { at, by } of program.faults.jumps) world.later(at, () => world.set(by));
  const serving =
    program.serve === undefined
      ? undefined
      : serveTasks(engine.engine.outside(), stage.tasks.map(taskRef), { limit: program.serve });

  const play = async (isOver?: () => boolean) => {
    await world
      .play(isOver)
      .catch((error: unknown) => void journal.breaches.push(`liveness: ${String(error)}`));
  };
  await play(() => over === program.starts.length);
  const timersLeft = world.timers;
  await stopped({ program, journal, world }, serving, play);
  storage.isTrying = false;
  await play();
  // Slots that could not be given back come free with their lease, later where the clock was set back.
  if (storage.failed.includes("limits")) world.set(longestLease);
  const slots = program.limits.map(async ({ name }) => [
    name,
    (await engine.readConcurrencyLimit(name)).activeSlots,
  ]);
  const slotsLeft = Object.fromEntries(await Promise.all(slots)) as Record<string, number>;
  return { program, journal, world, storage, started, timersLeft, slotsLeft };

  function later(start: Start): void {
    world.later(start.at, () => {
      const handle = withContext(undefined, () => engine.start(stage.runnable(start.of), [start.argument]));
      const one: Started = { start, handle, wasCancelled: false };
      started.push(one);
      void handle.done.then((run) => {
        one.run = run;
        over++;
      });
      if (start.cancelAt !== undefined)
        world.later(start.cancelAt - start.at, () => {
          one.wasCancelled = true;
          handle.cancel();
        });
    });
  }
}

/** Lets a server finish what is in the queue, as long as that goes on, and stops it. */
async function stopped(
  { program, journal, world }: Pick<Trial, "program" | "journal" | "world">,
  serving: Serving | undefined,
  play: (isOver?: () => boolean) => Promise<void>,
): Promise<void> {
  // Where it has no timers of its own, whatever was left behind ends first: that may delay more.
  if (!program.polls) await play();
  if (!serving) return;
  let [isIdle, isStopped] = [false, false];
  void serving.idle().then(() => (isIdle = true));
  const end = world.elapsed + longestServing * 1000;
  await play(() => isIdle || world.elapsed > end);
  void serving.stop().then(() => (isStopped = true));
  await play(() => isStopped);
  if (!isStopped) journal.breaches.push("liveness: the server does not stop");
}
