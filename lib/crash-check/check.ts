import { messageOf } from "../base";
import type { Simulation } from "../engine";
import { realTime, seeded } from "../simulation";
import { causeOf } from "./cause";
import { allSteady, differences, nameOf, unsteadyColumns, type Unsteady } from "./difference";
import type { History } from "./history";
import { nothingKept, type Kept } from "./kept";
import { live, otherSeed, resuming, stopped, type Life, type Realm, type Watch } from "./life";
import { recordedData } from "./recorded-data";
import type { Failure, Progress, Verdict } from "./verdict";

/** Seeds where nobody says otherwise. */
export const usualSeeds = 1_000;

/** Milliseconds between the hours of two calm runs, more than between a crash and what resumes it: what differs, goes by the hour. */
const laterBy = 90_000;
/** How often a run is resumed that fails again. */
const mostResumes = 3;
/** Calm runs of other chance, until one completes. */
const mostShakes = 3;

export interface CrashCheckOptions {
  /** How the calm run is simulated; its seed is the first. */
  readonly simulation: Simulation;
  readonly seeds?: number;
  /** Milliseconds of real time after which it stops with what it has; default: none. */
  readonly time?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Looks on at the calm run of the first seed. */
  readonly watch?: Watch;
}

/**
 * Runs a flow calmly, then kills it after each moment of that run and, under other seeds, after one that is drawn; resumes it over
 * what was kept; and compares what it leaves. Never rejects for what the flow does.
 */
export async function checkForCrashes(realm: Realm, options: CrashCheckOptions): Promise<Verdict> {
  const recorded = { ...realm, data: recordedData(realm.data) };
  return await new CrashCheck(recorded, options).verdict();
}

/** A run that nobody killed, and what it left. */
interface Calm {
  readonly simulation: Simulation;
  readonly life: Life;
  readonly kept: Kept;
  /** Moments after which it can be killed: those before its end. */
  readonly points: number;
}

class CrashCheck {
  readonly #realm: Realm;
  readonly #options: CrashCheckOptions;
  readonly #start = realTime.now();
  readonly #seeds: number;
  #unsteady: Unsteady = allSteady;
  #progress: Progress;

  constructor(realm: Realm, options: CrashCheckOptions) {
    this.#realm = realm;
    this.#options = options;
    this.#seeds = Math.max(1, options.seeds ?? usualSeeds);
    this.#progress = {
      points: { done: 0, of: 0 },
      seeds: { done: 0, of: this.#seeds },
      ...{ unjudged: 0, failing: 0, failure: null },
    };
  }

  async verdict(): Promise<Verdict> {
    let calm: Calm | undefined;
    try {
      const { simulation, watch } = this.#options;
      calm = await this.#calm(simulation, simulation.seed, watch);
      if (!isComplete(calm.life)) return { type: "refused", why: refusal(calm.life) };
      this.#tell({ points: { done: 0, of: calm.points } });
      this.#unsteady = await this.#shaken(calm);
      await this.#killEverywhere(calm);
      if (!this.#progress.failure) await this.#killUnderSeeds();
    } catch (error) {
      if (!calm) {
        const why = this.#isOver
          ? "The crash check was stopped before the flow had run once."
          : messageOf(error);
        return { type: "refused", why };
      }
      if (!this.#isOver) throw error;
    }
    const { failure, seeds, points } = this.#progress;
    const isWhole = points.done === points.of && (failure !== null || seeds.done === seeds.of);
    const unsteady = [
      ...this.#unsteady.names,
      ...[...this.#unsteady.columns].flatMap(([name, columns]) =>
        [...columns].map((one) => `${name}, column ${one}`),
      ),
    ];
    const writes = calm.life.moments.some(({ type }) => ["loaded", "offered", "asked"].includes(type));
    return { type: failure ? "fails" : "survives", isWhole, writes, unsteady, ...this.#progress };
  }

  /** After each moment of the calm run, the first first: the first that fails is the shortest. */
  async #killEverywhere(calm: Calm): Promise<void> {
    for (let after = 1; after <= calm.points; after++) {
      const failure = await this.#killed(calm, after);
      const { failing, failure: known } = this.#progress;
      this.#tell({
        points: { done: after, of: calm.points },
        ...(failure && { failing: failing + 1, failure: known ?? failure }),
      });
    }
    this.#tell({ seeds: { done: 1, of: this.#seeds } });
  }

  /** Under each further seed, after a moment that is drawn. */
  async #killUnderSeeds(): Promise<void> {
    const { simulation } = this.#options;
    for (let done = 1; done < this.#seeds; done++) {
      const seed = simulation.seed + done;
      const calm = await this.#calm({ ...simulation, seed });
      if (isComplete(calm.life) && calm.points > 0) {
        const drawn = 1 + Math.floor(seeded(seed)() * calm.points);
        const failure = await this.#killed(calm, drawn);
        if (failure) {
          this.#tell({ failure: (await this.#shorter(calm, drawn)) ?? failure });
          return;
        }
      } else this.#tell({ unjudged: this.#progress.unjudged + 1 });
      this.#tell({ seeds: { done: done + 1, of: this.#seeds } });
    }
  }

  /** The shortest history of a seed that fails before that moment. */
  async #shorter(calm: Calm, before: number): Promise<Failure | undefined> {
    for (let after = 1; after < before; after++) {
      const failure = await this.#killed(calm, after);
      if (failure) return failure;
    }
    return undefined;
  }

  async #calm(simulation: Simulation, worldSeed = simulation.seed, watch?: Watch): Promise<Calm> {
    const kept = nothingKept(this.#realm.newWorld());
    const life = await this.#live(simulation, kept, { worldSeed, watch });
    const end = life.moments.findLastIndex((one) => one.type === "state" && one.of === "flow");
    return { simulation, life, kept, points: Math.max(0, end) };
  }

  /** Kills a run after so many moments, and resumes it; gives how that fails, if it does. */
  async #killed(calm: Calm, after: number): Promise<Failure | undefined> {
    const { simulation } = calm;
    const kept = nothingKept(this.#realm.newWorld());
    const killed = await this.#live(simulation, kept, { after });
    const moment = killed.moments.at(-1);
    if (killed.end.type !== "killed" || !moment) {
      this.#tell({ unjudged: this.#progress.unjudged + 1 });
      return undefined;
    }
    let resumed = killed;
    let again = simulation;
    for (let count = 1; count <= mostResumes; count++) {
      again = resuming(simulation, resumed, count);
      resumed = await this.#live(again, kept, { worldSeed: simulation.seed, isResumed: true });
      if (resumed.end.type !== "ended" || resumed.end.isCompleted) break;
    }
    const isCompleted = isComplete(resumed);
    const found = isCompleted ? await this.#differences(calm.kept, kept) : [];
    if (isCompleted && found.length === 0) return undefined;
    // What chance decides may come out as in another run that nobody kills: of the chance, and at the hour, of the resumed one.
    const other = await this.#calm(again, simulation.seed);
    const isAlike = isCompleted
      ? isComplete(other.life) && (await this.#differences(other.kept, kept)).length === 0
      : !isComplete(other.life);
    if (isAlike) return undefined;
    const history: History = { seed: simulation.seed, after };
    return { history, moment, differences: found, cause: causeOf(killed.moments, resumed, found) };
  }

  async #differences(calm: Kept, resumed: Kept) {
    return await differences(this.#realm.data, calm, resumed, this.#unsteady);
  }

  /** What differs from the calm run in another that nobody kills: what is drawn, and what goes by the hour. */
  async #shaken(calm: Calm): Promise<Unsteady> {
    const { data } = this.#realm;
    const { seed, startsAt } = calm.simulation;
    for (let count = 1; count <= mostShakes; count++) {
      const simulation = { ...calm.simulation, seed: otherSeed(seed, count), startsAt: startsAt + laterBy };
      const { life, kept } = await this.#calm(simulation, seed);
      if (!isComplete(life)) continue;
      const columns = new Map<string, ReadonlySet<string>>();
      for (const difference of await differences(data, calm.kept, kept)) {
        if (difference.type !== "table" && difference.type !== "file") continue;
        const where = difference.type === "table" ? "tables" : "files";
        const [one, other] = [
          calm.kept.own[where].get(difference.name),
          kept.own[where].get(difference.name),
        ];
        if (one && other) columns.set(nameOf(difference), await unsteadyColumns(data, one, other));
      }
      const rest = await differences(data, calm.kept, kept, { columns, names: new Set() });
      return { columns, names: new Set(rest.map(nameOf)) };
    }
    return allSteady;
  }

  async #live(
    simulation: Simulation,
    kept: Kept,
    {
      worldSeed = simulation.seed,
      after = Infinity,
      isResumed = false,
      watch = undefined as Watch | undefined,
    } = {},
  ): Promise<Life> {
    if (this.#isOver) throw stopped();
    const { signal } = this.#options;
    return await live(this.#realm, { simulation, kept, worldSeed, after, isResumed, signal, watch });
  }

  get #isOver(): boolean {
    const { signal, time = Infinity } = this.#options;
    return signal?.aborted === true || realTime.now() - this.#start > time;
  }

  #tell(change: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.#options.onProgress?.(this.#progress);
  }
}

function isComplete({ end }: Life): boolean {
  return end.type === "ended" && end.isCompleted;
}

/** Why a flow cannot be checked, by its calm run. */
function refusal({ end, moments }: Life): string {
  const isPaused = moments.some((one) => one.type === "state" && ["Paused", "Suspended"].includes(one.state));
  if (isPaused)
    return "The flow pauses for a person's word, which the crash check cannot give. Check the flows around the pause, each on its own.";
  if (end.type === "endless") return endlessTexts[end.why];
  const { name, message } = end.type === "ended" ? end : { name: "Crashed", message: "" };
  return `Without any crash the flow ends ${name}${message === "" ? "" : `: ${message.replace(/\.$/, "")}`}. Mend that first.`;
}

const endlessTexts = {
  much: "The flow says more than 20,000 things in one run, too many to be killed after each. Check it with less data.",
  idle: "The flow does not end: it waits for something that never comes. Have it end, and check again.",
  long: "The flow does not end within a minute. Have it end, or check it with less data.",
} as const;
