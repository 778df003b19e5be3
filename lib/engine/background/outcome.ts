import type { TaskRunId } from "../../base";
import type { Core } from "../context";
import { MissingResult } from "../errors";
import type { Storage } from "../ports/storage";
import { decode, encode } from "../results/codec";
import { ResultStore } from "../results/result-store";
import { State } from "../states/state";

/** A background run's last state as it lies in the storage: its value is in the result store, its exception here. */
interface OutcomeRecord {
  readonly version: 1;
  readonly state: unknown;
}

/** Stores how a run ended, for all who wait for it. The first to say so is right: a run that ran twice ended once. */
export async function writeOutcome({ storage }: Core, id: TaskRunId, state: State): Promise<void> {
  await storage.write(path(id), { version: 1, state: stored(state) } satisfies OutcomeRecord, 0);
}

export async function hasOutcome({ storage }: Core, id: TaskRunId): Promise<boolean> {
  return (await storage.read(path(id))) !== undefined;
}

/** The state in which a run ended; undefined where it has not. Its value is loaded when it is asked for (rule 4.11). */
export async function readOutcome(
  { storage, clock }: Core,
  id: TaskRunId,
  results: Storage,
): Promise<State | undefined> {
  const entry = await storage.read(path(id));
  if (!entry) return undefined;
  const state = decode((entry.value as OutcomeRecord).state) as State;
  const { cacheKey } = state.stateDetails;
  if (!state.isCompleted() || cacheKey === undefined) return state;
  const store = new ResultStore({ storage: results, serializer: "structured", clock });
  const load = async () => {
    const found = await store.readExpired(cacheKey);
    if (!found) throw new MissingResult("The result was not persisted, or is no longer in the storage.");
    return found.value;
  };
  const { type, name, message, stateDetails: details } = state;
  return new State(state.id, state.at, { type, name, message, details, held: { load } });
}

function stored(state: State): unknown {
  const bare = encode(state.withoutData());
  if (state.isCompleted()) return bare;
  try {
    return structuredClone(encode(state));
  } catch {
    return bare;
  }
}

function path(id: TaskRunId): string {
  return `background/state/${id}`;
}
