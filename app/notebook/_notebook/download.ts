import { toJupyter, toPage, toScript, writeZip, type PageCell, type PageOutput } from "@/lib/exchange";
import { svgOf } from "@/lib/graph";
import { kindOf, parseNotebook } from "@/lib/notebook";
import { graphOfRun, type CellId, type CellView, type NotebookSession, type Preview } from "@/lib/workspace";
import { graphPlacer } from "../../_run/graph/graph-placer";
import type { DownloadForm } from "./download-forms";
import { proseReader } from "../../_ui/prose";
import { saveBlob } from "../../_ui/save-blob";

type Session = Pick<NotebookSession, "file" | "files" | "cells" | "shows" | "tables" | "came">;

/** Hands the notebook to the person as a file of that form. */
export async function download(session: Session, form: DownloadForm): Promise<void> {
  const file = session.file();
  const stem = file.name.replace(/\.md$/, "");
  const made = await make(session, form, file);
  if (made) saveBlob(made, `${stem}.${form}`);
}

/** Undefined where that failed, which is told elsewhere. */
async function make(session: Session, form: DownloadForm, file: File): Promise<Blob | undefined> {
  const notebook = async () => parseNotebook(await file.text(), <T>() => "" as CellId as T).notebook;
  switch (form) {
    case "md":
      return file;
    case "zip": {
      const data = await session.files.all();
      // The browser keeps what is large on the disk.
      return data && (await new Response(writeZip([file, ...data])).blob());
    }
    case "html":
      return new Blob([await page(session)], { type: "text/html" });
    case "ipynb":
      return new Blob([toJupyter(await notebook())], { type: "application/x-ipynb+json" });
    case "ts":
      return new Blob([toScript(await notebook())], { type: "text/plain" });
  }
}

/** The notebook and the run that is looked at, as they are shown. */
async function page(session: Session): Promise<string> {
  const { cells, shows } = session;
  const { title, cells: ids } = shows.outline.get();
  const views = ids.flatMap((id) => cells.of(id).get() ?? []);
  const shown: PageCell[] = [];
  for (const view of views) shown.push(await pageCell(view, session));
  const look = shows.run.get()?.look.get();
  const graph = await drawn(shows);
  return toPage({ title, cells: shown, ...(graph !== undefined && { graph }) }, look);
}

/** The run as a graph; undefined where there is none, or it cannot be drawn. */
async function drawn({ run, definitions }: Session["shows"]): Promise<string | undefined> {
  const look = run.get()?.look.get();
  if (!look) return undefined;
  try {
    const { graph } = graphOfRun(look, definitions.get());
    return svgOf(await (await graphPlacer()).place(graph, new Set(), "right"));
  } catch {
    return undefined;
  }
}

type Rows = Pick<Session, "tables" | "came">;

async function pageCell({ cell, definitions }: CellView, rows: Rows): Promise<PageCell> {
  const kind = kindOf(cell);
  const text = kind.textOf(cell) ?? "";
  const isProse = kind.language === "markdown";
  const prose = isProse ? await (await proseReader()).read(text).catch(() => undefined) : undefined;
  const name = kind.name?.of(cell) ?? "";
  const shown = [];
  for (const { name: of, state, startTime, durationMs, outputs, error } of definitions) {
    const given: PageOutput[] = [];
    for (const { preview } of outputs) given.push(...(await outputOf(preview, rows)));
    const endedAt = startTime !== undefined && durationMs !== undefined ? startTime + durationMs : undefined;
    shown.push({
      ...{ name: of, state, outputs: given },
      ...(endedAt !== undefined && { endedAt }),
      ...(error && { error: `${error.name}: ${error.message}` }),
    });
  }
  const source = cell.kind === "data" && cell.source.type !== "inline" ? ` · ${cell.source.file}` : "";
  return {
    ...{ label: `${kind.label(cell)}${name && ` · ${name}`}${source}`, text, isProse, definitions: shown },
    ...(prose && { prose }),
  };
}

/** Rows of a table that are in a page. */
const mostRows = 50;

async function outputOf(preview: Preview, { tables, came }: Rows): Promise<readonly PageOutput[]> {
  switch (preview.kind) {
    case "nothing":
      return [];
    case "text":
      return [{ kind: "text", text: preview.text + (preview.isWhole ? "" : " …") }];
    case "rows":
      return [{ kind: "rows", columns: preview.columns, rows: preview.rows, total: preview.total }];
    case "table": {
      const { table } = preview;
      const columns = table.schema.map(({ name }) => name);
      const inLink = came?.results?.find(({ lineage }) => lineage === table.lineage);
      // What is no longer kept is told by its size.
      const texts = inLink ?? (await tables.texts(table, 0, mostRows).catch(() => undefined));
      const numRows = texts?.values[0]?.length ?? 0;
      const rows = Array.from({ length: numRows }, (_, row) =>
        columns.map((__, column) => (texts?.values[column]?.[row] ?? null) as string | null),
      );
      return [{ kind: "rows", columns, rows, total: table.numRows }];
    }
  }
}
