"use client";

import { Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type { NotebookId, NotebookSummary } from "@/lib/workspace";
import { Ago } from "../_ui/ago";
import { AlertDialog } from "../_design/dialog";
import { IconButton } from "../_design/icon-button";
import { HomeSection } from "./home-section";

interface NotebookListProps {
  /** Undefined while they are read. */
  readonly notebooks: readonly NotebookSummary[] | undefined;
  readonly onRemove: (id: NotebookId) => void;
}

/** Where a notebook came from, where that is not from here. */
const origins = { own: "", example: "example", import: "imported" };

/** The notebooks of this browser, the last changed first. */
export function NotebookList({ notebooks, onRemove }: NotebookListProps) {
  const [doomed, setDoomed] = useState<NotebookSummary>();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <HomeSection title="Your notebooks" heading={heading}>
      {notebooks?.length === 0 && (
        <p className="text-sm text-muted">None yet. They stay in this browser, and are nowhere else.</p>
      )}
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface empty:hidden">
        {notebooks?.map((notebook) => (
          <li key={notebook.id} className="flex items-center gap-2 pr-2 hover:bg-raised">
            <a href={`notebook/?id=${notebook.id}`} className="min-w-0 flex-1 truncate py-2 pl-4 font-medium">
              {notebook.title || "Untitled"}
            </a>
            <span className="text-xs text-faint">{origins[notebook.origin]}</span>
            <span className="text-xs text-faint tabular-nums">
              <Ago at={notebook.updatedAt} />
            </span>
            <IconButton
              icon={Trash2}
              label={`Delete ${notebook.title}`}
              onClick={() => setDoomed(notebook)}
            />
          </li>
        ))}
      </ul>
      {doomed && (
        <AlertDialog
          title="Delete the notebook?"
          cancel="Keep it"
          action="Delete"
          focusAfter={heading}
          onAction={() => onRemove(doomed.id)}
          onClose={() => setDoomed(undefined)}
        >
          “{doomed.title}” and the history of its runs will be gone from this browser. This cannot be undone.
        </AlertDialog>
      )}
    </HomeSection>
  );
}
