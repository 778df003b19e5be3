"use client";

import { ArrowDown, ArrowUp, Play, Trash2 } from "lucide-react";
import { memo, useMemo } from "react";
import { kindOf } from "@/lib/notebook";
import type { CellView, NotebookSession } from "@/lib/workspace";
import { DraftField } from "../../_ui/draft-field";
import { IconButton } from "../../_ui/icon-button";
import { stateLook } from "../../_ui/state";
import { useCanEdit } from "./can-edit";
import { CellProblems } from "./cell-problems";
import { CellStates } from "./cell-states";
import { CodeEditor } from "./code-editor";
import { DataSourceLine } from "./data-source-line";
import { DiskFiles } from "./disk-files";
import type { Mark } from "./editor-setup";
import { MarkdownCell } from "./markdown-cell";
import { Outputs } from "./output";
import { shownInCell } from "./shown-in-cell";

interface CellProps {
  readonly view: CellView;
  /** Errors of runs that come from this cell's text. */
  readonly marks: readonly Mark[];
  readonly session: NotebookSession;
  readonly isRunning: boolean;
  readonly onNext: () => void;
}

/** A cell: what it says, how it went, and what it gave. */
export const Cell = memo(function Cell({ view, marks, session, isRunning, onNext }: CellProps) {
  const { cell, id, definitions, problems, isStale } = view;
  const canEdit = useCanEdit();
  const run = () => void session.run({ kind: "cell", id });
  const problemMarks = useMemo(
    () => [...problems.map(({ line, column, message }) => ({ line, column, message })), ...marks],
    [problems, marks],
  );
  if (cell.kind === "markdown")
    return (
      <MarkdownCell cell={cell} session={session} onNext={onNext}>
        <CellActions id={id} session={session} label="markdown cell" />
      </MarkdownCell>
    );
  const kind = kindOf(cell);
  const text = kind.textOf(cell);
  const name = kind.name?.of(cell) ?? definitions.map((one) => one.name).join(", ");
  const label = kind.label(cell);
  return (
    <section
      aria-label={`${label} cell ${name}`}
      data-cell={id}
      className="group/cell relative overflow-hidden rounded-lg border border-line bg-surface shadow-[0_1px_1px_rgb(0_0_0/0.02)]"
    >
      <Rail view={view} />
      <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line/70 py-1 pr-1 pl-4">
        <span className="text-xs font-medium text-faint">{label}</span>
        {kind.name && (
          <DraftField
            value={kind.name.of(cell)}
            label="Name of the table"
            placeholder="name"
            isSnug
            isReadOnly={!canEdit}
            className="font-mono text-sm font-medium"
            onCommit={(changed) => session.setName(id, changed)}
          />
        )}
        <CellStates definitions={definitions} isStale={isStale} />
        <div className="ml-auto flex items-center">
          <CellActions id={id} session={session} label={`${label} cell ${name}`} />
          <IconButton
            icon={Play}
            label="Run cell (Ctrl+Enter)"
            disabled={isRunning || !view.canRun}
            onClick={run}
            isMain
          />
        </div>
      </header>
      {cell.kind === "data" && <DataSourceLine cell={cell} files={view.filesOnDisk} session={session} />}
      <DiskFiles files={view.filesOnDisk} session={session} />
      {text !== undefined && (
        <CodeEditor
          text={text}
          language={kind.language}
          label={`${label} of ${name === "" ? "a new cell" : name}`}
          marks={problemMarks}
          onChange={(changed) => session.setText(id, changed)}
          onRun={run}
          onRunAndGoOn={() => {
            run();
            onNext();
          }}
        />
      )}
      <CellProblems view={view} />
      <CellOutputs view={view} session={session} />
    </section>
  );
});

/** The colour of the cell's state along its edge. */
function Rail({ view: { definitions, problems, isStale } }: { readonly view: CellView }) {
  const [first] = definitions;
  const worst = definitions.find(({ error }) => error) ?? first;
  const fill = problems.length > 0 ? "bg-danger" : worst ? stateLook(worst.state).fill : "bg-line";
  return (
    <div aria-hidden className={`absolute inset-y-0 left-0 w-1 ${fill} ${isStale ? "opacity-35" : ""}`} />
  );
}

function CellOutputs({ view, session }: { readonly view: CellView; readonly session: NotebookSession }) {
  const shown = view.definitions.filter(({ outputs }) => outputs.length > 0);
  if (shown.length === 0) return null;
  return (
    <div className={`border-t border-line/70 pl-1 ${view.isStale ? "opacity-60" : ""}`}>
      {shown.map((definition) => (
        <div key={definition.name}>
          {shown.length > 1 && <h3 className="px-3 pt-2 font-mono text-xs text-muted">{definition.name}</h3>}
          <Outputs outputs={definition.outputs} session={session} />
        </div>
      ))}
    </div>
  );
}

interface CellActionsProps {
  readonly id: CellView["id"];
  readonly session: NotebookSession;
  readonly label: string;
}

/** What can be done with any cell: quiet until the cell is pointed at or has the focus. */
function CellActions({ id, session, label }: CellActionsProps) {
  if (!useCanEdit()) return null;
  return (
    <div className={`flex items-center ${shownInCell}`}>
      <IconButton icon={ArrowUp} label="Move up" onClick={() => session.moveCell(id, -1)} />
      <IconButton icon={ArrowDown} label="Move down" onClick={() => session.moveCell(id, 1)} />
      <IconButton icon={Trash2} label={`Delete ${label}`} onClick={() => session.removeCell(id)} />
    </div>
  );
}
