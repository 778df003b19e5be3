"use client";

import { createContext, use, useCallback, type ReactNode } from "react";
import type { CellId, CellView, NotebookSession, Place, RunTarget } from "@/lib/workspace";
import type { RunActions } from "../../_run/run-view";
import { useStore } from "../../_ui/store";
import { goTo } from "./go-to";

/*
 * The parts of the page take from the open notebook what they show and may do, each by a hook of its own: what changes elsewhere
 * draws them no more.
 */
const SessionContext = createContext<NotebookSession | undefined>(undefined);
const NoteContext = createContext<CellNote | undefined>(undefined);

/** What a page says of a cell, below where its data comes from. */
export type CellNote = (cell: CellView) => ReactNode;

/** Gives a page's parts the notebook that is open. */
export function OpenNotebook({
  session,
  note,
  children,
}: {
  readonly session: NotebookSession;
  readonly note?: CellNote | undefined;
  readonly children: ReactNode;
}) {
  return (
    <SessionContext value={session}>
      <NoteContext value={note}>{children}</NoteContext>
    </SessionContext>
  );
}

function useSession(): NotebookSession {
  const session = use(SessionContext);
  if (!session) throw new Error("No notebook is open here.");
  return session;
}

/** What this page says of a cell. */
export const useNote = () => use(NoteContext);

type Part<Name extends keyof NotebookSession> = Pick<NotebookSession, Name>;

/** The title, and the cells in their order. */
export const useOutline = () => useStore(useSession().shows.outline);

export const useFlows = () => useStore(useSession().shows.flows);

/** What the notebook defines, as far as it compiled. */
export const useDefinitions = () => useStore(useSession().shows.definitions);

export const useSaving = () => useStore(useSession().shows.saving);

/** Which tab may edit. */
export const useEditing = () => useStore(useSession().shows.editing);

/** Whether this tab may edit the notebook. */
export const useCanEdit = () => useEditing() === "here";

/** Whether the notebook is only in a link: it is looked at, and neither run nor kept. */
export const useIsLink = () => useEditing() === "link";

/** The rows that came with the notebook, where it is only in a link. */
export const useCame = () => useSession().came;

export const useNotices = () => useStore(useSession().shows.notices);

export const useNetwork = () => useStore(useSession().shows.network);

export const useEngine = () => useStore(useSession().shows.engine);

export const useCompiler = () => useStore(useSession().shows.compiler);

export const useIsRunning = () => useStore(useSession().shows.isRunning);

export const useSecretsAsked = () => useStore(useSession().shows.secretsAsked);

/** A flow that needs values from its person. */
export const useParametersAsked = () => useStore(useSession().shows.parametersAsked);

/** The run that is looked at. */
export const useLookedRun = () => useStore(useSession().shows.run);

export const useStanding = () => useStore(useSession().shows.standing);

export const useHistory = () => useStore(useSession().shows.history);

/** The cell that was deleted last, as long as it can be put back. */
export const useRemovedCell = () => useStore(useSession().editor.removed);

/** A cell with all that is shown with it; undefined once it is gone. */
export const useCell = (id: CellId): CellView | undefined => useStore(useSession().cells.of(id));

/** Goes to a place in a cell, as far as it is still there. */
export function useGoTo(): (place: Place) => void {
  const { cells } = useSession();
  return useCallback(
    (place: Place) => {
      const owner = cells.ownerOf(place.definition);
      if (owner) goTo(owner, place);
    },
    [cells],
  );
}

/** The cell that defines a name. */
export const useOwnerOf = (): ((name: string) => CellId | undefined) => {
  const { cells } = useSession();
  return useCallback((name: string) => cells.ownerOf(name), [cells]);
};

/** Runs from a task run on, or what a run before ran. Undefined while something runs, or nothing may. */
export function useRunAgain() {
  const session = useSession();
  const isRunning = useIsRunning();
  const isLink = useIsLink();
  if (isRunning || isLink) return { runFrom: undefined, runAgain: undefined };
  return {
    runFrom: (definition: string, retry: RunTarget) => void session.runFrom(definition, retry),
    runAgain: async (target: RunTarget) => await session.run(target),
  };
}

/** Where in the notebook a definition is, for sorting. */
export function usePlaceOf(): (definition: string | null) => number {
  const { cells } = useSession();
  const outline = useOutline();
  return useCallback(
    (definition: string | null) => {
      const owner = definition === null ? undefined : cells.ownerOf(definition);
      return owner ? outline.cells.indexOf(owner) : -1;
    },
    [cells, outline],
  );
}

/** Has the cells show a moment of the run that is looked at. */
export function useLookBack(): (position?: number) => void {
  const session = useSession();
  return useCallback((position?: number) => session.runs.lookBack(position), [session]);
}

/** Changes the text and its cells. */
export const useEditor = () => useSession().editor;

/** Adds files, and sees to those on the person's disk. */
export const useFiles = () => useSession().files;

/** Runs the notebook or a part of it, stops that, and answers what it asks for. */
export const useRunner = (): Part<
  "run" | "plan" | "stop" | "answerSecret" | "declineParameters" | "chaos" | "crash"
> => useSession();

/** Runs the notebook in simulated time, and moves that. */
export const useSimulator = (): Part<"run" | "stop" | "clock"> => useSession();

/** What can be done with runs that there are. */
export const useRunActions = (): RunActions => useSession().runs;

/** Reads tables, and makes files of them. */
export const useTables = () => useSession().tables;

/** Says where the notebook may connect. */
export const useHosts = () => useSession().hosts;

/** Settles who edits, and what becomes of a text that was changed elsewhere too. */
export const useEditRights = (): Part<"takeOver" | "copy" | "settle"> => useSession();

/** All that can leave in a file: the notebook, its data, and what is shown of its run. */
export const useDownload = (): Part<"id" | "file" | "files" | "cells" | "shows" | "tables" | "came"> =>
  useSession();

/** Makes links to the notebook. */
export const useSharing = (): Part<"share" | "file"> => useSession();

export const useDismiss = (): Part<"dismiss"> => useSession();

/** Takes in what other tabs have done. */
export const useRefresh = (): Part<"refresh"> => useSession();
