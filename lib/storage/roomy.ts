import { RunnelError, type Clock } from "../base";
import { changeOne, type Database } from "./database";
import { evict, evictables } from "./eviction";

/** Milliseconds: what was used so lately stays; and what was not used for so long goes when the app starts. */
export const ages = { busy: 3_600_000, stale: 30 * 24 * 3_600_000 };

/** A write that finds no room frees at least this share of what can go, and never less than so many bytes. */
const least = { share: 0.25, bytes: 50_000_000 };

/**
 * A database that makes room. A write for which there is none is tried again, with no other beside it and after a new
 * count. One that finds no room even so evicts what was not used for longest, and is tried once more. Where nothing can
 * go, or that is not enough, it fails as before.
 */
export function roomyDatabase(database: Database, clock: Clock): Database {
  const writes = new Writes();
  // Chromium 156 may count what is stored in the middle of a large write. It keeps that count when it has refused the write,
  // and refuses all others for it, however small, until a transaction that could write is done: one that writes nothing.
  const recount = async () => await database.change("settings", "", () => undefined);
  const free = async () => {
    const items = await evictables(database, clock.now() - ages.busy);
    const all = items.reduce((sum, { bytes }) => sum + bytes, 0);
    const enough = Math.max(all * least.share, least.bytes);
    let bytes = 0;
    await evict(
      database,
      items.filter((item) => (bytes += item.bytes) - item.bytes < enough),
    );
    return items.length > 0;
  };
  const changeAll: Database["changeAll"] = async (...given) => {
    const write = () => database.changeAll(...given);
    try {
      return await writes.together(write);
    } catch (error) {
      if (!isFull(error)) throw error;
    }
    return await writes.alone(async () => {
      await recount();
      try {
        return await write();
      } catch (error) {
        if (!isFull(error) || !(await free().catch(() => false))) throw error;
        return await write();
      }
    });
  };
  return { ...database, changeAll, change: changeOne(changeAll) };
}

/** Writes that go side by side, in the order in which they are asked for, or one with no other beside it. */
class Writes {
  readonly #together = new Set<Promise<unknown>>();
  /** Settles when the last of those that go alone is done. */
  #alone: Promise<unknown> | undefined;

  async together<T>(write: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone;
    const written = write();
    this.#together.add(written);
    try {
      return await written;
    } finally {
      this.#together.delete(written);
    }
  }

  async alone<T>(write: () => Promise<T>): Promise<T> {
    const before = this.#alone;
    const written = (async () => {
      await before;
      await Promise.allSettled(this.#together);
      return await write();
    })();
    const done = written
      .catch(() => undefined)
      .then(() => {
        if (this.#alone === done) this.#alone = undefined;
      });
    this.#alone = done;
    return await written;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof RunnelError && error.code === "storage/full";
}
