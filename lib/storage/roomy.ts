import { RunnelError, type Clock } from "../base";
import type { Database } from "./database";
import { evict, evictables } from "./eviction";

/** Milliseconds: what was used so lately stays; and what was not used for so long goes when the app starts. */
export const ages = { busy: 3_600_000, stale: 30 * 24 * 3_600_000 };

/** A write that finds no room frees at least this share of what can go, and never less than so many bytes. */
const least = { share: 0.25, bytes: 50_000_000 };

/**
 * A database that makes room: a write for which there is none evicts what was not used for longest, and is tried once
 * more. Where nothing can go, or that is not enough, it fails as before.
 */
export function roomyDatabase(database: Database, clock: Clock): Database {
  let freeing: Promise<boolean> | undefined;
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
  return {
    ...database,
    async change(...given) {
      try {
        return await database.change(...given);
      } catch (error) {
        if (!(error instanceof RunnelError) || error.code !== "storage/full") throw error;
        freeing ??= free().finally(() => (freeing = undefined));
        if (!(await freeing.catch(() => false))) throw error;
        return await database.change(...given);
      }
    },
  };
}
