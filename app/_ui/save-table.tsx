"use client";

import { Menu } from "@base-ui/react/menu";
import { Download } from "lucide-react";
import type { TableFormat } from "@/lib/workspace";
import { saveBlob } from "./save-blob";

const formats: readonly { readonly format: TableFormat; readonly label: string }[] = [
  { format: "csv", label: "CSV" },
  { format: "parquet", label: "Parquet" },
  { format: "arrow", label: "Arrow" },
];

interface SaveTableProps {
  /** What the file is called, before its ending. */
  readonly name: string;
  /** Gives the table as a file; undefined where that failed, which is told elsewhere. */
  readonly save: (format: TableFormat) => Promise<Blob | undefined>;
}

/** Hands a table to the person as a file of the chosen format. */
export function SaveTable({ name, save }: SaveTableProps) {
  return (
    <Menu.Root>
      <Menu.Trigger className="inline-flex h-6 items-center gap-1 rounded-md px-2 text-xs text-muted hover:bg-sunken hover:text-ink">
        <Download className="size-3.5" aria-hidden />
        Save as
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="min-w-28 rounded-lg border border-line bg-surface p-1 text-sm shadow-raised">
            {formats.map(({ format, label }) => (
              <Menu.Item
                key={format}
                className="cursor-default rounded-md px-2 py-1 data-highlighted:bg-sunken"
                onClick={() => {
                  void save(format).then((blob) => blob && saveBlob(blob, `${name}.${format}`));
                }}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
