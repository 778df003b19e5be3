import { FileInput } from "lucide-react";
import type { MissingFile } from "@/lib/workspace/opened";
import { Button } from "../_design/button";
import { dataFileTypes } from "../_ui/data-files";
import { useFilePicker } from "../_ui/file-picker";
import type { Missing } from "./stand-ins";

interface StandInLineProps {
  readonly of: MissingFile;
  readonly missing: Pick<Missing, "standIns" | "choose">;
  readonly className: string;
}

/** Says of a file that it did not come along, and takes another in its place. */
export function StandInLine({ of, missing: { standIns, choose }, className }: StandInLineProps) {
  const { file, numSampled } = of;
  const chosen = standIns.get(file)?.file.name;
  const picker = useFilePicker({
    accept: dataFileTypes,
    label: `A file for ${file}`,
    isMultiple: false,
    onFiles: ([picked]) => {
      if (picked) choose(file, picked);
    },
  });
  return (
    <div
      role="group"
      aria-label={`File ${file}`}
      className={`flex flex-wrap items-center gap-x-2 gap-y-1 text-sm ${className}`}
    >
      <FileInput className="size-4 shrink-0 text-muted" aria-hidden />
      <p role="status" className="min-w-0 flex-1 basis-48 break-words">
        {chosen === file ? (
          <>
            Your own <bdi className="font-medium">{chosen}</bdi> goes along.
          </>
        ) : chosen !== undefined ? (
          <>
            <bdi className="font-medium">{chosen}</bdi> stands in for <bdi>{file}</bdi>.
          </>
        ) : numSampled > 0 ? (
          <>
            Not all rows of <bdi>{file}</bdi> came along.
          </>
        ) : (
          <>
            <bdi className="font-medium">{file}</bdi> did not come along.
          </>
        )}
      </p>
      {chosen !== undefined && (
        <Button look="quiet" onClick={() => choose(file)}>
          Without it
        </Button>
      )}
      <Button look={chosen === undefined && numSampled === 0 ? "plain" : "quiet"} onClick={picker.open}>
        {chosen === undefined ? "Choose a file…" : "Choose another…"}
      </Button>
      {picker.input}
    </div>
  );
}
