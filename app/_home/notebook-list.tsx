"use client";

import { Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type { NotebookId, NotebookSummary, OpenNotebooks } from "@/lib/workspace";
import { addressOf } from "../_shell/route";
import { Ago } from "../_ui/ago";
import { Badge } from "../_design/badge";
import { AlertDialog } from "../_design/dialog";
import { EmptyState } from "../_design/empty-state";
import { IconButton } from "../_design/icon-button";
import { List, ListRow } from "../_design/list";
import { StateBadge } from "../_ui/state-badge";
import { useStore } from "../_ui/store";
import { HomeSection } from "./home-section";

interface NotebookListProps {
  /** Undefined while they are read. */
  readonly notebooks: readonly NotebookSummary[] | undefined;
  /** Those that are open in this tab; undefined until that is known. */
  readonly opened: OpenNotebooks | undefined;
  readonly onRemove: (id: NotebookId) => void;
}

/** Where a notebook came from, where that is not from here. */
const origins = { example: "example", import: "imported" } as const;

/** The notebooks of this browser, the last changed first. */
export function NotebookList({ notebooks, opened, onRemove }: NotebookListProps) {
  const [doomed, setDoomed] = useState<NotebookSummary>();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <HomeSection title="Your notebooks" heading={heading}>
      {notebooks?.length === 0 && (
        <EmptyState>None yet. They stay in this browser, and are nowhere else.</EmptyState>
      )}
      <List>
        {notebooks?.map((notebook) => (
          <ListRow
            key={notebook.id}
            href={addressOf({ page: "notebook", id: notebook.id })}
            meta={
              <>
                {opened && <Running opened={opened} id={notebook.id} />}
                {notebook.origin !== "own" && <Badge>{origins[notebook.origin]}</Badge>}
                <Ago at={notebook.updatedAt} />
              </>
            }
            actions={
              <IconButton
                icon={Trash2}
                label={`Delete ${notebook.title || "Untitled"}`}
                onClick={() => setDoomed(notebook)}
              />
            }
          >
            <span className="max-w-full truncate font-medium">{notebook.title || "Untitled"}</span>
          </ListRow>
        ))}
      </List>
      {doomed && (
        <AlertDialog
          title="Delete the notebook?"
          cancel="Keep it"
          action="Delete"
          focusAfter={heading}
          onAction={() => onRemove(doomed.id)}
          onClose={() => setDoomed(undefined)}
        >
          “{doomed.title || "Untitled"}” and the history of its runs will be gone from this browser. This
          cannot be undone.
        </AlertDialog>
      )}
    </HomeSection>
  );
}

/** Says of a notebook that it runs: that goes on here. */
function Running({ opened, id }: { readonly opened: OpenNotebooks; readonly id: NotebookId }) {
  const isRunning = useStore(opened.running).includes(id);
  return isRunning && <StateBadge state={{ type: "RUNNING", name: "Running" }} />;
}
