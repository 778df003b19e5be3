import type { Workspace } from "../lib/workspace";
import { endedRun } from "./session";

/** How long a notebook over one file took, in milliseconds. */
export interface DataRun {
  /** From choosing the file until its rows show. */
  readonly importMs: number;
  /** From Run until all tables made of it are there. */
  readonly queriesMs: number;
  /** The same again, where all is cached. */
  readonly cachedMs: number;
  /** The rows of each table, to compare with the peer's. */
  readonly numRows: readonly number[];
}

/** Reads a file into a new notebook, as a person would, and runs a cell for each query of it. */
export async function readAndQuery(
  workspace: Workspace,
  file: File,
  queries: readonly string[],
): Promise<DataRun> {
  const session = await workspace.open(await workspace.create());
  const { outline } = session.shows;
  const imported = await timed(async () => await session.files.add([{ file }], null));
  for (const query of queries) session.editor.setText(session.editor.addCell("sql", lastCell()), query);
  const run = async () => await timed(async () => await session.run({ kind: "notebook" }));
  const ran = await run();
  const cached = await run();
  endedRun(session);
  const definitions = outline.get().cells.flatMap((id) => session.cells.of(id).get()?.definitions ?? []);
  const previews = definitions.flatMap(({ outputs }) => outputs.at(-1)?.preview ?? []);
  const numRows = previews.map((preview) => (preview.kind === "table" ? preview.table.numRows : 0));
  await session.close();
  return { importMs: imported, queriesMs: ran, cachedMs: cached, numRows };

  function lastCell() {
    return outline.get().cells.at(-1) ?? null;
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
