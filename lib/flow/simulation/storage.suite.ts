import { memoryStorage, type Storage } from "../../engine";
import type { Faults } from "./program.suite";
import type { Chance } from "./seed.suite";
import type { World } from "./world.suite";

/** A storage whose operations take their time, overtake each other, and fail. */
export class TrialStorage implements Storage {
  readonly #inner = memoryStorage();
  readonly #world: World;
  readonly #chance: Chance;
  readonly #faults: Faults;
  /** The keys of the operations that failed. */
  readonly failed: string[] = [];
  /** Whether things still go wrong. */
  isTrying = true;

  constructor(world: World, chance: Chance, faults: Faults) {
    this.#world = world;
    this.#chance = chance;
    this.#faults = faults;
  }

  read: Storage["read"] = async (key) => await this.#tried(key, async () => await this.#inner.read(key));
  write: Storage["write"] = async (key, value, ifVersion) =>
    await this.#tried(key, async () => await this.#inner.write(key, structuredClone(value), ifVersion));
  remove: Storage["remove"] = async (key) =>
    await this.#tried(key, async () => await this.#inner.remove(key));
  keys: Storage["keys"] = async (prefix) =>
    await this.#tried(prefix, async () => await this.#inner.keys(prefix));

  /** An operation takes effect before or after its delay; one that fails takes none. */
  async #tried<T>(key: string, operate: () => Promise<T>): Promise<T> {
    if (!this.isTrying) return await operate();
    const { storageFails, storageWaits } = this.#faults;
    const fails = this.#chance.holds(storageFails);
    const delay = this.#chance.holds(storageWaits) ? this.#chance.pick([0, 0, 1, 5, 300]) : undefined;
    const isEarly = this.#chance.holds(0.5);
    if (fails) this.failed.push(key);
    if (delay !== undefined && !isEarly) await this.#world.gate(delay);
    if (fails) {
      if (delay !== undefined && isEarly) await this.#world.gate(delay);
      const name = this.#chance.pick(["QuotaExceededError", "UnknownError", "InvalidStateError"]);
      throw Object.assign(new Error(`storage: ${name}`), { name });
    }
    const value = await operate();
    if (delay !== undefined && isEarly) await this.#world.gate(delay);
    return value;
  }
}
