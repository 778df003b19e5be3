import { messageOf } from "../../base";
import { decode, encode } from "./codec";
import { SerializationError, ValueError } from "../errors";

/** The forms in which a result can be stored. */
const serializers = ["structured", "json", "compressed/json"] as const;
export type Serializer = (typeof serializers)[number];

/** Throws where a name is not one of a serializer's. */
export function assertSerializer(name: unknown): asserts name is Serializer {
  if (!serializers.includes(name as Serializer))
    throw new ValueError(`Unknown 'resultSerializer'; expected one of ${serializers.join(", ")}.`);
}

/** A value in its stored form. Throws `SerializationError` where it has none. */
export async function serialize(value: unknown, serializer: Serializer): Promise<unknown> {
  try {
    const data = encode(value);
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

/** The value of a stored form. */
export async function deserialize(stored: unknown, serializer: Serializer): Promise<unknown> {
  switch (serializer) {
    case "structured":
      return decode(structuredClone(stored));
    case "json":
      return decode(fromJson(stored as string));
    case "compressed/json": {
      const bytes = await piped(stored as Uint8Array<ArrayBuffer>, new DecompressionStream("deflate-raw"));
      return decode(fromJson(new TextDecoder().decode(bytes)));
    }
  }
}

/** JSON for the classes that JSON has no word for, written as Prefect's JSON serializer writes them (rule 7.6). */
function toJson(data: unknown): string {
  const text = JSON.stringify(data, function (this: Record<string, unknown>, key, value: unknown) {
    const raw = this[key];
    if (raw === undefined) return { __class__: "undefined" };
    if (typeof raw === "bigint") return { __class__: "bigint", data: String(raw) };
    if (typeof raw === "number" && !Number.isFinite(raw)) return { __class__: "number", data: String(raw) };
    if (raw instanceof Date) return { __class__: "Date", data: raw.getTime() };
    if (raw instanceof Map) return { __class__: "Map", data: [...raw] };
    if (raw instanceof Set) return { __class__: "Set", data: [...raw] };
    if (ArrayBuffer.isView(raw) || raw instanceof ArrayBuffer || raw instanceof Blob)
      throw new SerializationError(
        `A ${raw.constructor.name} has no JSON form: use the "structured" serializer.`,
      );
    return value;
  });
  return text;
}

function fromJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("__class__" in value)) return value;
    const { __class__: name, data } = value as { __class__: string; data?: unknown };
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
        return new Map(data as [unknown, unknown][]);
      case "Set":
        return new Set(data as unknown[]);
      default:
        return value;
    }
  });
}

async function piped(bytes: Uint8Array<ArrayBuffer>, through: GenericTransformStream): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
