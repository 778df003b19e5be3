import { memoryStorage } from "../../engine";
import { parseToldResult } from "../told-result";
import { Outbox } from "./outbox";
import { toldStorage } from "./told-storage";

/** A run's storage over one in memory, to which the outbox's batches go; what was taken in batches, and what was written beside them. */
export function fromMemory() {
  const memory = memoryStorage();
  const [taken, written]: [string[], string[]] = [[], []];
  const outbox = new Outbox(async (batch) => {
    for (const line of batch) {
      const told = parseToldResult(line);
      if (told) await memory.write(told.key, told.value);
      taken.push(told?.key ?? line);
    }
  }, 0);
  const under = {
    ...memory,
    async write(key: string, value: unknown, ifVersion?: number) {
      written.push(key);
      return await memory.write(key, value, ifVersion);
    },
  };
  const data = { kind: "table", name: "t", lineage: "0", schema: [], numRows: 0 };
  const body = { $runnel: "table", data };
  const table = { version: 1, key: "a", serializer: "structured", createdAt: 0, expiration: null, body };
  return { storage: toldStorage(under, outbox), outbox, taken, written, table };
}
