import { useCallback, useMemo, useState } from "react";
import type { CellView, PickedFile } from "@/lib/workspace";
import {
  missingFiles,
  withStandIns,
  type MissingFile,
  type OpenedNotebook,
  type StandIns,
} from "@/lib/workspace/opened";
import { notebookFileTypes } from "../_ui/data-files";
import type { CellNote } from "../notebook/_notebook/open-notebook";
import { StandInLine } from "./stand-in-line";

/** The files that did not come along, and what stands in for them. */
export interface Missing {
  readonly standIns: StandIns;
  /** Those that no data cell reads. */
  readonly ofCode: readonly MissingFile[];
  readonly problems: readonly string[];
  /** Takes files for whatever they fit. */
  readonly take: (files: readonly PickedFile[]) => void;
  /** Takes a file for that one; without one, nothing stands in for it any more. */
  readonly choose: (file: string, picked?: PickedFile) => void;
  /** Says at a data cell what of its file is missing. */
  readonly note: CellNote;
}

/** Takes what a person gives for the files that did not come along; in a frame of another site, nothing. */
export function useStandIns(opened: OpenedNotebook, isFramed: boolean): Missing {
  const files = useMemo(() => missingFiles(opened), [opened]);
  const [standIns, setStandIns] = useState<StandIns>(new Map());
  const [problems, setProblems] = useState<readonly string[]>([]);
  const take = (picked: readonly PickedFile[]) => {
    if (isFramed) {
      setProblems(["Files are not taken here: open it in Runnel first."]);
      return;
    }
    const { standIns: taken, left } = withStandIns(standIns, files, picked);
    setStandIns(taken);
    setProblems(left.map(({ file }) => leftText(file.name, files)));
  };
  const choose = useCallback((file: string, picked?: PickedFile) => {
    if (picked && isNotebookOrArchive(picked.file.name)) {
      setProblems([
        `“${picked.file.name}” was not taken: choose CSV, JSON, Excel, Parquet or Arrow in place of “${file}”.`,
      ]);
      return;
    }
    setProblems([]);
    setStandIns((before) => {
      const after = new Map(before);
      if (picked) after.set(file, picked);
      else after.delete(file);
      return after;
    });
  }, []);
  const note = useCallback(
    ({ cell }: CellView) => {
      if (isFramed || cell.kind !== "data" || cell.source.type !== "file") return null;
      const { file: name } = cell.source;
      const of = files.find(({ file }) => file === name);
      return (
        of && (
          <StandInLine
            of={of}
            missing={{ standIns, choose }}
            className="border-t border-line/70 py-1 pr-1 pl-4"
          />
        )
      );
    },
    [isFramed, files, standIns, choose],
  );
  const ofCode = files.filter(({ cell }) => cell === undefined);
  return { standIns, ofCode, problems, take, choose, note };
}

function isNotebookOrArchive(name: string): boolean {
  return notebookFileTypes.split(",").some((ending) => name.toLowerCase().endsWith(ending));
}

function leftText(name: string, files: readonly MissingFile[]): string {
  if (/\.(md|markdown)$/i.test(name)) return `“${name}” is a notebook: drop it on the home page.`;
  if (files.length === 0)
    return `Nothing was taken: no file is missing. Make it yours, and then add “${name}”.`;
  return `“${name}” was not taken: it is not clear for which file it is. Choose it in the cell of that file.`;
}
