import { holdsTable, type Storage } from "../../engine";
import { toldLine } from "../told-result";
import type { Outbox } from "./outbox";

/**
 * The storage of a run, where nobody waits for a result that is a table: it is told with the events that follow, which nobody sees before
 * both are stored, as one. Who asks for such a result waits until it is.
 */
export function toldStorage(storage: Storage, outbox: Pick<Outbox, "keep" | "flush">): Storage {
  const told = new Set<string>();
  const settled = async (key: string) => {
    if (told.has(key)) await outbox.flush();
  };
  return {
    async read(key) {
      await settled(key);
      return await storage.read(key);
    },
    async write(key, value, ifVersion) {
      if (ifVersion === undefined && holdsTable(value)) {
        told.add(key);
        outbox.keep(toldLine({ key, value }));
        return true;
      }
      await settled(key);
      return await storage.write(key, value, ifVersion);
    },
    async remove(key) {
      await settled(key);
      return await storage.remove(key);
    },
    async keys(prefix) {
      if (told.size > 0) await outbox.flush();
      return await storage.keys(prefix);
    },
  };
}
