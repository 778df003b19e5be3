import { type Kind, itemsOf, plainJson } from "./kind";
import { LongNumber } from "./long-number";

/** A value as Arrow carries it in a column of that kind. */
export function convert(value: unknown, kind: Kind): unknown {
  if (value === null || value === undefined) return null;
  switch (kind.type) {
    case "null":
      return null;
    case "boolean":
    case "string":
    case "timestamp":
      return value;
    case "integer":
      return kind.bits === 64 ? value : printed(value);
    case "double":
      return Number(value);
    case "decimal":
    case "mixed":
      return asText(value);
    case "bytes":
      return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    case "list":
      return Array.from(itemsOf(value) ?? [], (item) => convert(item, kind.of));
    case "map":
      return Array.from(value as ReadonlyMap<unknown, unknown>, ([key, item]) => [
        convert(key, kind.key),
        convert(item, kind.value),
      ]);
    case "struct": {
      if (kind.fields.size === 0) return asText(value);
      const source = new Map(Object.entries(value));
      return Object.fromEntries(
        Array.from(kind.fields, ([name, of]) => [name, convert(source.get(name), of)]),
      );
    }
  }
}

/** Text for a value whose column has values of several kinds: what it prints as, or JSON. */
function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof LongNumber) return value.text;
  if (typeof value === "object")
    return value instanceof Date ? value.toISOString() : JSON.stringify(value, plainJson);
  return printed(value);
}

function printed(value: unknown): string {
  return `${value as number | bigint | boolean}`;
}
