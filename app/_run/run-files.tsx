import { Download } from "lucide-react";
import type { FileView } from "@/lib/workspace";
import { saveBlob } from "../_ui/save-blob";
import { sizeText } from "../_ui/time";

interface RunFilesProps {
  readonly files: readonly FileView[];
  readonly open: (hash: string) => Promise<Blob | undefined>;
}

/** The files that a run offers. */
export function RunFiles({ files, open }: RunFilesProps) {
  return (
    <ul className="border-b border-line px-2 py-1.5" aria-label="Files of the run">
      {files.map(({ name, hash, size }) => (
        <li key={name}>
          <button
            type="button"
            className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm hover:bg-sunken"
            onClick={() => void open(hash).then((blob) => blob && saveBlob(blob, name))}
          >
            <Download className="size-4 text-accent" aria-hidden />
            <span className="truncate">{name}</span>
            <span className="ml-auto text-xs text-muted tabular-nums">{sizeText(size)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
