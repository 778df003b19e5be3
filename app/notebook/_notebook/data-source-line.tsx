import { FileSpreadsheet } from "lucide-react";
import type { DataCell } from "@/lib/notebook";
import type { DiskFileView, NotebookSession } from "@/lib/workspace";
import { Button } from "../../_ui/button";
import { sizeText } from "../../_ui/time";

interface DataSourceLineProps {
  readonly cell: DataCell;
  readonly files: readonly DiskFileView[];
  readonly session: NotebookSession;
}

/** Where a data cell's rows come from, where that is not its text. */
export function DataSourceLine({ cell: { source }, files, session }: DataSourceLineProps) {
  if (source.type === "inline") return null;
  const onDisk = files.find(({ state }) => state === "readable");
  return (
    <p className="flex min-h-9 items-center gap-2 py-1 pr-1 pl-4 text-sm text-muted">
      <FileSpreadsheet className="size-4 shrink-0" aria-hidden />
      <span className="truncate">{source.file}</span>
      {source.type === "sample" && <span className="text-xs text-faint">comes with Runnel</span>}
      {onDisk && (
        <>
          <span className="shrink-0 text-xs text-faint">read from your disk, {sizeText(onDisk.size)}</span>
          <Button look="quiet" className="ml-auto" onClick={() => void session.copyFile(onDisk)}>
            Keep a copy
          </Button>
        </>
      )}
    </p>
  );
}
