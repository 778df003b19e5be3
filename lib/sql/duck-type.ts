import { identifier } from "./quote";

/** A DuckDB type, read from the text that `DESCRIBE` gives. */
export type DuckType =
  /** `INTEGER`, `TIMESTAMP WITH TIME ZONE`; `text` keeps what stands in parentheses, as of an ENUM. */
  | { readonly kind: "scalar"; readonly name: string; readonly text: string }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "list"; readonly of: DuckType }
  | { readonly kind: "array"; readonly of: DuckType; readonly size: number }
  | {
      readonly kind: "struct";
      readonly fields: readonly { readonly name: string; readonly type: DuckType }[];
    }
  | { readonly kind: "map"; readonly key: DuckType; readonly value: DuckType };

/** Reads a type's text. What it cannot read is a scalar of that name, which no one knows. */
export function parseDuckType(text: string): DuckType {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Unreadable) return { kind: "scalar", name: text, text };
    throw error;
  }
}

class Unreadable extends Error {}

function read(text: string): DuckType {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const expect = (pattern: RegExp): string => {
    const found = match(pattern);
    if (found === undefined) throw new Unreadable();
    return found;
  };

  const fieldName = () => {
    const name = expect(/"(?:[^"]|"")*"|[^\s"(),[\]]+/y);
    return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
  };
  const structFields = () => {
    const fields: { name: string; type: DuckType }[] = [];
    do {
      const name = fieldName();
      expect(/ /y);
      fields.push({ name, type: type() });
    } while (match(/, /y));
    return fields;
  };
  const base = (): DuckType => {
    const start = at;
    const name = expect(/[A-Z_][A-Z0-9_]*(?: [A-Z][A-Z0-9_]*)*|"NULL"/y);
    if (!match(/\(/y)) return { kind: "scalar", name, text: name };
    const inside = (): DuckType => {
      switch (name) {
        case "STRUCT":
          return { kind: "struct", fields: structFields() };
        case "MAP": {
          const key = type();
          expect(/, /y);
          return { kind: "map", key, value: type() };
        }
        case "DECIMAL": {
          const [precision, scale] = expect(/\d+,\d+/y)
            .split(",")
            .map(Number);
          return { kind: "decimal", precision: precision ?? 18, scale: scale ?? 0 };
        }
        case "UNION":
          structFields();
          break;
        case "ENUM":
          expect(/'(?:[^']|'')*'(?:, '(?:[^']|'')*')*/y);
          break;
        default:
          throw new Unreadable();
      }
      return { kind: "scalar", name, text: `${text.slice(start, at)})` };
    };
    const parsed = inside();
    expect(/\)/y);
    return parsed;
  };
  const type = (): DuckType => {
    let parsed = base();
    for (let suffix = match(/\[\d*\]/y); suffix; suffix = match(/\[\d*\]/y)) {
      const size = suffix.slice(1, -1);
      parsed = size ? { kind: "array", of: parsed, size: Number(size) } : { kind: "list", of: parsed };
    }
    return parsed;
  };

  const parsed = type();
  if (at < text.length) throw new Unreadable();
  return parsed;
}

/** A type as SQL, with its leaves put through `leaf`; a decimal's name there is `DECIMAL`. */
export function duckTypeText(type: DuckType, leaf: (name: string, text: string) => string): string {
  const inner = (of: DuckType) => duckTypeText(of, leaf);
  switch (type.kind) {
    case "scalar":
      return leaf(type.name, type.text);
    case "decimal":
      return leaf("DECIMAL", `DECIMAL(${type.precision},${type.scale})`);
    case "list":
      return `${inner(type.of)}[]`;
    case "array":
      return `${inner(type.of)}[${type.size}]`;
    case "struct":
      return `STRUCT(${type.fields.map((field) => `${identifier(field.name)} ${inner(field.type)}`).join(", ")})`;
    case "map":
      return `MAP(${inner(type.key)}, ${inner(type.value)})`;
  }
}

/** The names of a type's scalar leaves, itself if it is one. */
export function leavesOf(type: DuckType): string[] {
  switch (type.kind) {
    case "scalar":
      return [type.name];
    case "decimal":
      return ["DECIMAL"];
    case "list":
    case "array":
      return leavesOf(type.of);
    case "struct":
      return type.fields.flatMap((field) => leavesOf(field.type));
    case "map":
      return [...leavesOf(type.key), ...leavesOf(type.value)];
  }
}
