"use client";

import { HardDrive } from "lucide-react";
import { useState } from "react";
import type { DiskFileView } from "@/lib/workspace";
import { Banner } from "../../_design/banner";
import { Button } from "../../_design/button";
import { dataFileTypes } from "../../_ui/data-files";
import { useFilePicker } from "../../_ui/file-picker";
import { useCanEdit, useFiles } from "./open-notebook";

/** Says which files on the person's disk a cell cannot read as things are, each with what helps. */
export default function UnreadableFiles({ files }: { readonly files: readonly DiskFileView[] }) {
  return files.map((file) => <Unreadable key={file.hash} file={file} />);
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
    <Banner
      tone="warn"
      icon={HardDrive}
      role="group"
      label={`File ${file.name}`}
      actions={
        help &&
        (canEdit || file.state === "permission") && (
          <Button look="primary" disabled={isBusy} onClick={help.act}>
            {isBusy ? "One moment…" : help.label}
          </Button>
        )
      }
    >
      <strong>{file.name}</strong> {says[file.state]}
      {picker.input}
    </Banner>
  );
}
