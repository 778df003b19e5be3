import { RunnelError, type FlowRunId, type TaskRunId } from "../base";
import type { DataPort, EngineOptions, RunHandle, RunEvent, Simulation, StartOptions } from "../engine";
import { realTime, rest, simulate, simulatedId, type SimulatePorts, type Simulated } from "../simulation";
import type { WorldAnswer, WorldRequest } from "../world";
import { Fuse, mostMoments } from "./fuse";
import { mortalStorage, type Kept, type OutsideWorld } from "./kept";
import type { Moment } from "./moment";

/** Where a flow is run: Node, or a worker of the sandbox. One life at a time. */
export interface Realm extends Pick<SimulatePorts, "outside" | "lives" | "answers"> {
  readonly data: DataPort;
  /** A world that remembers nothing yet. */
  readonly newWorld: () => OutsideWorld;
  /** The task around the caller. */
  readonly taskRunId: () => TaskRunId | null;
  /** Loads the notebook anew and starts its flow, whose code asks this world. */
  readonly start: (
    ports: EngineOptions,
    world: LifeWorld,
    options: StartOptions,
  ) => Promise<Pick<RunHandle, "over" | "state">>;
}

/** The world as one life knows it; asked through its clock. */
export type LifeWorld = (request: WorldRequest, now: number) => Promise<WorldAnswer>;

/** What a life begins with. */
export interface Birth {
  readonly simulation: Simulation;
  readonly kept: Kept;
  /** What the world outside is drawn from. */
  readonly worldSeed: number;
  /** How many moments it lives for; Infinity: to its end. */
  readonly after: number;
  /** Whether a run was killed before, which this one resumes. */
  readonly isResumed: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Whoever looks on. */
  readonly watch?: Watch | undefined;
}

/** Looks on while a life is lived. */
export interface Watch {
  /** Hears of all that happens until it is killed. */
  readonly onEvent: (event: RunEvent) => void;
  /** Is given its clock. */
  readonly onClock?: (clock: Simulated["clock"]) => void;
  /** Simulated milliseconds for each real one, at first; default: as quickly as can be. */
  readonly speed?: number | undefined;
}

/** How a life went. */
export interface Life {
  readonly moments: readonly Moment[];
  readonly end:
    | { readonly type: "killed" }
    | {
        readonly type: "ended";
        readonly isCompleted: boolean;
        readonly name: string;
        readonly message: string;
      }
    /** It would not have ended: nothing was to come, it took too long, it said too much. */
    | { readonly type: "endless"; readonly why: "idle" | "long" | "much" };
  /** The hour at its end. */
  readonly hour: number;
}

/** What a run is called that resumes another, while it runs. */
export const resumedId = "00000000-0000-7000-8000-000000000001" as FlowRunId;

/** Milliseconds of real time that a life may take, and after which it is looked at whether anything is to come. */
const longest = 60_000;
const pulse = 25;

/** Runs a flow in simulated time until it ends, or is killed. Rejects where it is told to stop. */
export async function live(realm: Realm, birth: Birth): Promise<Life> {
  const { simulation, kept, worldSeed, isResumed, signal } = birth;
  const { watch } = birth;
  const fuse = new Fuse(birth.after);
  const ids = isResumed ? { id: resumedId, retryOf: simulatedId } : { id: simulatedId };
  const onEvent = (event: RunEvent) => {
    if (fuse.isBlown) return;
    watch?.onEvent(event);
    fuse.tellEvent(event);
  };
  const simulated = simulate(simulation, {
    ...realm,
    storage: mortalStorage(kept.storage, fuse),
    own: kept.own,
    writes: "beside",
    // Who looks on is no part of the run.
    say: (message, at) =>
      realm.outside(() =>
        onEvent({ type: "log", at, level: "info", message, flowRunId: ids.id, taskRunId: null }),
      ),
    ...(watch?.speed !== undefined && { speed: watch.speed }),
  });
  const { clock } = simulated;
  watch?.onClock?.(clock);
  fuse.onBlow(() => clock.end());
  const world: LifeWorld = async (request, now) => {
    const answer = await clock.ask(() => kept.world(request, { seed: worldSeed, now }));
    fuse.tell({ type: "asked", method: request.method, address: request.url.slice(0, 200) });
    return answer;
  };
  const stop = new AbortController();
  try {
    const data = toldData(simulated.ports.data ?? realm.data, fuse, realm);
    const ports = { ...simulated.ports, data, onEvent };
    const handle = await realm.start(ports, world, ids);
    const ended = handle.over.then(({ state }): Life["end"] => ({
      ...{ type: "ended", isCompleted: state.isCompleted() },
      ...{ name: state.name, message: state.message ?? "" },
    }));
    const killed = fuse.blown.then((): Life["end"] =>
      birth.after > mostMoments ? { type: "endless", why: "much" } : { type: "killed" },
    );
    // Who looks on may have time stand.
    const late = watch
      ? new Promise<never>(() => undefined)
      : endless(() => clock.isIdle, stop.signal, signal);
    const end = await Promise.race([killed, ended, late]);
    return { moments: fuse.moments, end, hour: clock.now() };
  } finally {
    stop.abort();
    simulated.end();
    // What it still had to do without a clock is done before the next one lives.
    await rest();
    await rest();
  }
}

/** Resolves once a life proves to have no end; rejects where it is to stop. */
function endless(isIdle: () => boolean, over: AbortSignal, signal?: AbortSignal): Promise<Life["end"]> {
  const start = realTime.now();
  let idle = 0;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (over.aborted) return;
      idle = isIdle() ? idle + 1 : 0;
      if (signal?.aborted) reject(stopped());
      else if (idle > 8) resolve({ type: "endless", why: "idle" });
      else if (realTime.now() - start > longest) resolve({ type: "endless", why: "long" });
      else realTime.after(pulse, look);
    };
    look();
  });
}

export function stopped(): RunnelError {
  return new RunnelError("crash-check/stopped", "The crash check was stopped.");
}

/** The data engine, of which each table and file that is written is a moment. */
function toldData(data: DataPort, fuse: Fuse, { taskRunId }: Pick<Realm, "taskRunId">): DataPort {
  return {
    ...data,
    async load(table, name, mode, signal) {
      const task = fuse.nameOf(taskRunId());
      const kept = await data.load(table, name, mode, signal);
      fuse.tell({ type: "loaded", table: name, mode, rows: table.numRows, task });
      return kept;
    },
    async download(table, fileName, signal) {
      const task = fuse.nameOf(taskRunId());
      await data.download(table, fileName, signal);
      fuse.tell({ type: "offered", file: fileName, task });
    },
  };
}

/** Milliseconds between a crash and what resumes it. */
const downtime = 60_000;

/** The simulation in which a run is resumed for the first, second … time: later, and of another chance. */
export function resuming(simulation: Simulation, killed: Life, count: number): Simulation {
  return {
    ...simulation,
    seed: otherSeed(simulation.seed, count),
    startsAt: killed.hour + downtime,
  };
}

/** Another chance than a seed's own. */
export function otherSeed(seed: number, count: number): number {
  return (seed ^ 0x2c1b3c6d) + count * 7919;
}
