import { newIds, systemClock, type Clock, type FlowRunId, type NotebookId } from "../../base";
import type { Simulation } from "../../engine";
import type { RunnableNotebook } from "../../notebook";
import type { FlowWorker, Granted, RunRequest } from "../../runtime";
import type { ClockView } from "../../simulation";
import type { Stores } from "../../storage";
import { LastKeys } from "./last-keys";
import { tabLocks, type Locks } from "../locks";
import { RunSession } from "./run-session";

const newId = newIds(Date.now, Math.random);

/** The notebook of all scripted runs. */
export const notebookId = newId<NotebookId>();

const compiled: RunnableNotebook = { module: "", lines: [], cells: {}, definitions: [], main: [] };

interface Scene {
  readonly clock?: Clock;
  readonly locks?: Locks;
  /** What becomes of asking the run to stop. */
  readonly cancel?: () => Promise<void>;
  readonly simulation?: Simulation;
  /** What its simulated clock shows. */
  readonly clockView?: ClockView;
  /** Told how fast its time is to go, as it starts. */
  readonly onStart?: (speed: number | undefined) => void;
}

/** A run whose code does what it wants with what the page grants it. */
export function scriptedRun(
  stores: Stores,
  play: (granted: Granted, id: FlowRunId) => Promise<void>,
  {
    clock = systemClock,
    locks = tabLocks(),
    cancel = async () => undefined,
    simulation,
    onStart,
    clockView,
  }: Scene = {},
): RunSession {
  const never = () => Promise.reject(new Error("not asked for"));
  const startWorker = async (granted: Granted): Promise<FlowWorker> => {
    const control = {
      start: async ({ id, speed }: RunRequest) => {
        onStart?.(speed);
        await play(granted, id);
      },
      cancel,
      resume: never,
      clock: async () => clockView,
    };
    return { control, closed: new AbortController().signal, stop: () => undefined };
  };
  const ports = {
    ...{ stores, newId, notebookId, startWorker, clock, locks },
    ...{ keys: new LastKeys(), connectData: never, load: never, offer: never },
    ...{ conceal: async () => undefined, onRefused: () => undefined, onChange: () => undefined },
  };
  const entry = { kind: "flow", name: "main", parameters: {} } as const;
  return new RunSession(ports, compiled, { entry, simulation }, 1);
}
