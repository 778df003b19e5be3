"use client";

import { Copy, FilePlus2 } from "lucide-react";
import { useEffect, useState } from "react";
import { queryOver } from "@/lib/notebook";
import type { Catalogue, CatalogueTable } from "@/lib/workspace";
import { addressOf } from "../_shell/route";
import { Ago } from "../_ui/ago";
import { Button } from "../_design/button";
import { Dialog } from "../_design/dialog";
import { DataTable } from "../_ui/data-table";
import { PartOfTable } from "../_ui/part-of-table";
import { SaveTable } from "../_ui/save-table";
import { manyText, sizeText } from "../_ui/time";
import { useCopying } from "../_ui/use-copying";

const copiedTexts = {
  Copied: "Copied: paste it into an SQL cell.",
  "Not copied": "The browser did not copy it.",
} as const;

interface TableDialogProps {
  readonly table: CatalogueTable;
  readonly catalogue: Catalogue;
  readonly onUse: () => void;
  readonly onClose: () => void;
}

/** One table of the catalogue: its columns and rows, who made it, and what can be done with it. */
export function TableDialog({ table, catalogue, onUse, onClose }: TableDialogProps) {
  const { name, ref, bytes } = table;
  const [start, setStart] = useState(0);
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean }>();
  useEffect(() => () => catalogue.close(), [catalogue]);
  const fail = (error: unknown) =>
    setSaid({ text: error instanceof Error ? error.message : String(error), isBad: true });
  const { copied, copy } = useCopying();
  return (
    <Dialog
      width="large"
      title={<span className="font-mono">{name}</span>}
      description={
        <>
          {manyText(ref.numRows, "row")} × {manyText(ref.schema.length, "column")}
          {bytes === undefined ? ", made again from their source when needed" : `, ${sizeText(bytes)}`}.
          Loaded <Ago at={table.updatedAt} /> by <Maker table={table} />.
        </>
      }
      onClose={onClose}
    >
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button look="primary" onClick={onUse}>
          <FilePlus2 className="size-4" aria-hidden />
          New notebook
        </Button>
        <Button onClick={() => void copy(queryOver(name))}>
          <Copy className="size-4" aria-hidden />
          Copy query
        </Button>
        <SaveTable
          name={name}
          save={async (format) => {
            setSaid({ text: "One moment: making the file…", isBad: false });
            try {
              const file = await catalogue.save(ref, format);
              setSaid(undefined);
              return file;
            } catch (error) {
              fail(error);
              return undefined;
            }
          }}
        />
        <p
          role={said?.isBad ? "alert" : "status"}
          className={`text-sm ${said?.isBad ? "text-danger" : "text-muted"}`}
        >
          {said?.text ?? (copied && copiedTexts[copied.word])}
        </p>
      </div>
      <div className="mt-3 overflow-hidden rounded-md border border-line">
        <div className="flex justify-end text-xs text-muted">
          <PartOfTable table={ref} start={start} onStart={setStart} />
        </div>
        <DataTable key={start} table={ref} start={start} fetchRows={catalogue.texts} />
      </div>
    </Dialog>
  );
}

/** The notebook and the run that made a table, as far as they are still there. */
function Maker({ table: { notebook, run } }: { readonly table: CatalogueTable }) {
  if (!notebook) return "a notebook that was deleted";
  const title = notebook.title || "Untitled";
  return (
    <>
      <a className="text-accent underline" href={addressOf({ page: "notebook", id: notebook.id })}>
        {title}
      </a>
      {run && (
        <>
          {" "}
          in run{" "}
          <a
            className="text-accent underline"
            href={addressOf({ page: "notebook", id: notebook.id, run: run.id })}
          >
            {run.name}
          </a>
        </>
      )}
    </>
  );
}
