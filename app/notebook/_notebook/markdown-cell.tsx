"use client";

import { Check, Pencil } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import type { MarkdownCell as MarkdownCellData } from "@/lib/notebook";
import { IconButton } from "../../_design/icon-button";
import { Drawn } from "../../_ui/fault";
import { CodeEditor } from "./code-editor";
import { useCanEdit, useEditor } from "./open-notebook";
import { shownInCell } from "./shown-in-cell";
import { Markdown } from "./first-sight";

const none = [] as const;

interface MarkdownCellProps {
  readonly cell: MarkdownCellData;
  readonly onNext: () => void;
  /** What can be done with the cell. */
  readonly children: ReactNode;
}

/** Text between the code: shown as it reads, and as it is written while it is edited. */
export function MarkdownCell({ cell, onNext, children }: MarkdownCellProps) {
  const editor = useEditor();
  const canEdit = useCanEdit();
  const [isOpen, setOpen] = useState(cell.text === "");
  const [wasAsked, setAsked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const isEditing = isOpen && canEdit;
  const edit = () => {
    setOpen(true);
    setAsked(true);
  };
  // The editor goes, and with it the focus would.
  const leave = () => {
    button.current?.focus();
    setOpen(false);
  };
  return (
    <section
      role="group"
      aria-label="Markdown cell"
      data-cell={cell.id}
      tabIndex={-1}
      className={`group/cell relative rounded-lg py-1 pr-1 pl-4 ${isEditing ? "border border-line bg-surface" : ""}`}
    >
      <div
        className={`absolute top-0.5 right-1 z-head flex items-center rounded-md bg-canvas pointer-coarse:static pointer-coarse:justify-end ${shownInCell}`}
      >
        {children}
        {canEdit && (
          <IconButton
            icon={isEditing ? Check : Pencil}
            label={isEditing ? "Show the text" : "Edit the text"}
            ref={button}
            data-edit
            onClick={isEditing ? leave : edit}
          />
        )}
      </div>
      {isEditing ? (
        <CodeEditor
          text={cell.text}
          language="markdown"
          label="Markdown"
          marks={none}
          takesFocus={wasAsked}
          onChange={(text) => editor.setText(cell.id, text)}
          onRun={leave}
          onLeave={leave}
          onRunAndGoOn={() => {
            leave();
            onNext();
          }}
        />
      ) : (
        <div className="prose py-1" onDoubleClick={canEdit ? edit : undefined}>
          <Drawn what="This text" text={cell.text}>
            <Markdown
              meanwhile={<p className="shown-late whitespace-pre-wrap">{cell.text}</p>}
              text={cell.text}
            />
          </Drawn>
        </div>
      )}
    </section>
  );
}
