import { FileSpreadsheet } from "lucide-react";
import type { DataCell } from "@/lib/notebook";

/** Where a data cell's rows come from, where that is not its text. */
export function DataSourceLine({ cell: { source } }: { readonly cell: DataCell }) {
  if (source.type === "inline") return null;
  return (
    <p className="flex items-center gap-2 px-4 py-2 text-sm text-muted">
      <FileSpreadsheet className="size-4 shrink-0" aria-hidden />
      <span className="truncate">{source.file}</span>
      {source.type === "sample" && <span className="text-xs text-faint">comes with Runnel</span>}
    </p>
  );
}
