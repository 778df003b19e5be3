"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import type { CellId, NotebookSession, PickedFile, ShownRun } from "@/lib/workspace";
import { signOf, useTabIcon } from "../../_shell/tab-icon";
import { useTitle } from "../../_shell/title";
import { useDroppedFiles } from "../../_shell/use-dropped-files";
import { part } from "../../_design/part";
import { DropVeil } from "../../_ui/drop-veil";
import { useStore } from "../../_ui/store";
import { countText } from "../../_ui/time";
import { progressOf } from "../../_run/progress";
import { RunAnnouncer } from "../../_run/run-announcer";
import { useWholePage } from "../../_run/whole-page";
import { AddCell } from "./add-cell";
import { Cell } from "./cell";
import { EditBar } from "./edit-bar";
import { Notices } from "./notices";
import {
  OpenNotebook,
  useRemovedCell,
  useFiles,
  useIsRunning,
  useLookedRun,
  useOutline,
  useParametersAsked,
  useRefresh,
  type CellNote,
} from "./open-notebook";
import { RunPanel } from "./run-panel";
import { SecretRequests } from "./secret-requests";
import { TopBar } from "./top-bar";

const EmptyNotebook = part(() => import("./empty-notebook"));
const ParametersDialog = part(() => import("./parameters-dialog"));
const RestoreCell = part(() => import("./restore-cell"));
const SimulationStrip = part(async () => ({
  default: (await import("./simulation-strip")).SimulationStrip,
}));
const Shortcuts = part(() => import("./shortcuts"));
// What shows a run comes with the first run.
const PastBar = part(async () => ({ default: (await import("./past-bar")).PastBar }));

interface NotebookViewProps {
  readonly session: NotebookSession;
  /** A bar that says where the notebook comes from, and what can be done about it. */
  readonly bar?: ReactNode;
  /** What stands to the left of the cells. */
  readonly beside?: ReactNode;
  /** Takes files that are dropped. Default: the notebook does. */
  readonly onFiles?: (files: readonly PickedFile[]) => void;
  /** Says something of a cell that only this page knows. */
  readonly note?: CellNote | undefined;
}

/** An open notebook: its cells, and the run beside them. */
export function NotebookView({ session, note, ...page }: NotebookViewProps) {
  return (
    <OpenNotebook session={session} note={note}>
      <Page {...page} />
    </OpenNotebook>
  );
}

function Page({ bar, beside, onFiles }: Omit<NotebookViewProps, "session" | "note">) {
  const notebook = useRefresh();
  const { cells, title } = useOutline();
  const files = useFiles();
  const run = useLookedRun();
  const whole = useWholePage();
  const asked = useParametersAsked();
  const [isSimulating, setSimulating] = useState(false);
  useDroppedFiles((dropped) => (onFiles ? onFiles(dropped) : void files.add(dropped, cells.at(-1) ?? null)));
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void notebook.refresh();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [notebook]);
  return (
    <div className="flex min-h-dvh flex-col">
      <Shortcuts />
      <header ref={tellHeight} className="sticky top-0 z-bar bg-canvas">
        <TopBar isSimulating={isSimulating} onSimulate={() => setSimulating(true)} />
        {/* What is long scrolls in itself: most of a low page is for the notebook. */}
        <div className="max-h-[40dvh] overflow-y-auto">
          {isSimulating && <SimulationStrip onClose={() => setSimulating(false)} />}
          {bar}
          <SecretRequests />
          <EditBar />
          {run && <PastBar run={run} />}
        </div>
      </header>
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        {beside}
        {/* Beside the run, notices lie over the cells alone; where it is a sheet, above its bar. */}
        <div className="flex min-w-0 flex-1 flex-col max-lg:contents">
          <CellColumn isUnder={whole.isWhole} />
          <Notices className="max-lg:bottom-14 max-lg:order-last" />
        </div>
        <RunPanel whole={whole} />
      </div>
      <DropVeil>{onFiles ? "Drop in the place of a missing file" : "Drop to add the data"}</DropVeil>
      {asked && <ParametersDialog asked={asked} />}
      <RunAnnouncer run={run} />
      {run ? <RunTitle run={run} title={title || "Untitled"} /> : <PlainTitle title={title || "Untitled"} />}
    </div>
  );
}

/** Has the style sheet know how high the head of the page is, which stays above all else. */
function tellHeight(head: HTMLElement | null) {
  if (!head) return undefined;
  const { style } = document.documentElement;
  const watch = new ResizeObserver(() => style.setProperty("--head", `${head.offsetHeight}px`));
  watch.observe(head);
  return () => {
    watch.disconnect();
    style.removeProperty("--head");
  };
}

/** The tab tells how the run goes: people watch it from another. */
function RunTitle({ run, title }: { readonly run: ShownRun; readonly title: string }) {
  const isRunning = useIsRunning();
  const { counts, state } = useStore(run.look);
  const head = useStore(run.head);
  const { all, done } = progressOf(counts);
  const isBad = state !== undefined && (state.type === "FAILED" || state.type === "CRASHED");
  const isWaiting = head.pauses.length > 0;
  const progress = all > 0 ? `${countText(done)}/${countText(all)} ` : "";
  const sign = isWaiting
    ? "⏸ Waits for you — "
    : isRunning
      ? `▶ ${progress}`
      : isBad
        ? `✕ ${state.name} — `
        : "";
  useTitle(`${sign}${title}`);
  useTabIcon(
    signOf({
      type: head.state.type,
      isOver: head.isOver && !isRunning,
      isWaiting,
    }),
  );
  return null;
}

function PlainTitle({ title }: { readonly title: string }) {
  const isRunning = useIsRunning();
  useTitle(`${isRunning ? "▶ " : ""}${title}`);
  useTabIcon(isRunning ? "running" : "idle");
  return null;
}

/** The cells; `isUnder`: the run lies over them. */
function CellColumn({ isUnder }: { readonly isUnder: boolean }) {
  const { cells } = useOutline();
  const removed = useRemovedCell();
  const column = useRef<HTMLElement>(null);
  const order = useRef(cells);
  const [added, setAdded] = useState<{ readonly id: CellId }>();
  useEffect(() => {
    order.current = cells;
  }, [cells]);

  const focusCell = useCallback((id: CellId | undefined) => {
    if (id === undefined) return;
    const cell = column.current?.querySelector(`[data-cell="${CSS.escape(id)}"]`);
    const find = (what: string) => cell?.querySelector<HTMLElement>(what);
    // A text that is read has none.
    (find("[data-editor] :is(.cm-content, textarea)") ?? find("[data-edit]"))?.focus();
  }, []);
  const add = useCallback((id: CellId) => setAdded({ id }), []);
  const goBelow = useCallback(
    (id: CellId) => focusCell(order.current[order.current.indexOf(id) + 1]),
    [focusCell],
  );
  // Before the next key: what is typed right after a cell was added is its text.
  useLayoutEffect(() => focusCell(added?.id), [added, focusCell]);

  // Where it was; at the top, where what was above it is gone too.
  const restorePlace = removed?.after ? cells.indexOf(removed.after) : -1;
  const restore = removed && <RestoreCell key={removed.cell.id} removed={removed} onRestored={add} />;
  return (
    <main ref={column} inert={isUnder} className="mx-auto w-full max-w-4xl min-w-0 flex-1 px-3 py-4 sm:px-6">
      {cells.length === 0 && (
        <>
          {restore}
          <EmptyNotebook />
        </>
      )}
      {cells.length > 0 && (
        <ol aria-label="Cells">
          {restorePlace === -1 && <li>{restore}</li>}
          {cells.map((id, index) => (
            <li key={id} className="skip-unseen">
              <AddCell after={cells[index - 1] ?? null} isQuiet onAdded={add} />
              <Cell id={id} onNext={goBelow} />
              {restorePlace === index && restore}
            </li>
          ))}
        </ol>
      )}
      <div className="mt-3">
        <AddCell after={cells.at(-1) ?? null} onAdded={add} />
      </div>
    </main>
  );
}
