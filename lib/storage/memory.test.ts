import { systemClock } from "../base";
import { memoryDatabase } from "./memory";
import { makeDoor, type Problem } from "./quarantine";
import type { StoreName, Value } from "./schema";
import { storesContract } from "./stores.suite";
import { storesOver } from "./stores";

storesContract("memory", async () => {
  const problems: Problem[] = [];
  const door = makeDoor((problem) => problems.push(problem));
  const database = memoryDatabase(door);
  return {
    stores: storesOver(database, () => Promise.resolve({}), systemClock, door),
    problems,
    inject: (store, row) => database.change(store, "", (_, edit) => edit.put(store, row as Value<StoreName>)),
    dispose: async () => {},
  };
});
