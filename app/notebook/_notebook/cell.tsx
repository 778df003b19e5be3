"use client";

import { ArrowDown, ArrowUp, Play, Trash2 } from "lucide-react";
import { memo } from "react";
import { foreignLimits, kindOf } from "@/lib/notebook";
import type { CellId, CellView } from "@/lib/workspace";
import { DraftField } from "../../_design/draft-field";
import { IconButton } from "../../_design/icon-button";
import { Toolbar } from "../../_design/toolbar";
import { Drawn } from "../../_ui/fault";
import { stateLook } from "../../_ui/state";
import { lookOf } from "./cell-looks";
import { CellReads } from "./cell-reads";
import { CellStates } from "./cell-states";
import { CodeEditor } from "./code-editor";
import { besideCell } from "./cells-on-page";
import {
  useCame,
  useCanEdit,
  useCell,
  useEditor,
  useIsLink,
  useIsRunning,
  useNote,
  useRunner,
} from "./open-notebook";
import { CameTable, Outputs } from "./output";
import { shownInCell } from "./shown-in-cell";
import { part } from "../../_design/part";

// Only of a cell that went wrong.
const CellProblems = part(() => import("./cell-problems"));
// Mostly there is none.
const MissingFile = part(() => import("./missing-file"));
const UnreadableFiles = part(() => import("./unreadable-files"));
// Only what a link's run gave is marked so.
const Recorded = part(() => import("../../_ui/recorded"));

interface CellProps {
  readonly id: CellId;
  /** Goes to the cell below this one. */
  readonly onNext: (id: CellId) => void;
}

/** A cell: what it says, how it went, and what it gave. */
export const Cell = memo(function Cell({ id, onNext }: CellProps) {
  const view = useCell(id);
  if (!view) return null;
  return (
    <Drawn what="This cell" text={kindOf(view.cell).textOf(view.cell) ?? ""}>
      <CellBody view={view} onNext={onNext} />
    </Drawn>
  );
});

function CellBody({ view, onNext }: { readonly view: CellView; readonly onNext: CellProps["onNext"] }) {
  const canEdit = useCanEdit();
  const isLink = useIsLink();
  const note = useNote();
  const editor = useEditor();
  const runner = useRunner();
  const { id, cell, definitions, isStale } = view;
  const run = () => void runner.run({ kind: "cell", id });
  const kind = kindOf(cell);
  const label = kind.label(cell);
  const { Whole, Source, Actions, Notes } = lookOf(cell);
  if (Whole)
    return (
      <Whole cell={cell} onNext={() => onNext(id)}>
        <CellActions id={id} label={`${label} cell`} />
      </Whole>
    );
  const text = kind.textOf(cell);
  const name = kind.name?.of(cell) ?? view.defines.join(", ");
  const unreadable = view.filesOnDisk.filter(({ state }) => state !== "readable");
  return (
    <section
      role="group"
      aria-label={`${label} cell ${name}`}
      data-cell={id}
      tabIndex={-1}
      className="group/cell relative overflow-hidden rounded-lg border border-line bg-surface shadow-[0_1px_1px_rgb(0_0_0/0.02)] has-[.cm-focused,textarea:focus]:border-accent forced-colors:has-[.cm-focused,textarea:focus]:border-[Highlight]"
    >
      <header className="flex min-h-9 flex-wrap items-start border-b border-line/70 py-1 pr-1 pl-4">
        <div className="flex min-h-7 min-w-0 flex-1 basis-24 flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-xs font-medium text-faint">{label}</span>
          {kind.name && (
            <DraftField
              value={kind.name.of(cell)}
              label="Name of the table"
              placeholder="name"
              isSnug
              isReadOnly={!canEdit}
              maxLength={foreignLimits.name}
              className="font-mono text-sm font-medium"
              onCommit={(changed) => editor.setName(id, changed)}
            />
          )}
          <CellReads names={view.reads} />
          <CellStates definitions={definitions} isStale={isStale} />
        </div>
        <div className="ml-auto flex max-w-full shrink-0 flex-wrap items-center justify-end">
          <CellActions id={id} label={`${label} cell ${name}`} />
          {Actions && <Actions id={id} cell={cell} />}
          {!isLink && <RunButton view={view} onRun={run} />}
        </div>
      </header>
      {Source && <Source cell={cell} files={view.filesOnDisk} />}
      {unreadable.length > 0 && <UnreadableFiles files={unreadable} />}
      {view.missingFile !== undefined && !isLink && <MissingFile file={view.missingFile} />}
      {note?.(view)}
      {text !== undefined && (
        <CodeEditor
          text={text}
          language={kind.language}
          label={`${label} of ${name === "" ? "a new cell" : name}`}
          marks={view.marks}
          onChange={(changed) => editor.setText(id, changed)}
          onRun={run}
          onRunAndGoOn={() => {
            run();
            onNext(id);
          }}
        />
      )}
      {hasProblems(view) && <CellProblems view={view} />}
      {Notes && <Notes view={view} cell={cell} />}
      <CellOutputs view={view} />
      <Rail view={view} />
    </section>
  );
}

/** Whether there is something to say of it. */
function hasProblems({ problems, definitions }: CellView): boolean {
  return problems.length > 0 || definitions.some(({ error }) => error);
}

function RunButton({ view, onRun }: { readonly view: CellView; readonly onRun: () => void }) {
  const isRunning = useIsRunning();
  const why = isRunning ? "not while something runs" : whyNot(view);
  return (
    <IconButton
      icon={Play}
      label={why === undefined ? "Run cell (Ctrl+Enter)" : `Run cell: ${why}`}
      disabled={why !== undefined}
      onClick={onRun}
      isMain
    />
  );
}

/** What keeps a cell from being run by itself, if anything does. */
function whyNot({ canRun, problems, defines }: CellView): string | undefined {
  if (problems.length > 0) return "first mend its problem";
  if (canRun) return undefined;
  return defines.length > 0
    ? `${defines.join(", ")} needs arguments, which a flow gives`
    : "it defines nothing that runs";
}

const hatched = "mask-[repeating-linear-gradient(-45deg,black_0_3px,transparent_3px_6px)]";

/** The colour of the cell's state along its edge, over all that is in it; hatched where that is of another text than the cell's, or was not run here. */
function Rail({ view: { definitions, problems, isStale } }: { readonly view: CellView }) {
  const isLink = useIsLink();
  const [first] = definitions;
  const failed = definitions.filter(({ error }) => error && !error.isNotRun);
  // What crashed was mostly stopped by what failed.
  const worst = failed.find(({ state }) => state.type === "FAILED") ?? failed[0] ?? first;
  const fill = problems.length > 0 ? "bg-danger" : worst ? stateLook(worst.state).fill : "bg-line";
  return (
    <div
      aria-hidden
      className={`absolute inset-y-0 left-0 w-1 forced-color-adjust-none group-data-marked/cell:w-2 group-data-marked/cell:bg-accent ${fill} ${isStale || isLink ? hatched : ""}`}
    />
  );
}

/** What does not belong to the cell's text any more lies deeper than the rest, with all that is on its surface. */
const setBack = "border-dashed bg-surface [--surface:var(--sunken)]";

function CellOutputs({ view }: { readonly view: CellView }) {
  const isLink = useIsLink();
  const { cell } = view;
  const isOfData = useCame() !== undefined && cell.kind === "data";
  const shown = view.definitions.filter(({ outputs }) => outputs.length > 0);
  if (shown.length === 0 && isOfData)
    return <CameTable of={cell.name} className={`border-t border-line/70 pl-1 ${setBack}`} />;
  if (shown.length === 0) return null;
  return (
    <div
      aria-busy={view.definitions.some(({ state }) => state.type === "RUNNING" || state.type === "PENDING")}
      className={`border-t border-line/70 pl-1 ${view.isStale || isLink ? setBack : ""}`}
    >
      {isLink && <Recorded at={shown[0]?.startTime} className="px-3 pt-2" />}
      {shown.map((definition) => (
        <div key={definition.name}>
          {shown.length > 1 && <p className="px-3 pt-2 font-mono text-xs text-muted">{definition.name}</p>}
          <Drawn what={`What ${definition.name} gave`} of={definition.outputs}>
            <Outputs of={definition.name} outputs={definition.outputs} runs={runsOf(definition)} />
          </Drawn>
        </div>
      ))}
    </div>
  );
}

function runsOf({ counts }: CellView["definitions"][number]): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

interface CellActionsProps {
  readonly id: CellId;
  readonly label: string;
}

/** What can be done with any cell: quiet until the cell is pointed at or has the focus. */
function CellActions({ id, label }: CellActionsProps) {
  const editor = useEditor();
  if (!useCanEdit()) return null;
  return (
    <Toolbar label={`${label}: order`} className={`flex items-center ${shownInCell}`}>
      <IconButton icon={ArrowUp} label="Move up" onClick={() => editor.moveCell(id, -1)} />
      <IconButton icon={ArrowDown} label="Move down" onClick={() => editor.moveCell(id, 1)} />
      <IconButton
        icon={Trash2}
        label={`Delete ${label}`}
        onClick={({ currentTarget }) => {
          const next = besideCell(currentTarget);
          editor.removeCell(id);
          next?.focus();
        }}
      />
    </Toolbar>
  );
}
