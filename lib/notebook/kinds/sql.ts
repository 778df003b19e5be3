import type { AnyCell, CellOptions } from "../cell";
import { literal } from "../compile/literal";
import { readSql } from "../compile/sql-tables";
import { readTable, sorted, tablePart } from "../compile/table";
import { cellName } from "../name";
import type { AddableKind, CellCompiler } from "./kind";
import { nameAsOption, nameAsOutput, ownName } from "./named";

export interface SqlCell extends AnyCell {
  readonly kind: "sql";
  /** Empty where the author gave none yet. */
  readonly name: string;
  readonly code: string;
  readonly options: CellOptions;
}

/** A query, which is a table under its name. */
export const sql: AddableKind<SqlCell> = {
  label: () => "SQL",
  addLabel: "SQL",
  language: "sql",
  isTable: true,
  fence: {
    words: ["sql"],
    read: ({ options: { name = "", ...options }, body }, id) => {
      return { kind: "sql", id, name, code: body, options };
    },
    write: (cell) => {
      return { word: "sql", options: { ...nameAsOption(cell), ...cell.options }, body: cell.code };
    },
  },
  textOf: ({ code }) => code,
  withText: (cell, code) => ({ ...cell, code }),
  name: ownName,
  outputs: nameAsOutput,
  empty: (id, taken) => ({ kind: "sql", id, name: cellName("query", taken), code: "", options: {} }),
};

export const sqlCompiler: CellCompiler<SqlCell> = {
  read({ name, code, options }) {
    const { tables, catalogue, parameters, meaning } = readSql(code);
    const whole = JSON.stringify(["sql", name, meaning, sorted(options)]);
    return { ...readTable(name, "sql", whole, tables), ignoresCase: true, parameters, catalogue };
  },
  write(reading, defined, names) {
    const { cell, statements, catalogue = [] } = reading;
    const used = statements.flatMap(({ uses }) =>
      [...uses.keys()].flatMap((table) => names.resolve(reading, table) ?? []),
    );
    const { changing } = readSql(cell.code);
    const inputs = `() => ({ ${[...new Set(used)].join(", ")} })`;
    return tablePart(defined, ({ name, parameters, source }) => {
      const fields = {
        name,
        text: cell.code,
        parameters: parameters.map((one) => one.name),
        ...(catalogue.length > 0 && { catalogue }),
        ...(changing !== undefined && { changing }),
        options: cell.options,
        source,
      };
      return `$sql({ ...${literal(fields)}, inputs: ${inputs} })`;
    });
  },
};
