import { memoryStorage, type Storage } from "../engine";
import type { OwnTables } from "../simulation";
import type { WorldAnswer, WorldRequest } from "../world";
import type { Fuse } from "./fuse";

/** What outlives a crash: what the run has stored, its tables and files, and the world outside. */
export interface Kept {
  readonly storage: Storage;
  readonly own: OwnTables;
  readonly world: OutsideWorld;
}

/** `world.test`, which remembers what a history asks of it. */
export type OutsideWorld = (
  request: WorldRequest,
  at: { readonly seed: number; readonly now: number },
) => Promise<WorldAnswer>;

export function nothingKept(world: OutsideWorld): Kept {
  return { storage: memoryStorage(), own: { tables: new Map(), files: new Map() }, world };
}

/** The storage as a run has it that is killed: each write is a moment, and afterwards nobody answers. */
export function mortalStorage(storage: Storage, fuse: Fuse): Storage {
  const alive = <T>(answer: Promise<T>): Promise<T> => (fuse.isBlown ? never() : answer);
  return {
    read: (key) => alive(storage.read(key)),
    keys: (prefix) => alive(storage.keys(prefix)),
    async write(key, value, ifVersion) {
      if (fuse.isBlown) return await never();
      const isWritten = await storage.write(key, value, ifVersion);
      if (isWritten) fuse.tell({ type: "stored", key });
      return await alive(Promise.resolve(isWritten));
    },
    async remove(key) {
      if (fuse.isBlown) return await never();
      const wasThere = await storage.remove(key);
      if (wasThere) fuse.tell({ type: "stored", key });
      return await alive(Promise.resolve(wasThere));
    },
  };
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
