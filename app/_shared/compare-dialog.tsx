import { useEffect, useState } from "react";
import type { CellDifference, Copy, OpenedNotebook } from "@/lib/workspace/opened";
import { Dialog } from "../_design/dialog";
import { openedWorkspace } from "../_shell/workspace-provider";
import { TextDifference } from "../_ui/text-difference";

interface CompareDialogProps {
  readonly copy: Copy;
  readonly opened: OpenedNotebook;
  readonly onClose: () => void;
}

/** What the copy has otherwise than what is opened, cell by cell. */
export default function CompareDialog({ copy, opened, onClose }: CompareDialogProps) {
  const [cells, setCells] = useState<readonly CellDifference[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    openedWorkspace()
      .then(async (workspace) => (await workspace.fromElsewhere()).difference(copy.id, opened))
      .then(
        (found) => {
          if (!isGone) setCells(found);
        },
        (error: unknown) => {
          if (!isGone) setProblem(error instanceof Error ? error.message : String(error));
        },
      );
    return () => {
      isGone = true;
    };
  }, [copy, opened]);
  return (
    <Dialog
      title="Yours and this one"
      description={`From your “${copy.title}” to what is opened here.`}
      width="large"
      onClose={onClose}
    >
      <div className="mt-3 flex flex-col gap-4 text-sm">
        {problem !== undefined && <p className="text-danger">{problem}</p>}
        {cells?.length === 0 && <p className="text-muted">They say the same.</p>}
        {cells?.map(({ name, change, lines }) => (
          <section key={name}>
            <h3 className="mb-1 flex gap-2">
              <span className="font-mono font-medium break-all">{name}</span>
              <span className="text-muted">{changeTexts[change]}</span>
            </h3>
            <TextDifference lines={lines} name={name} />
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const changeTexts: Readonly<Record<CellDifference["change"], string>> = {
  added: "is new here",
  removed: "is only in yours",
  changed: "is otherwise",
};
