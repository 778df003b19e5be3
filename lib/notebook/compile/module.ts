import type { CellLines, LineMap } from "../location";
import { type Internal, internals } from "../name";
import type { Defined } from "./definitions";
import { type Insertion, insertAll, lineEnd } from "./insertion";
import type { Names } from "./names";
import type { CellReading } from "./reading";

export interface WrittenModule {
  readonly module: string;
  readonly lines: LineMap;
}

/** Writes cells, each after its inputs, as one ES module. Names of the authoring API that no cell defines are in scope. */
export function writeModule(
  readings: readonly CellReading[],
  defined: readonly Defined[],
  names: Names,
  api: readonly string[],
): WrittenModule {
  const used = new Set<Internal>();
  const texts: string[] = [];
  const lines: CellLines[] = [];
  let first = 2;
  for (const reading of readings) {
    const own = defined.filter((one) => one.reading === reading);
    const { code, insertions } = reading.script
      ? { code: reading.script.code, insertions: [...own.flatMap(define), ...reading.script.insertions] }
      : { code: "", insertions: own.map((one) => ({ at: 0, text: table(one, names) })) };
    for (const { text } of insertions)
      for (const name of internals) if (text.includes(`${name}(`)) used.add(name);
    const { text, placed } = insertAll(code, insertions, first);
    const count = text.split(lineEnd).length;
    lines.push({ cell: reading.cell.id, first, count, insertions: placed });
    /** The semicolon keeps a cell from running on into the next, as in `const a = 1` and `(async () => {})`. */
    texts.push(text, ";");
    first += count + 1;
  }
  const inScope = [...api.filter((name) => names.ownersOf(name).length === 0), ...used];
  const prelude = `const { ${inScope.join(", ")} } = globalThis.runnel;`;
  return { module: [prelude, ...texts, ""].join("\n"), lines };
}

/** The definition's maker, told the name and the source of what it makes. */
function define({ definition, maker }: Defined): Insertion[] {
  if (!maker) return [];
  return [
    { at: maker.start, text: `$define(${literal(definition.name)}, ` },
    { at: maker.end, text: `, ${literal(definition.source)})` },
  ];
}

function table({ reading, definition: { name, parameters, source } }: Defined, names: Names): string {
  const { cell, statements, catalogue = [] } = reading;
  if (cell.kind === "data") {
    const fields = { name, format: cell.format, source: cell.source, options: cell.options, hash: source };
    return `const ${name} = $data(${literal(fields)});`;
  }
  if (cell.kind !== "sql") return "";
  const used = statements.flatMap(({ uses }) =>
    [...uses.keys()].flatMap((table) => names.resolve(reading, table) ?? []),
  );
  const inputs = `() => ({ ${[...new Set(used)].join(", ")} })`;
  const fields = {
    name,
    text: cell.code,
    parameters: parameters.map((one) => one.name),
    ...(catalogue.length > 0 && { catalogue }),
    options: cell.options,
    source,
  };
  return `const ${name} = $sql({ ...${literal(fields)}, inputs: ${inputs} });`;
}

/** A JSON value as a JavaScript expression on one line: the one place where text becomes part of code. */
export function literal(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`)
    .replace(/(?<=[{,])"__proto__":/g, '["__proto__"]:');
}
