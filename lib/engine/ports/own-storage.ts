import { RuntimeError } from "../errors";
import type { Storage } from "./storage";

/** Stands for the storage of whichever engine runs: in a notebook, this browser's. */
export const ownStorage: Storage = Object.freeze({
  read: elsewhere,
  write: elsewhere,
  remove: elsewhere,
  keys: elsewhere,
});

function elsewhere(): Promise<never> {
  return Promise.reject(
    new RuntimeError(
      "browserStorage() names the storage of the engine that runs: pass it as `resultStorage`.",
    ),
  );
}
