import { orAbort } from "./abort";

/** Writes tables to the store behind the author's back, one at a time. */
export interface Persistence {
  later(lineage: string): void;
  /** Writes one at once that is to be written later. */
  now(lineage: string): Promise<void>;
  /** Settles once nothing is left to write. */
  flush(signal?: AbortSignal): Promise<void>;
  close(): void;
}

/** Waits for a rest before each, but where somebody waits for all: then the signal aborts. */
type Rest = (signal: AbortSignal) => Promise<void>;

/**
 * Makes a queue of tables to be written, each once there is a rest: one that is made meanwhile would have to wait for it. What cannot
 * be written is left to its recipe.
 */
export function createPersistence(
  write: (lineage: string, signal: AbortSignal) => Promise<void>,
  rest: Rest = () => Promise.resolve(),
): Persistence {
  const waiting = new Set<string>();
  const closed = new AbortController();
  let hurry = new AbortController();
  let [working, flushing]: [Promise<void> | undefined, number] = [undefined, 0];

  const writeOne = async (lineage: string) => {
    await write(lineage, closed.signal).catch(() => {
      // The recipe makes the table again.
    });
    waiting.delete(lineage);
  };
  const work = async () => {
    for (const lineage of waiting) {
      if (flushing === 0) await rest(AbortSignal.any([hurry.signal, closed.signal]));
      if (closed.signal.aborted) break;
      if (waiting.has(lineage)) await writeOne(lineage);
    }
    working = undefined;
  };

  return {
    later(lineage) {
      waiting.add(lineage);
      working ??= work();
    },
    now: async (lineage) => await writeOne(lineage),
    async flush(signal) {
      flushing++;
      hurry.abort();
      hurry = new AbortController();
      try {
        while (working) await orAbort(working, signal);
      } finally {
        flushing--;
      }
    },
    close: () => closed.abort(),
  };
}
