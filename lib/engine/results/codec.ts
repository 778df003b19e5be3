import { fromWire, isError, toWire, type StateId, type WireError } from "../../base";
import { SerializationError } from "../errors";
import { Remaking, isPlain, membersOf } from "../arguments/members";
import { State, Thrown, type StateDetails, type StateType } from "../states/state";
import { typeName } from "../text";

/** How values of one class cross to another realm, or into storage, and come back. */
export interface Codec<T, Data> {
  /** Names the class in the encoded form. */
  readonly tag: string;
  is(value: object): value is T & object;
  /** The value as structured-cloneable data. */
  encode(value: T): Data;
  decode(data: Data): T;
}

/** A codec whatever its class. */
export type AnyCodec = Codec<unknown, unknown>;

const codecs = new Map<string, AnyCodec>();

/** Makes `encode` and `decode` keep the values of a class. */
export function registerCodec<T, Data>(codec: Codec<T, Data>): void {
  codecs.set(codec.tag, codec);
}

/** The tag of a value's class; undefined where no codec is registered for it. */
export function tagOf(value: object): string | undefined {
  for (const codec of codecs.values()) if (codec.is(value)) return codec.tag;
  return undefined;
}

/** The property that marks an encoded value; a plain object that has it is itself encoded, under the tag `object`. */
const mark = "$runnel";

interface Encoded {
  readonly [mark]: string;
  readonly data: unknown;
}

/** The tag of an encoded value; undefined where it is none. */
export function encodedTag(value: unknown): string | undefined {
  return isEncoded(value) ? value[mark] : undefined;
}

/**
 * A value as structured-cloneable data, from which `decode` makes it again: errors, states, tables and every registered
 * class survive. Shares what needs no change. Throws `SerializationError`, naming the place, for what cannot cross.
 */
export function encode(value: unknown, where = "value", more: readonly AnyCodec[] = []): unknown {
  const all = [...more, ...codecs.values()];
  const replace: Replace = (one, place) => {
    if (typeof one === "function" || typeof one === "symbol")
      throw new SerializationError(
        `${where}${placeText(place)} is a ${typeName(one)}, which cannot be stored or sent. Pass plain data.`,
      );
    if (typeof one !== "object" || one === null) return undefined;
    for (const codec of all)
      if (codec.is(one)) return { value: { [mark]: codec.tag, data: codec.encode(one) } };
    if (mark in one) return { value: { [mark]: "object", data: Object.entries(one) } };
    const reason = reasonNotToClone(one);
    if (reason === undefined) return undefined;
    throw new SerializationError(`${where}${placeText(place)} is ${reason}`);
  };
  try {
    return mapped(value, new Remaking(), replace);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SerializationError(`${where} is nested too deeply to be stored or sent. Pass flatter data.`, {
      cause: error,
    });
  }
}

/** The value that `encode` was given, with the same codecs beside the registered ones. */
export function decode(value: unknown, more: readonly AnyCodec[] = []): unknown {
  return mapped(value, new Remaking(), (one) => {
    if (!isEncoded(one)) return undefined;
    if (one[mark] === "object") return { value: Object.fromEntries(one.data as [string, unknown][]) };
    const codec = more.find(({ tag }) => tag === one[mark]) ?? codecs.get(one[mark]);
    return codec && { value: codec.decode(one.data) };
  });
}

function isEncoded(value: unknown): value is Encoded {
  return typeof value === "object" && value !== null && mark in value && typeof value[mark] === "string";
}

const uncloneable = "which cannot be stored or sent.";
const advice: Readonly<Record<string, string>> = {
  Promise: "Await it first.",
  URL: "Pass its text.",
  URLSearchParams: "Pass its text.",
};

/** Why the platform will not copy an object; undefined where it will. What is inside of collections is asked for one by one. */
function reasonNotToClone(value: object): string | undefined {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set || isPlain(value))
    return undefined;
  // Large ones are not copied just to see that they can be.
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Date) return undefined;
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  const refused = (does: string) =>
    `a ${tag === "Object" ? value.constructor.name : tag}, ${uncloneable} ${does}`;
  // Node makes an empty object of a URL, where browsers refuse it.
  const known = advice[tag];
  if (known !== undefined) return refused(known);
  try {
    structuredClone(value);
    return undefined;
  } catch {
    return refused("Pass plain data.");
  }
}

/** Where a part of a value is: the part around it, and which of its members it is. Put into words only where that is told. */
interface Place {
  readonly value: object;
  readonly index: number;
  readonly above: Place | undefined;
}

type Replace = (value: unknown, place: Place | undefined) => { readonly value: unknown } | undefined;

/** A value with some of its parts replaced, at any depth of arrays, plain objects, maps and sets; itself, if none is. */
function mapped(value: unknown, remaking: Remaking, replace: Replace, place?: Place): unknown {
  if (typeof value !== "object" || value === null) {
    replace(value, place);
    return value;
  }
  const known = remaking.known(value);
  if (known) return known.value;
  const replaced = replace(value, place);
  if (replaced) {
    remaking.replace(value, replaced.value);
    return replaced.value;
  }
  remaking.begin(value);
  const members = membersOf(value).map((one, index) =>
    mapped(one, remaking, replace, { value, index, above: place }),
  );
  return remaking.end(value, members);
}

function placeText(place: Place | undefined): string {
  const names: string[] = [];
  for (let one = place; one; one = one.above) names.push(memberName(one.value, one.index));
  return names.reverse().join("");
}

function memberName(value: object, index: number): string {
  if (Array.isArray(value)) return `[${index}]`;
  return isPlain(value) ? `.${Object.keys(value)[index] ?? ""}` : ".member";
}

registerCodec<Error, WireError>({
  tag: "error",
  is: isError,
  encode: (error) => toWire(error),
  decode: (wire) => fromWire(wire) as Error,
});

registerCodec<Thrown, WireError>({
  tag: "thrown",
  is: (value): value is Thrown => value instanceof Thrown,
  encode: ({ thrown }) => toWire(thrown),
  decode: (wire) => new Thrown(fromWire(wire)),
});

interface StateData {
  readonly id: StateId;
  readonly type: StateType;
  readonly name: string;
  readonly message: string | undefined;
  readonly at: number;
  readonly details: StateDetails;
  readonly value?: unknown;
}

registerCodec<State, StateData>({
  tag: "state",
  is: (value): value is State => value instanceof State,
  encode: ({ id, type, name, message, at, stateDetails, held }) => {
    const fields = { id, type, name, message, at, details: stateDetails };
    return held && "value" in held ? { ...fields, value: encode(held.value) } : fields;
  },
  decode({ id, at, type, name, message, details, ...rest }) {
    const held = "value" in rest ? { value: decode(rest.value) } : undefined;
    return new State(id, at, { type, name, message, details, held });
  },
});
