import { kindOf, serialiseInfo, type Cell, type Notebook } from "../../notebook";
import { fenceOfCell } from "../fence-cell";

/**
 * Writes a notebook as a Jupyter notebook (nbformat 4.5), without outputs. An SQL cell is code with `%%sql`, TypeScript is code in
 * that language, a data cell is raw text; what each was is in its metadata, so that `fromJupyter` reads back an equal notebook.
 */
export function toJupyter({ title, settings, cells }: Notebook): string {
  const notebook = {
    cells: cells.map((cell, index) => ({ ...written(cell), id: `cell-${index + 1}` })),
    metadata: {
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/x-typescript" },
      ...(title !== "" && { title }),
      runnel: { title, settings },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

function written(cell: Cell): object {
  const fence = fenceOfCell(cell);
  if (!fence)
    return {
      cell_type: "markdown",
      metadata: { runnel: "markdown" },
      source: lines(kindOf(cell).textOf(cell) ?? ""),
    };
  const { word, options, body } = fence;
  const runnel = serialiseInfo(word, options);
  const code = (source: string, languageId: string) => ({
    ...{ cell_type: "code", execution_count: null, outputs: [] },
    ...{ metadata: { vscode: { languageId }, runnel }, source: lines(source) },
  });
  if (cell.kind === "ts") return code(body, "typescript");
  if (cell.kind === "sql") {
    const save = /^\w+$/.test(cell.name) ? ` --save ${cell.name}` : "";
    return code(`%%sql${save}\n${body}`, "sql");
  }
  return { cell_type: "raw", metadata: { runnel }, source: lines(body) };
}

/** A text as Jupyter has it: lines, each with its end. */
function lines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}
