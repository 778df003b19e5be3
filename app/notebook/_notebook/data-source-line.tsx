import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import type { DataCell } from "@/lib/notebook";
import type { DiskFileView } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { sizeText } from "../../_ui/time";
import { useFiles } from "./open-notebook";

interface DataSourceLineProps {
  readonly cell: DataCell;
  /** Those on the person's disk. */
  readonly files: readonly DiskFileView[];
}

/** Where a data cell's rows come from, where that is not its text, nor said with what is wrong with it. */
export function DataSourceLine({ cell: { source }, files: [onDisk] }: DataSourceLineProps) {
  if (source.type === "inline" || (onDisk && onDisk.state !== "readable")) return null;
  return (
    <div className="flex min-h-9 items-center gap-2 py-1 pr-1 pl-4 text-sm text-muted">
      <FileSpreadsheet className="size-4 shrink-0" aria-hidden />
      <p className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
        <span className="max-w-full truncate">{source.file}</span>
        {source.type === "sample" && <span className="text-xs text-faint">comes with Runnel</span>}
        {onDisk && <span className="text-xs text-faint">read from your disk, {sizeText(onDisk.size)}</span>}
      </p>
      {onDisk && <KeepCopy file={onDisk} />}
    </div>
  );
}

function KeepCopy({ file }: { readonly file: DiskFileView }) {
  const files = useFiles();
  const [isBusy, setBusy] = useState(false);
  const copy = async () => {
    setBusy(true);
    await files.copy(file);
    setBusy(false);
  };
  return (
    <Button look="quiet" disabled={isBusy} onClick={() => void copy()}>
      {isBusy ? "Copying…" : "Keep a copy"}
    </Button>
  );
}
