import type { FlowRunId } from "../base";
import {
  WebWorkerTaskRunner,
  memoryStorage,
  type DataPort,
  type EngineOptions,
  type Simulation,
  type Storage,
} from "../engine";
import { simulateRealm, type RealmPorts } from "./realm";
import { seeded } from "./seeded";
import { simulatedData, type SimulatedDataPorts } from "./simulated-data";
import { SimulatedWorkers } from "./simulated-workers";
import { VirtualClock } from "./virtual-clock";

export interface SimulatePorts
  extends Pick<RealmPorts, "outside" | "lives" | "answers">, Pick<SimulatedDataPorts, "writes" | "own"> {
  readonly data: DataPort;
  /** What the run finds kept, and keeps; default: nothing, for nobody. */
  readonly storage?: Storage;
  /** Writes a line into the run's log, of that hour. */
  readonly say: (message: string, at: number) => void;
  /** Simulated milliseconds for each real one; default: as quickly as can be. */
  readonly speed?: number;
}

/** What a simulated run works with, until it is over. */
export interface Simulated {
  readonly clock: VirtualClock;
  readonly ports: Pick<
    EngineOptions,
    "clock" | "random" | "storage" | "secrets" | "data" | "workers" | "runner"
  >;
  /** Gives the realm its own time and chance back. */
  end(): void;
}

/** What a simulated run is called while it runs, so that its log depends on no name: whoever keeps it gives it another. */
export const simulatedId = "00000000-0000-7000-8000-000000000000" as FlowRunId;

/** What tells the chance of the author's code from the engine's: neither moves the other. */
const authors = 0x5eed;

/** Has this realm be simulated: one run at a time. */
export function simulate({ seed, startsAt, slots }: Simulation, ports: SimulatePorts): Simulated {
  const clock = new VirtualClock({ startsAt, ...(ports.speed !== undefined && { speed: ports.speed }) });
  const say = (message: string) => ports.say(message, clock.now());
  const restore = simulateRealm({ ...ports, clock, random: seeded(seed ^ authors) });
  return {
    clock,
    ports: {
      clock,
      random: seeded(seed),
      storage: ports.storage ?? memoryStorage(),
      secrets: { read: (name) => Promise.resolve(`simulated ${name}`) },
      data: simulatedData(ports.data, {
        writes: ports.writes,
        clock,
        say,
        ...(ports.own && { own: ports.own }),
      }),
      workers: new SimulatedWorkers(slots),
      runner: WebWorkerTaskRunner({ maxWorkers: slots }),
    },
    end() {
      clock.end();
      restore();
    },
  };
}
