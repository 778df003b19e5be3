import type { DataCell, SqlCell } from "../document";
import { cellName, isIdentifier, isReserved } from "../name";
import { type CellProblem, problemAt } from "./problem";
import type { CellReading } from "./reading";
import type { Places } from "./scope";
import { readSql } from "./sql-tables";

/** Reads an SQL cell. */
export function readSqlCell(cell: SqlCell): Omit<CellReading, "cell" | "number"> {
  const { tables, catalogue, parameters, meaning } = readSql(cell.code);
  const problems = nameProblems(cell);
  return {
    ...tableReading(
      cell.name,
      problems,
      tables,
      JSON.stringify(["sql", cell.name, meaning, sorted(cell.options)]),
    ),
    parameters,
    catalogue,
  };
}

/** Reads a data cell. A file that is named by its hash means its content, whatever it is called. */
export function readDataCell(cell: DataCell): Omit<CellReading, "cell" | "number"> {
  const { name, format, source, options } = cell;
  const problems = nameProblems(cell);
  if (source.type === "inline" && (format === "parquet" || format === "arrow"))
    problems.push(
      problemAt(
        "",
        0,
        "missing-source",
        `A ${format} file is not text. Add the file to the notebook and name it: src="data.${format}".`,
      ),
    );
  const from = source.type === "file" && source.hash ? { hash: source.hash } : source;
  return tableReading(
    name,
    problems,
    new Map(),
    JSON.stringify(["data", name, format, from, sorted(options)]),
  );
}

function tableReading(name: string, problems: readonly CellProblem[], uses: Places, meaning: string) {
  const outputs = new Map<string, number>(isIdentifier(name) ? [[name, 0]] : []);
  return { outputs, statements: [{ declares: outputs, uses, meaning }], meaning, problems };
}

function nameProblems({ name, ...cell }: SqlCell | DataCell): CellProblem[] {
  const word = cell.kind === "sql" ? "sql" : cell.format;
  const refuse = (code: "missing-name" | "invalid-name" | "reserved-name", message: string) => [
    problemAt("", 0, code, message),
  ];
  if (name === "")
    return refuse(
      "missing-name",
      `This cell has no name, so nothing can use it. Name it: ${word} name=my_table`,
    );
  if (!isIdentifier(name))
    return refuse(
      "invalid-name",
      `"${name}" cannot be a name in code. Use letters, digits and _: ${word} name=${cellName(name, [])}`,
    );
  if (isReserved(name))
    return refuse(
      "reserved-name",
      `"${name}" means something else in code. Choose another: ${word} name=${cellName(name, [])}`,
    );
  return [];
}

function sorted(options: Readonly<Record<string, string>>): unknown {
  return Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
}
