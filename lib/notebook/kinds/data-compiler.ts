import { literal } from "../compile/literal";
import { readTable, sorted, tablePart } from "../compile/table";
import { problemAt } from "../problem";
import { readImportWords } from "../words";
import type { DataCell, DataFormat } from "./data";
import type { CellCompiler } from "./kind";

export const dataCompiler: CellCompiler<DataCell> = {
  /** A file that is named by its hash means its content, whatever it is called. */
  read({ name, format, source, options }) {
    const from = source.type === "file" && source.hash ? { hash: source.hash } : source;
    const meaning = JSON.stringify(["data", name, format, from, sorted(options)]);
    const reading = readTable(name, format, meaning);
    const { faults } = readImportWords(format, options);
    const problems = faults.map(({ message }) => problemAt("", 0, "bad-option", message));
    if (source.type === "inline" && isBinary(format)) {
      const message = `A ${format} file is not text. Add the file to the notebook and name it: src="data.${format}".`;
      problems.push(problemAt("", 0, "missing-source", message));
    }
    return { ...reading, problems: [...reading.problems, ...problems] };
  },
  write: ({ cell: { format, source: from, options } }, defined) =>
    tablePart(defined, ({ name, source }) => {
      return `$data(${literal({ name, format, source: from, options, hash: source })})`;
    }),
};

/** Whether files of a format are no text. */
function isBinary(format: DataFormat): boolean {
  return format === "parquet" || format === "arrow" || format === "xlsx";
}
