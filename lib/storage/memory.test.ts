import { systemClock } from "../base";
import { memoryDatabase } from "./memory";
import { makeDoor, type Problem } from "./quarantine";
import type { StoreName, Value } from "./schema";
import { storesContract } from "./stores.suite";
import { storesOver } from "./stores";

storesContract("memory", async () => {
  const problems: Problem[] = [];
  const database = memoryDatabase(makeDoor((problem) => problems.push(problem)));
  return {
    stores: storesOver(database, () => Promise.resolve({}), systemClock),
    problems,
    inject: (store, row) => database.change(store, "", (_, edit) => edit.put(store, row as Value<StoreName>)),
    dispose: async () => {},
  };
});
