import { toJupyter, toScript, writeZip } from "@/lib/exchange";
import { parseNotebook } from "@/lib/notebook";
import type { CellId, NotebookSession } from "@/lib/workspace";
import { saveBlob } from "../../_ui/save-blob";

type Form = "md" | "zip" | "ipynb" | "ts";

/** Hands the notebook to the person as a file of that form. */
export async function download(
  session: Pick<NotebookSession, "file" | "files" | "cells" | "shows">,
  form: Form,
): Promise<void> {
  const file = session.file();
  const stem = file.name.replace(/\.md$/, "");
  const made = await make(session, form, file);
  if (made) saveBlob(made, `${stem}.${form}`);
}

/** Undefined where that failed, which is told elsewhere. */
async function make(
  { files }: Pick<NotebookSession, "file" | "files" | "cells" | "shows">,
  form: Form,
  file: File,
): Promise<Blob | undefined> {
  if (form === "md") return file;
  if (form === "zip") {
    const data = await files.all();
    // The browser keeps what is large on the disk.
    return data && (await new Response(writeZip([file, ...data])).blob());
  }
  const { notebook } = parseNotebook(await file.text(), <T>() => "" as CellId as T);
  if (form === "ipynb") return new Blob([toJupyter(notebook)], { type: "application/x-ipynb+json" });
  return new Blob([toScript(notebook)], { type: "text/plain" });
}
