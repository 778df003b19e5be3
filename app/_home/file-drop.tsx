"use client";

import { FilePlus2, Upload } from "lucide-react";
import type { PickedFile } from "@/lib/workspace";
import { Button } from "../_design/button";
import { dataFileTypes, notebookFileTypes } from "../_ui/data-files";
import { useFilePicker } from "../_ui/file-picker";
import { useIsDragging } from "../_shell/use-dropped-files";

interface FileDropProps {
  readonly isBusy: boolean;
  /** Whether it is the thing to do here. */
  readonly isMain: boolean;
  readonly problem: string | undefined;
  readonly onFiles: (files: readonly PickedFile[]) => void;
  readonly onNew: () => void;
}

/** Takes files that are picked, and says where they can be dropped, which is anywhere: data, to make a notebook of, or a notebook. */
export function FileDrop({ isBusy, isMain, problem, onFiles, onNew }: FileDropProps) {
  const picker = useFilePicker({
    accept: `${dataFileTypes},${notebookFileTypes}`,
    label: "Data files and notebooks",
    isMultiple: true,
    onFiles,
  });
  const isOver = useIsDragging();
  return (
    <section
      aria-label="Start with a file"
      className={`rounded-xl border-2 border-dashed px-6 py-8 text-center transition-[color,background-color,border-color] ${
        isOver
          ? "border-accent bg-accent-soft forced-colors:border-[Highlight]"
          : "border-line-strong bg-surface"
      }`}
    >
      <p className="font-medium">Drop a file here</p>
      <p className="mt-0.5 text-sm text-muted">
        Data of any size: CSV, TSV, Excel, JSON, NDJSON, Parquet, Arrow. Or a notebook: .md, .ipynb, .sql,
        .ts, .zip.
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <Button look={isMain ? "primary" : "plain"} disabled={isBusy} onClick={picker.open}>
          <Upload className="size-4" aria-hidden />
          Choose a file
        </Button>
        <Button disabled={isBusy} onClick={onNew}>
          <FilePlus2 className="size-4" aria-hidden />
          Empty notebook
        </Button>
      </div>
      {problem && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {problem}
        </p>
      )}
      {picker.input}
    </section>
  );
}
