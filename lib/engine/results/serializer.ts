import { messageOf } from "../../base";
import { isPlain, membersOf } from "../arguments/members";
import { decode, encode } from "./codec";
import { SerializationError, ValueError } from "../errors";

/** The forms in which a result can be stored. */
const serializers = ["structured", "json", "compressed/json"] as const;
export type Serializer = (typeof serializers)[number];

export function isSerializer(name: unknown): name is Serializer {
  return serializers.includes(name as Serializer);
}

/** Throws where a name is not one of a serializer's. */
export function assertSerializer(name: unknown): asserts name is Serializer {
  if (!isSerializer(name))
    throw new ValueError(`Unknown 'resultSerializer'; expected one of ${serializers.join(", ")}.`);
}

/** A value in its stored form. Throws `SerializationError` where it has none. */
export async function serialize(value: unknown, serializer: Serializer): Promise<unknown> {
  try {
    const data = encode(value);
    assertNoInstances(data, new Set());
    switch (serializer) {
      case "structured":
        return structuredClone(data);
      case "json":
        return toJson(data);
      case "compressed/json":
        return await piped(new TextEncoder().encode(toJson(data)), new CompressionStream("deflate-raw"));
    }
  } catch (error) {
    if (error instanceof SerializationError) throw error;
    throw new SerializationError(messageOf(error), { cause: error });
  }
}

/** An instance of an author's class would come back without its methods. */
function assertNoInstances(data: unknown, seen: Set<object>): void {
  if (typeof data !== "object" || data === null || seen.has(data)) return;
  seen.add(data);
  if (Object.prototype.toString.call(data) === "[object Object]" && !isPlain(data))
    throw new SerializationError(
      `An instance of ${data.constructor.name || "a class"} has no stored form: return plain data.`,
    );
  for (const one of membersOf(data)) assertNoInstances(one, seen);
}

/** The value of a stored form. */
export async function deserialize(stored: unknown, serializer: Serializer): Promise<unknown> {
  switch (serializer) {
    case "structured":
      return decode(structuredClone(stored));
    case "json":
      if (typeof stored !== "string") throw notStored("text");
      return decode(fromJson(stored));
    case "compressed/json": {
      if (!(stored instanceof Uint8Array)) throw notStored("bytes");
      const bytes = await piped(stored as Uint8Array<ArrayBuffer>, new DecompressionStream("deflate-raw"));
      return decode(fromJson(new TextDecoder().decode(bytes)));
    }
  }
}

/** The property that marks what JSON has no word for, as in Prefect's JSON serializer (rule 7.6). */
const mark = "__class__";

/** JSON, with objects that name their class for what it has no word for. */
function toJson(data: unknown): string {
  const text = JSON.stringify(data, function (this: Record<string, unknown>, key, value: unknown) {
    const raw = this[key];
    if (raw === undefined) return { [mark]: "undefined" };
    if (typeof raw === "bigint") return { [mark]: "bigint", data: String(raw) };
    if (typeof raw === "number" && !Number.isFinite(raw)) return { [mark]: "number", data: String(raw) };
    if (raw instanceof Date) return { [mark]: "Date", data: raw.getTime() };
    if (raw instanceof Map) return { [mark]: "Map", data: [...raw] };
    if (raw instanceof Set) return { [mark]: "Set", data: [...raw] };
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return value;
    if (!isPlain(raw))
      throw new SerializationError(
        `A ${raw.constructor.name} has no JSON form: use the "structured" serializer, or return plain data.`,
      );
    // An author's object that has the mark itself is written as its entries.
    return mark in raw ? { [mark]: "object", data: Object.entries(raw) } : value;
  });
  return text;
}

function fromJson(text: string): unknown {
  return revived(JSON.parse(text));
}

function notStored(what: string): SerializationError {
  return new SerializationError(`The stored form is no ${what}.`);
}

/** What JSON said, with everything again that it had no word for. */
function revived(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(revived);
  if (!(mark in value)) {
    for (const [key, one] of Object.entries(value))
      if (typeof one === "object") Object.defineProperty(value, key, { value: revived(one) });
    return value;
  }
  const { [mark]: name, data } = value as { readonly [mark]: string; readonly data?: unknown };
  switch (name) {
    case "undefined":
      return undefined;
    case "bigint":
      return BigInt(data as string);
    case "number":
      return Number(data);
    case "Date":
      return new Date(data as number);
    case "Map":
      return new Map(revived(data) as [unknown, unknown][]);
    case "Set":
      return new Set(revived(data) as unknown[]);
    case "object":
      return Object.fromEntries(revived(data) as [string, unknown][]);
    default:
      throw new SerializationError(`The stored form names a class that is not known: ${name}.`);
  }
}

async function piped(bytes: Uint8Array<ArrayBuffer>, through: GenericTransformStream): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
