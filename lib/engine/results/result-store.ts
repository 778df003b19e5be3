import { sleep, type Clock } from "../../base";
import { MissingResult } from "../errors";
import type { Storage } from "../ports/storage";
import { encodedTag } from "./codec";
import { deserialize, isSerializer, serialize, type Serializer } from "./serializer";

/** A result as it lies in storage: the value in its stored form, and what is needed to read it again (rule 7.6). */
export interface ResultRecord {
  readonly version: 1;
  readonly key: string;
  readonly serializer: Serializer;
  readonly createdAt: number;
  /** Milliseconds since the epoch after which the record counts as absent; null: never. */
  readonly expiration: number | null;
  /** Absent where another storage holds the result and this one only the key (rule 7.30). */
  readonly body?: unknown;
}

/** Why there is no value under a key: no record, one whose time is up, or one that makes no sense (rule 7.9). */
export type Miss = "absent" | "expired" | "unreadable";

/** How often a missing record is asked for, and how many milliseconds lie between (rule 1.15). */
const mostReads = 10;
const betweenReads = 250;

/** Reads and writes the results of one run: where they go, in which form, and who holds their keys. */
export class ResultStore {
  readonly #storage: Storage;
  readonly #keys: Storage;
  readonly #serializer: Serializer;
  readonly #clock: Clock;

  constructor(options: {
    storage: Storage;
    keyStorage?: Storage | undefined;
    serializer: Serializer;
    clock: Clock;
  }) {
    this.#storage = options.storage;
    this.#keys = options.keyStorage ?? options.storage;
    this.#serializer = options.serializer;
    this.#clock = options.clock;
  }

  /** Whether there is an unexpired record under the key. */
  async exists(key: string): Promise<boolean> {
    return isRecord(await this.#record(this.#keys, key));
  }

  /** The value under a key, or why there is none: only an unexpired record that can be read has one. */
  async read(key: string): Promise<{ readonly value: unknown } | Miss> {
    if (this.#keys !== this.#storage) {
      const kept = await this.#record(this.#keys, key);
      if (!isRecord(kept)) return kept;
    }
    const record = await this.#record(this.#storage, key);
    if (!isRecord(record)) return record;
    if (!("body" in record)) return "absent";
    try {
      return { value: await deserialize(record.body, record.serializer) };
    } catch {
      return "unreadable";
    }
  }

  /** The value under a key that a state points at; asks again for a while where it is not there yet (rule 1.15). */
  async load(key: string): Promise<unknown> {
    for (let missing = 1; ; missing++) {
      const record = await this.readExpired(key);
      if (record) return record.value;
      if (missing === mostReads) throw new MissingResult();
      await sleep(this.#clock, betweenReads);
    }
  }

  /** The same, also where the record has expired: as a cache it is stale, but it still is the result of its run. */
  async readExpired(key: string): Promise<{ readonly value: unknown } | undefined> {
    const entry = await this.#storage.read(path(key));
    const record = entry && parseRecord(entry.value);
    return record && { value: await deserialize(record.body, record.serializer) };
  }

  /** Stores a value that is good until then, in milliseconds since the epoch; null: for ever. Throws `SerializationError` where it has no stored form. */
  async write(key: string, value: unknown, expiration: number | null): Promise<void> {
    const createdAt = this.#clock.now();
    const head = { version: 1, key, serializer: this.#serializer, createdAt, expiration } as const;
    const body = await serialize(value, this.#serializer);
    await this.#storage.write(path(key), { ...head, body } satisfies ResultRecord);
    if (this.#keys !== this.#storage) await this.#keys.write(path(key), head satisfies ResultRecord);
  }

  async #record(storage: Storage, key: string): Promise<ResultRecord | Miss> {
    const entry = await storage.read(path(key));
    if (!entry) return "absent";
    const record = parseRecord(entry.value);
    if (!record) return "unreadable";
    return record.expiration === null || record.expiration > this.#clock.now() ? record : "expired";
  }
}

/** Whether a stored record is that of a table: a few words of plain data. */
export function holdsTable(value: unknown): boolean {
  const record = parseRecord(value);
  return record?.serializer === "structured" && encodedTag(record.body) === "table";
}

function isRecord(found: ResultRecord | Miss): found is ResultRecord {
  return typeof found === "object";
}

function path(key: string): string {
  return `results/${key}`;
}

/** A stored record, or nothing where it is not one of ours: then the run simply executes again (rule 7.9). */
function parseRecord(value: unknown): ResultRecord | undefined {
  if (typeof value !== "object" || value === null || !("version" in value) || value.version !== 1)
    return undefined;
  const { serializer, expiration } = value as Partial<Record<keyof ResultRecord, unknown>>;
  if (!isSerializer(serializer) || (expiration !== null && typeof expiration !== "number")) return undefined;
  return value as ResultRecord;
}
