import { AwsClient } from "aws4fetch";
import { SerializationError, ValueError, type ResultStorage, type Storage } from "../engine";

/** What the secret of a bucket's name holds, as JSON: Prefect's block of the same name. */
interface BucketConfig {
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Default: Amazon's own; any store that speaks S3 will do. */
  readonly endpoint?: string;
  /** Put before every key. */
  readonly folder?: string;
}

/** Results in a bucket that speaks S3. It must let the page's origin in (CORS), and the notebook its host. */
export class S3Bucket implements ResultStorage {
  readonly name: string;
  /** One for each engine's secrets: its configuration is read once. */
  readonly #storages = new WeakMap<object, Storage>();

  private constructor(name: string) {
    this.name = name;
  }

  /** The bucket that the secret of that name describes: it is read when a result is first kept or looked for. */
  static load(name: string): S3Bucket {
    return new S3Bucket(name);
  }

  open({ secrets }: Parameters<ResultStorage["open"]>[0]): Storage {
    const known = this.#storages.get(secrets ?? this);
    if (known) return known;
    const storage = storageOf(async () => parseConfig(this.name, await secrets?.read(this.name)));
    this.#storages.set(secrets ?? this, storage);
    return storage;
  }
}

function storageOf(load: () => Promise<BucketConfig>): Storage {
  let opened: Promise<Bucket> | undefined;
  const bucket = async () => {
    opened ??= load().then((config) => new Bucket(config));
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return {
    read: async (key) => {
      const text = await (await bucket()).get(key);
      return text === undefined ? undefined : { value: JSON.parse(text) as unknown, version: 1 };
    },
    write: async (key, value, ifVersion) => await (await bucket()).put(key, json(key, value), ifVersion),
    remove: async (key) => await (await bucket()).delete(key),
    keys: async (prefix) => await (await bucket()).list(prefix),
  };
}

/** The few requests of S3's that a storage needs. */
class Bucket {
  readonly #client: AwsClient;
  readonly #address: string;
  readonly #folder: string;

  constructor({ bucket, endpoint, folder = "", ...credentials }: BucketConfig) {
    this.#client = new AwsClient({ service: "s3", ...credentials });
    const host = endpoint ?? `https://s3.${credentials.region}.amazonaws.com`;
    this.#address = `${host.replace(/\/$/, "")}/${encodeURIComponent(bucket)}`;
    this.#folder = folder;
  }

  async get(key: string): Promise<string | undefined> {
    const response = await this.#client.fetch(this.#url(key));
    return response.status === 404 ? undefined : await (await succeeded(response, "read", key)).text();
  }

  /** S3 has no count of an object's writes: that there is none yet is all that a condition can say. */
  async put(key: string, body: string, ifVersion: number | undefined): Promise<boolean> {
    if (ifVersion !== undefined && ifVersion !== 0)
      throw new ValueError(
        "A bucket cannot tell whether an object is still the same: keep limits and queues elsewhere.",
      );
    const headers = { "Content-Type": "application/json", ...(ifVersion === 0 && { "If-None-Match": "*" }) };
    const response = await this.#client.fetch(this.#url(key), { method: "PUT", body, headers });
    if (response.status === 412) return false;
    await succeeded(response, "write", key);
    return true;
  }

  async delete(key: string): Promise<boolean> {
    const existed = (await this.get(key)) !== undefined;
    await succeeded(await this.#client.fetch(this.#url(key), { method: "DELETE" }), "remove", key);
    return existed;
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for (let token: string | undefined = ""; token !== undefined;) {
      const query = new URLSearchParams({ "list-type": "2", prefix: this.#folder + prefix });
      if (token !== "") query.set("continuation-token", token);
      const response = await this.#client.fetch(`${this.#address}?${query.toString()}`);
      const text = await (await succeeded(response, "list", prefix)).text();
      keys.push(...elements(text, "Key").map((key) => key.slice(this.#folder.length)));
      [token] = elements(text, "NextContinuationToken");
    }
    return keys.sort();
  }

  #url(key: string): string {
    return `${this.#address}/${(this.#folder + key).split("/").map(encodeURIComponent).join("/")}`;
  }
}

async function succeeded(response: Response, what: string, key: string): Promise<Response> {
  if (response.ok) return response;
  const [why = response.statusText] = elements(await response.text(), "Message");
  throw new ValueError(`The bucket refused to ${what} '${key}' (${response.status}): ${why}`);
}

function json(key: string, value: unknown): string {
  const text = JSON.stringify(value, (_name, one: unknown) => {
    if (one instanceof Uint8Array || one instanceof Map || one instanceof Set || typeof one === "bigint")
      throw new SerializationError(
        `The result under '${key}' has no JSON form: set \`resultSerializer: "json"\` to keep it in a bucket.`,
      );
    return one;
  });
  return text;
}

/** The texts of an XML answer's elements of one name. */
function elements(xml: string, name: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"));
  return [...found].map(([, text = ""]) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  );
}

function parseConfig(name: string, text: string | undefined): BucketConfig {
  const advice = `Add a secret called '${name}' with JSON such as {"bucket": "…", "region": "…", "accessKeyId": "…", "secretAccessKey": "…"}.`;
  if (text === undefined) throw new ValueError(`There is no S3 bucket named ${name}. ${advice}`);
  let config: Partial<BucketConfig> | null;
  try {
    config = JSON.parse(text) as Partial<BucketConfig> | null;
  } catch {
    config = null;
  }
  const needed = ["bucket", "region", "accessKeyId", "secretAccessKey"] as const;
  const missing = needed.filter((key) => typeof config?.[key] !== "string");
  if (missing.length > 0) throw new ValueError(`The secret '${name}' lacks ${missing.join(", ")}. ${advice}`);
  return config as BucketConfig;
}
