"use client";

import { HardDrive } from "lucide-react";
import { useState } from "react";
import type { DiskFileView } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { dataFileTypes } from "../../_ui/data-files";
import { useFilePicker } from "../../_ui/file-picker";
import { useCanEdit, useFiles } from "./open-notebook";

/** Says which files on the person's disk a cell cannot read as things are, each with what helps. */
export function DiskFiles({ files }: { readonly files: readonly DiskFileView[] }) {
  const unreadable = files.filter(({ state }) => state !== "readable");
  return unreadable.map((file) => <Unreadable key={file.hash} file={file} />);
}

const says = {
  permission: "is read from your disk; the browser needs your permission again.",
  denied: "is read from your disk, which you forbade the browser.",
  changed: "has changed since it was added.",
  gone: "was moved or deleted.",
  readable: "",
} as const;

function Unreadable({ file }: { readonly file: DiskFileView }) {
  const files = useFiles();
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: Promise<void>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const picker = useFilePicker({
    accept: dataFileTypes,
    label: `Choose ${file.name} again`,
    isMultiple: false,
    onFiles: ([picked]) => {
      if (picked) void attempt(files.replace(file.name, picked));
    },
  });
  const canEdit = useCanEdit();
  const help = {
    permission: { label: "Allow", act: () => void attempt(files.allow(file)) },
    changed: { label: "Use the new content", act: () => void attempt(files.useNewContent(file)) },
    denied: { label: "Choose it again", act: picker.open },
    gone: { label: "Choose it again", act: picker.open },
    readable: undefined,
  }[file.state];
  return (
    <div
      role="group"
      aria-label={`File ${file.name}`}
      aria-busy={isBusy}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line/70 bg-warn-soft py-2 pr-2 pl-4 text-sm"
    >
      <p className="flex min-w-0 flex-1 basis-60 items-start gap-2">
        <HardDrive className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
        <span className="min-w-0 break-words">
          <span className="font-medium">{file.name}</span> {says[file.state]}
        </span>
      </p>
      {help && (canEdit || file.state === "permission") && (
        <Button look="primary" className="ml-auto" disabled={isBusy} onClick={help.act}>
          {isBusy ? "One moment…" : help.label}
        </Button>
      )}
      {picker.input}
    </div>
  );
}
