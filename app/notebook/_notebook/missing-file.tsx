"use client";

import { FileInput } from "lucide-react";
import { useState } from "react";
import { Banner } from "../../_design/banner";
import { Button } from "../../_design/button";
import { dataFileTypes } from "../../_ui/data-files";
import { useFilePicker } from "../../_ui/file-picker";
import { useCanEdit, useFiles } from "./open-notebook";

/** Says that a data cell's file is not in this browser, and takes it, or another in its place. */
export default function MissingFile({ file }: { readonly file: string }) {
  const files = useFiles();
  const canEdit = useCanEdit();
  const [isBusy, setBusy] = useState(false);
  const picker = useFilePicker({
    accept: dataFileTypes,
    label: `A file for ${file}`,
    isMultiple: false,
    onFiles: ([picked]) => {
      if (!picked) return;
      setBusy(true);
      void files.replace(file, picked).finally(() => setBusy(false));
    },
  });
  return (
    <Banner
      tone="warn"
      icon={FileInput}
      role="group"
      label={`File ${file}`}
      actions={
        canEdit && (
          <Button disabled={isBusy} onClick={picker.open}>
            {isBusy ? "One moment…" : "Choose a file…"}
          </Button>
        )
      }
    >
      <bdi className="font-medium">{file}</bdi> is not in this browser.
      {picker.input}
    </Banner>
  );
}
