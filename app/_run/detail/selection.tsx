"use client";

import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { flushSync } from "react-dom";
import { ArrowLeft, X } from "lucide-react";
import type { RunLook } from "@/lib/fold";
import type { Place, Preview, RunTarget, ShownRun, TaskRunId } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { IconButton } from "../../_design/icon-button";
import { useViewedPart } from "../viewed";
import { GroupFacts } from "./group-facts";
import { TaskFacts } from "./task-facts";

/** What can be done with a task run, wherever it is shown. */
export interface DetailActions {
  /** Goes to a place in the notebook. */
  readonly onGoTo: (place: Place) => void;
  /** Runs from a task run of a definition on, of the run that this is the retry of; undefined while something runs. */
  readonly runFrom: ((definition: string, retry: RunTarget) => void) | undefined;
  /** Runs something; undefined while something runs. */
  readonly runAgain: ((target: RunTarget) => Promise<void>) | undefined;
  /** Keeps a setting in the notebook's text; undefined where that is not to be edited. */
  readonly keep: ((setting: string, value: unknown) => void) | undefined;
  /** Draws a value that a task run gave. */
  readonly gave: (of: string, preview: Preview) => ReactNode;
}

interface SelectionProps extends DetailActions {
  readonly look: RunLook;
  readonly run: ShownRun;
  /** How often somebody asked for it: then it opens, and has the focus. */
  readonly asked: number;
  /** Whether it takes the place of all else, and so comes only when somebody asks for it. */
  readonly isPage: boolean;
  /** Whether there is room for it beside all else. */
  readonly isBeside: boolean;
}

/** Where it is: in the place of all else, beside it, or below it. */
const looks = {
  page: "absolute inset-0 focus-visible:-outline-offset-2",
  beside: "relative w-96 shrink-0 border-l border-line",
  below: "relative max-h-[45%] shrink-0 border-t border-line",
} as const;

/** More of the task run or group that is selected. Escape closes it, and gives the focus back. */
export function Selection(props: SelectionProps) {
  const id = useViewedPart("selected");
  const { look, asked, isPage, isBeside } = props;
  const task = id === undefined ? undefined : look.task(id as TaskRunId);
  const group = id === undefined ? undefined : look.group(id);
  const name = task?.run.name ?? group?.name;
  const [closed, setClosed] = useState({ shown: "", asked: 0 });
  const shown = `${id} ${asked}`;
  const isOpen = name !== undefined && (isPage ? asked > closed.asked : closed.shown !== shown);
  const pane = useRef<HTMLElement>(null);
  const before = useRef<EventTarget | null>(null);
  useEffect(() => {
    if (asked > 0) pane.current?.focus();
  }, [asked]);
  const close = () => {
    // What has the focus next may be behind it.
    flushSync(() => setClosed({ shown, asked }));
    const row = document.querySelector('[role="row"][aria-selected="true"]');
    const back = row ?? before.current;
    if (back instanceof HTMLElement) back.focus();
  };
  useKeyOf(pane, isOpen, close);
  if (!isOpen) return null;
  return (
    <section
      ref={pane}
      tabIndex={-1}
      onFocus={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget;
      }}
      aria-label={`Detail of ${name}`}
      data-detail
      className={`overflow-auto bg-raised px-4 py-2.5 text-sm ${looks[isPage ? "page" : isBeside ? "beside" : "below"]}`}
    >
      {isPage ? (
        <Button look="quiet" className="mb-1.5 -ml-2 px-2" onClick={close}>
          <ArrowLeft className="size-3.5" aria-hidden />
          Back
        </Button>
      ) : (
        <div className="absolute top-1.5 right-2">
          <IconButton icon={X} label="Close the detail (Escape)" onClick={close} />
        </div>
      )}
      {task ? <TaskFacts {...props} task={task} /> : group && <GroupFacts look={look} group={group} />}
    </section>
  );
}

/** Escape, pressed anywhere in the pane, closes it. */
function useKeyOf(pane: RefObject<HTMLElement | null>, isOpen: boolean, close: () => void): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  }, [close]);
  useEffect(() => {
    const { current } = pane;
    if (!isOpen || !current) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      latest.current();
    };
    current.addEventListener("keydown", press);
    return () => current.removeEventListener("keydown", press);
  }, [pane, isOpen]);
}
