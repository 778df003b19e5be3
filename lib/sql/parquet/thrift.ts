/** Thrift's compact protocol, as far as the footers of Parquet files use it. */

const kinds = { true: 1, false: 2, byte: 3, double: 7, binary: 8, list: 9, set: 10, struct: 12 } as const;

/** A value with the number of its type, from which the same bytes can be written. */
export type Thrift =
  | { readonly type: number; readonly bytes: Uint8Array }
  | { readonly type: number; value: bigint }
  | { readonly type: number; readonly of: number; readonly items: Thrift[] }
  | Struct;

export interface Struct {
  readonly type: 12;
  readonly fields: Map<number, Thrift>;
}

/** Reads a struct and all in it. Throws `RangeError` where the bytes end before. */
export function readStruct(bytes: Uint8Array): Struct {
  let at = 0;
  const take = (count: number) => {
    if (count < 0 || at + count > bytes.length) throw new RangeError("The bytes end too early.");
    return bytes.subarray(at, (at += count));
  };
  const byte = () => take(1)[0] ?? 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const next = byte();
      value |= BigInt(next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
  };
  const integer = () => {
    const raw = varint();
    return raw & 1n ? -(raw >> 1n) - 1n : raw >> 1n;
  };
  const read = (type: number): Thrift => {
    switch (type) {
      case kinds.true:
      case kinds.false:
        return { type, bytes: take(0) };
      case kinds.byte:
        return { type, bytes: take(1) };
      case 4:
      case 5:
      case 6:
        return { type, value: integer() };
      case kinds.double:
        return { type, bytes: take(8) };
      case kinds.binary:
        return { type, bytes: take(Number(varint())) };
      case kinds.list:
      case kinds.set: {
        const head = byte();
        const count = head >> 4 === 15 ? Number(varint()) : head >> 4;
        const of = head & 15;
        const isFlag = of === kinds.true || of === kinds.false;
        const items: Thrift[] = [];
        for (let index = 0; index < count; index++)
          items.push(isFlag ? { type: of, bytes: take(1) } : read(of));
        return { type, of, items };
      }
      case kinds.struct:
        return struct();
      default:
        throw new RangeError(`Thrift's type ${type} is not known.`);
    }
  };
  const struct = (): Struct => {
    const fields = new Map<number, Thrift>();
    let id = 0;
    for (let head = byte(); head !== 0; head = byte()) {
      id = head >> 4 === 0 ? Number(integer()) : id + (head >> 4);
      fields.set(id, read(head & 15));
    }
    return { type: kinds.struct, fields };
  };
  return struct();
}

/** The bytes of a struct. */
export function writeStruct(root: Struct): Uint8Array<ArrayBuffer> {
  const parts: (number | Uint8Array)[] = [];
  const varint = (value: bigint) => {
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) parts.push(Number(rest & 0x7fn) | 0x80);
    parts.push(Number(rest));
  };
  const integer = (value: bigint) => varint(value < 0n ? -value * 2n - 1n : value * 2n);
  const write = (one: Thrift) => {
    if ("fields" in one) struct(one);
    else if ("value" in one) integer(one.value);
    else if ("items" in one) {
      const count = one.items.length;
      parts.push((Math.min(count, 15) << 4) | one.of);
      if (count >= 15) varint(BigInt(count));
      one.items.forEach(write);
    } else {
      if (one.type === kinds.binary) varint(BigInt(one.bytes.length));
      parts.push(one.bytes);
    }
  };
  const struct = ({ fields }: Struct) => {
    let last = 0;
    for (const [id, one] of fields) {
      const step = id - last;
      if (step > 0 && step <= 15) parts.push((step << 4) | one.type);
      else {
        parts.push(one.type);
        integer(BigInt(id));
      }
      write(one);
      last = id;
    }
    parts.push(0);
  };
  struct(root);
  return joined(parts);
}

function joined(parts: readonly (number | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce<number>((sum, part) => sum + (typeof part === "number" ? 1 : part.length), 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    if (typeof part === "number") bytes[at++] = part;
    else {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return bytes;
}
