import type { Storage } from "../../engine";

/** How the keys of results begin. */
const start = "results/";

/**
 * The keys of the results that there may be for a run: those that were there when it first asked for one, and those that it put there. Of
 * others it is told without a look at the disk that there is none: what another tab puts there meanwhile is made again.
 */
export class KnownResults {
  #keys: Promise<Set<string>> | undefined;
  readonly #added = new Set<string>();

  /** Notes a result that is put there past `over`. */
  add(key: string): void {
    this.#added.add(key);
  }

  /** The run's storage, which looks for known results only. */
  over(storage: Storage): Storage {
    const mayHave = async (key: string) => {
      if (!key.startsWith(start) || this.#added.has(key)) return true;
      this.#keys ??= storage.keys(start).then((keys) => new Set(keys));
      // Whoever asks next tries again.
      this.#keys.catch(() => (this.#keys = undefined));
      return (await this.#keys).has(key);
    };
    return {
      ...storage,
      read: async (key) => ((await mayHave(key)) ? await storage.read(key) : undefined),
      write: async (key, value, ifVersion) => {
        this.add(key);
        return await storage.write(key, value, ifVersion);
      },
    };
  }
}
