import type { FlowRunId } from "../../base";
import {
  checkForCrashes,
  killedText,
  replayHistory,
  resumedId,
  toldEvent,
  type LifeWorld,
  type Realm,
} from "../../crash-check";
import {
  CrashedRun,
  createEngine,
  type CrashWork,
  type DataPort,
  type FlowRef,
  type RunEvent,
  type RunHandle,
  type Simulation,
  type TaskRef,
} from "../../engine";
import { sandbox } from "../../flow";
import { realTime, simulatedId, type Simulated } from "../../simulation";
import { isWorldAddress } from "../../world";
import { storedEvent } from "../event-codec";
import type { Services } from "../protocol";
import type { Outbox } from "./outbox";

export interface CrashRunPorts {
  readonly id: FlowRunId;
  readonly simulation: Simulation;
  readonly speed: number | undefined;
  readonly data: DataPort;
  readonly world: Services["world"];
  readonly outbox: Outbox;
  /** Loads the notebook anew. */
  readonly begin: () => Promise<{ readonly ref: FlowRef | TaskRef; readonly args: readonly unknown[] }>;
}

/** Milliseconds of real time that a check takes at most, and between two lines of how far it is. */
const longest = 10 * 60_000;
const pace = 400;

/** A run of this worker that is about crashes: many lives, of which one at a time is lived. */
export class CrashRun {
  readonly #ports: CrashRunPorts;
  readonly #stop = new AbortController();
  #life: { readonly handle: RunHandle; readonly tell: (event: RunEvent) => void } | undefined;
  #world: LifeWorld | undefined;
  #latest: number;
  #worlds = 0;
  clock: Simulated["clock"] | undefined;

  constructor(ports: CrashRunPorts) {
    this.#ports = ports;
    this.#latest = ports.simulation.startsAt;
  }

  /** Does it; resolves once all is told. Rejects as a run does whose worker is gone, where it is one that is killed. */
  async run(work: CrashWork): Promise<void> {
    if (work.kind === "check") await this.#check(work.seeds);
    else await this.#replay(work.kind, work.after);
  }

  /** What `world.test` answers to the life that is lived. */
  readonly ask: LifeWorld = async (request, now) => {
    if (!this.#world) throw new TypeError("Failed to fetch");
    return await this.#world(request, now);
  };

  /** Tells of an event beside the engine. */
  tell(event: RunEvent): void {
    this.#life?.tell(event);
  }

  cancel(): void {
    this.#stop.abort();
    if (this.clock) this.#life?.handle.cancel();
  }

  async #check(seeds: number): Promise<void> {
    const { simulation, id } = this.#ports;
    const held: RunEvent[] = [];
    let told = realTime.now();
    const verdict = await checkForCrashes(this.#realm(), {
      simulation,
      seeds,
      time: longest,
      signal: this.#stop.signal,
      watch: {
        onEvent: (event) => {
          // The run is over once the check is.
          const isEnd = event.type === "flow-state" && event.id === simulatedId && event.state.isFinal();
          if (isEnd || held.length > 0) held.push(event);
          else this.#push(event, simulatedId);
        },
      },
      onProgress: (progress) => {
        if (realTime.now() - told < pace) return;
        told = realTime.now();
        this.#push(toldEvent(this.#latest, id, { type: "progress", progress }), simulatedId);
      },
    });
    this.#push(toldEvent(this.#latest, id, { type: "verdict", verdict }), simulatedId);
    if (!this.#stop.signal.aborted) for (const event of held) this.#push(event, simulatedId);
    await this.#ports.outbox.flush();
  }

  async #replay(run: "killed" | "resumed", after: number): Promise<void> {
    const { simulation, speed, outbox } = this.#ports;
    const own = run === "killed" ? simulatedId : resumedId;
    const { end, moments } = await replayHistory(this.#realm(), {
      ...{ simulation, speed, run, after },
      onEvent: (event) => this.#push(event, own),
      onClock: (clock) => (this.clock = clock),
    });
    await outbox.flush();
    if (end.type === "killed") throw new CrashedRun(killedText(moments));
  }

  #realm(): Realm {
    const { begin, data, outbox, world } = this.#ports;
    return {
      data,
      newWorld: () => {
        const number = ++this.#worlds;
        return async (request, at) => await world(request, { ...at, world: number });
      },
      taskRunId: sandbox.currentTaskRunId,
      outside: (fn) => sandbox.withContext(undefined, fn),
      lives: sandbox.lives,
      answers: isWorldAddress,
      start: async (ports, ask, ids) => {
        const { ref, args } = await begin();
        const engine = createEngine({
          ...ports,
          settings: { loggingLogPrints: true },
          enter: (context, step) => {
            outbox.release();
            return sandbox.withContext(context, step);
          },
        });
        const handle = engine.start(ref, args, ids);
        this.#world = ask;
        this.#life = { handle, tell: (event) => ports.onEvent?.(event) };
        return handle;
      },
    };
  }

  /** Sends an event on, as the page's run. */
  #push(event: RunEvent, own: FlowRunId): void {
    const { id, outbox } = this.#ports;
    this.#latest = Math.max(this.#latest, event.at);
    outbox.relay(storedEvent(event).replaceAll(own, id));
  }
}
