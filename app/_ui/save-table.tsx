"use client";

import { Download } from "lucide-react";
import type { TableFormat } from "@/lib/workspace";
import { Button } from "../_design/button";
import { Menu } from "../_design/menu";
import { saveBlob } from "./save-blob";

const formats: readonly { readonly value: TableFormat; readonly label: string }[] = [
  { value: "csv", label: "CSV" },
  { value: "parquet", label: "Parquet" },
  { value: "arrow", label: "Arrow" },
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
    <Menu
      trigger={
        <Button look="quiet" size="small">
          <Download className="size-3.5" aria-hidden />
          Save as
        </Button>
      }
      items={formats}
      onChoose={(format) => {
        void save(format).then((blob) => blob && saveBlob(blob, `${name}.${format}`));
      }}
    />
  );
}
