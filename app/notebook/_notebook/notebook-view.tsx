"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { Undo2 } from "lucide-react";
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type DragEvent,
} from "react";
import type { CellId, CellView, NotebookSession, NotebookView as View, PickedFile } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { droppedFiles } from "../../_ui/dropped-files";
import { AddCell } from "./add-cell";
import { CanEdit } from "./can-edit";
import { Cell } from "./cell";
import { EditBar } from "./edit-bar";
import type { Mark } from "./editor-setup";
import { Notices } from "./notices";
import { RunPanel } from "./run-panel";
import { SecretRequests } from "./secret-requests";
import { TopBar } from "./top-bar";

/** An open notebook: its cells, and the run beside them. */
export function NotebookView({ session }: { readonly session: NotebookSession }) {
  const view = useSyncExternalStore(session.subscribe, session.view, session.view);
  const marks = useMarks(view);
  const column = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState<CellId>();
  const { dropProps, isOver } = useFileDrop(
    view.canEdit,
    (files) => void session.files.add(files, view.cells.at(-1)?.id ?? null),
  );

  const focusCell = useCallback((id: CellId) => {
    column.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(id)}"] .cm-content`)?.focus();
  }, []);
  useEffect(() => {
    if (!added) return;
    // The editor of a new cell comes with its library.
    const timer = setTimeout(() => focusCell(added), 120);
    return () => clearTimeout(timer);
  }, [added, focusCell]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void session.refresh();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [session]);

  const last = view.cells.at(-1);
  return (
    <CanEdit value={view.canEdit}>
      <Tooltip.Provider delay={400}>
        <div className="flex min-h-dvh flex-col" {...dropProps}>
          <TopBar view={view} session={session} />
          <SecretRequests asked={view.secretsAsked} session={session} />
          <EditBar view={view} session={session} />
          <div className="flex min-h-0 flex-1 max-lg:flex-col">
            <main ref={column} className="mx-auto w-full max-w-4xl min-w-0 flex-1 px-3 py-4 sm:px-6">
              {view.cells.length === 0 && <EmptyNotebook />}
              {view.cells.map((cell, index) => (
                <div key={cell.id}>
                  <AddCell
                    session={session}
                    after={view.cells[index - 1]?.id ?? null}
                    isQuiet
                    onAdded={setAdded}
                  />
                  <Cell
                    view={cell}
                    marks={marks.get(cell.id) ?? none}
                    session={session}
                    isRunning={view.isRunning}
                    onNext={() => {
                      const next = view.cells[index + 1];
                      if (next) focusCell(next.id);
                    }}
                  />
                </div>
              ))}
              <div className="mt-3">
                <AddCell session={session} after={last?.id ?? null} onAdded={setAdded} />
              </div>
              {view.canRestoreCell && view.canEdit && (
                <div className="mt-2 flex justify-center" role="status">
                  <Button look="quiet" onClick={() => session.restoreCell()}>
                    <Undo2 className="size-3.5" aria-hidden />
                    Put the deleted cell back
                  </Button>
                </div>
              )}
            </main>
            <aside
              id="run"
              className="w-full shrink-0 border-line bg-surface max-lg:h-[min(70dvh,32rem)] max-lg:border-t lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:w-[22.5rem] lg:border-l"
            >
              <RunPanel view={view} session={session} />
            </aside>
          </div>
          <Notices notices={view.notices} asked={view.network.asked} session={session} />
          {isOver && (
            <div className="pointer-events-none fixed inset-2 z-50 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/80 text-lg font-medium text-accent">
              Drop to add the data
            </div>
          )}
          <RunAnnouncer view={view} />
        </div>
      </Tooltip.Provider>
    </CanEdit>
  );
}

const none: readonly Mark[] = [];

function EmptyNotebook() {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-10 text-center">
      <h2 className="text-lg font-semibold tracking-tight">An empty notebook</h2>
      <p className="mx-auto mt-1 max-w-md text-muted">
        Drop a CSV, JSON, Parquet or Arrow file anywhere, or add a cell: SQL reads other cells by their names,
        TypeScript defines tasks and flows.
      </p>
    </div>
  );
}

/** Says aloud how a run ended, and that it waits for the person. */
function RunAnnouncer({ view: { run, isRunning } }: { readonly view: View }) {
  const isPaused = run !== null && run.pauses.length > 0;
  const text = isRunning && !isPaused ? "Running" : run ? `${run.flowName}: ${run.state.name}` : "";
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}

/** Errors by the cell whose text they come from: not always the one whose run failed. */
function useMarks({ cells }: View): ReadonlyMap<CellId, readonly Mark[]> {
  const key = JSON.stringify(cells.map(({ definitions }) => definitions.map(({ error }) => error)));
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => marksOf(cells), [key]);
}

function marksOf(cells: readonly CellView[]): ReadonlyMap<CellId, readonly Mark[]> {
  const owners = new Map(
    cells.flatMap(({ id, definitions }) => definitions.map(({ name }) => [name, id] as const)),
  );
  const marks = new Map<CellId, Mark[]>();
  for (const { error } of cells.flatMap(({ definitions, isStale }) => (isStale ? [] : definitions))) {
    if (error?.line === undefined || error.definition === undefined) continue;
    const owner = owners.get(error.definition);
    if (!owner) continue;
    const mark = { line: error.line, column: error.column ?? 1, message: `${error.name}: ${error.message}` };
    const own = marks.get(owner) ?? [];
    if (!own.some(({ line, message }) => line === mark.line && message === mark.message))
      marks.set(owner, [...own, mark]);
  }
  return marks;
}

/** Files that are dropped anywhere on the notebook. */
function useFileDrop(canDrop: boolean, onDrop: (files: readonly PickedFile[]) => void) {
  const [isOver, setOver] = useState(false);
  const hasFiles = (event: DragEvent) => canDrop && event.dataTransfer.types.includes("Files");
  const dropProps = {
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void droppedFiles(event.dataTransfer).then(onDrop);
    },
  };
  return { dropProps, isOver };
}
