import { bytesToHex, hexToBytes } from "../base";

/**
 * Values that structured clone keeps, as JSON: a list of nodes, which name each other by their place, so that what is
 * shared or circular stays so. Blobs stay outside: the text names them by their place in `blobs`.
 */

type Node = string | boolean | readonly [tag: string, ...parts: readonly unknown[]];

const arrays = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};
const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** Writes a value; its blobs are put at the end of `blobs`. Throws where it is none that structured clone keeps. */
export function encodeValue(root: unknown, blobs: Blob[]): string {
  const nodes: Node[] = [];
  const places = new Map<unknown, number>();
  const place = (value: unknown): number => {
    const known = typeof value === "object" ? places.get(value) : undefined;
    if (known !== undefined) return known;
    const at = nodes.length;
    if (typeof value === "object") places.set(value, at);
    nodes.push("");
    nodes[at] = node(value);
    return at;
  };
  const node = (value: unknown): Node => {
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return ["number", Object.is(value, -0) ? "-0" : String(value)];
    if (typeof value === "bigint") return ["bigint", String(value)];
    if (value === undefined || value === null) return [String(value)];
    if (typeof value !== "object") throw new TypeError(`A ${typeof value} cannot be kept.`);
    if (Array.isArray(value)) return ["array", value.length, ...fields(value)];
    if (value instanceof Date) return ["date", place(value.getTime())];
    if (value instanceof RegExp) return ["regexp", value.source, value.flags];
    if (value instanceof Map) return ["map", ...[...value].flat().map(place)];
    if (value instanceof Set) return ["set", ...[...value].map(place)];
    if (value instanceof Blob) return ["blob", blobs.push(value) - 1];
    if (value instanceof ArrayBuffer) return ["buffer", bytesToHex(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const length = "length" in value ? (value as Uint8Array).length : value.byteLength;
      return [value.constructor.name, place(value.buffer), value.byteOffset, length];
    }
    if (value instanceof Error) {
      const name = value.name in errors ? value.name : "Error";
      return ["error", name, place(value.message), place(value.stack), place(value.cause)];
    }
    if (value instanceof Number || value instanceof String || value instanceof Boolean)
      return ["boxed", place(value.valueOf())];
    return ["object", ...fields(value)];
  };
  const fields = (value: object) => Object.entries(value).map(([key, part]) => [key, place(part)]);
  place(root);
  return JSON.stringify(nodes);
}

/** Reads a value back. Throws where the text is none that `encodeValue` wrote. */
export function decodeValue(text: string, blob: (place: number) => Blob): unknown {
  const nodes = JSON.parse(text) as unknown;
  if (!Array.isArray(nodes)) throw new SyntaxError("No list of nodes.");
  const made = new Map<number, unknown>();
  const at = (place: unknown): unknown => {
    if (typeof place !== "number" || !Number.isInteger(place) || place < 0 || place >= nodes.length)
      throw new SyntaxError("A node that is not there.");
    if (!made.has(place)) make(place, nodes[place]);
    return made.get(place);
  };
  const make = (place: number, node: unknown): void => {
    const keep = <T>(value: T): T => {
      made.set(place, value);
      return value;
    };
    if (typeof node === "string" || typeof node === "boolean") {
      keep(node);
      return;
    }
    if (!Array.isArray(node)) throw new SyntaxError("No node.");
    const [tag, ...parts] = node as readonly unknown[];
    switch (tag) {
      case "number":
        return void keep(Number(parts[0]));
      case "bigint":
        return void keep(BigInt(shortText(parts[0])));
      case "undefined":
        keep(undefined);
        return;
      case "null":
        return void keep(null);
      case "array": {
        const array = keep<unknown[]>([]);
        array.length = lengthOf(parts[0], parts.length - 1);
        return fill(array, parts.slice(1));
      }
      case "object":
        return fill(keep({}), parts);
      case "date":
        return void keep(new Date(at(parts[0]) as number));
      case "regexp":
        return void keep(new RegExp(parts[0] as string, parts[1] as string));
      case "map": {
        const map = keep(new Map());
        for (let i = 0; i < parts.length; i += 2) map.set(at(parts[i]), at(parts[i + 1]));
        return;
      }
      case "set": {
        const set = keep(new Set());
        for (const part of parts) set.add(at(part));
        return;
      }
      case "blob":
        return void keep(blob(parts[0] as number));
      case "buffer":
        return void keep(hexToBytes(parts[0] as string).buffer);
      case "boxed":
        return void keep(Object(at(parts[0])));
      case "error":
        return void keep(errorOf(parts[0], at(parts[1]), at(parts[2]), at(parts[3])));
    }
    if (typeof tag !== "string" || !Object.hasOwn(arrays, tag))
      throw new SyntaxError("A node of no known kind.");
    const View = arrays[tag as keyof typeof arrays] as typeof Uint8Array;
    const buffer = at(parts[0]);
    if (!(buffer instanceof ArrayBuffer)) throw new SyntaxError("A view of nothing.");
    keep(new View(buffer, parts[1] as number, parts[2] as number));
  };
  const fill = (object: object, fields: readonly unknown[]): void => {
    for (const field of fields) {
      const [key, place] = field as [string, number];
      // Not assigned: `__proto__` is a name like any other.
      Object.defineProperty(object, key, {
        value: at(place),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
  };
  return at(0);
}

/** Places of a list that hold nothing: more of them would keep whoever walks through it. */
const mostHoles = 100_000;

/** Digits of a number: reading takes the square of them. */
const mostDigits = 100_000;

function lengthOf(said: unknown, fields: number): number {
  if (Number.isInteger(said) && (said as number) <= fields + mostHoles) return said as number;
  throw new SyntaxError("A list of holes.");
}

function shortText(said: unknown): string {
  if (typeof said === "string" && said.length <= mostDigits) return said;
  throw new SyntaxError("No number.");
}

function errorOf(name: unknown, message: unknown, stack: unknown, cause: unknown): Error {
  const Type = Object.hasOwn(errors, name as string) ? errors[name as keyof typeof errors] : Error;
  const error = new Type(String(message), cause === undefined ? {} : { cause });
  Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return error;
}
