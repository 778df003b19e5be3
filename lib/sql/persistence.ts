import { orAbort } from "./abort";

/** Writes tables to the store behind the author's back, one at a time. */
export interface Persistence {
  later(lineage: string): void;
  /** Settles once nothing is left to write. */
  flush(signal?: AbortSignal): Promise<void>;
  close(): void;
}

/** Makes a queue of tables to be written; what cannot be written is left to its recipe. */
export function createPersistence(
  write: (lineage: string, signal: AbortSignal) => Promise<void>,
): Persistence {
  const waiting = new Set<string>();
  const closed = new AbortController();
  let working: Promise<void> | undefined;

  const work = async () => {
    for (const lineage of waiting) {
      if (closed.signal.aborted) break;
      await write(lineage, closed.signal).catch(() => {
        // The recipe makes the table again.
      });
      waiting.delete(lineage);
    }
    working = undefined;
  };

  return {
    later(lineage) {
      waiting.add(lineage);
      working ??= work();
    },
    async flush(signal) {
      while (working) await orAbort(working, signal);
    },
    close: () => closed.abort(),
  };
}
