import { useEffect, useState } from "react";
import type { Copy, OpenedNotebook } from "@/lib/workspace/opened";
import { addressOf } from "../_shell/route";
import { openedWorkspace } from "../_shell/workspace-provider";
import { Ago } from "../_ui/ago";
import type { Origin } from "./origin";
import { part } from "../_design/part";

const CompareDialog = part(() => import("./compare-dialog"));

interface CopiesProps {
  readonly opened: OpenedNotebook;
  readonly origin: Origin;
}

/** Says that the person has a copy of this already, and leads there. */
export function Copies({ opened, origin }: CopiesProps) {
  const [copies, setCopies] = useState<readonly Copy[]>([]);
  const [isComparing, setComparing] = useState(false);
  useEffect(() => {
    let isGone = false;
    openedWorkspace()
      .then(async (workspace) => (await workspace.fromElsewhere()).copies(opened, origin))
      .then(
        (found) => {
          if (!isGone) setCopies(found);
        },
        // Without a storage there is no copy.
        () => undefined,
      );
    return () => {
      isGone = true;
    };
  }, [opened, origin]);
  const [copy] = copies;
  if (!copy) return null;
  return (
    <p className="mt-1 flex flex-wrap gap-x-2">
      <span>
        You have a copy{!copy.isOfThis && " of another version"}, changed <Ago at={copy.updatedAt} />:
      </span>
      <a href={addressOf({ page: "notebook", id: copy.id })} className="underline underline-offset-2">
        Open yours
      </a>
      <button type="button" className="underline underline-offset-2" onClick={() => setComparing(true)}>
        Compare
      </button>
      <span className="text-muted">“Make it mine” makes another.</span>
      {isComparing && <CompareDialog copy={copy} opened={opened} onClose={() => setComparing(false)} />}
    </p>
  );
}
