"use client";

import { useEffect, useRef, type ReactNode } from "react";
import { X } from "lucide-react";
import type { RunLook } from "@/lib/fold";
import type { Place, Preview, ShownRun, TaskRunId } from "@/lib/workspace";
import { IconButton } from "../../_design/icon-button";
import { useViewedPart, view } from "../viewed";
import { GroupFacts } from "./group-facts";
import { TaskFacts } from "./task-facts";

/** What can be done with a task run, wherever it is shown. */
export interface DetailActions {
  /** Goes to a place in the notebook. */
  readonly onGoTo: (place: Place) => void;
  /** Runs the cell of a definition; undefined while something runs. */
  readonly runCell: ((definition: string) => void) | undefined;
  /** Runs a flow by its name, or the whole notebook; undefined while something runs. */
  readonly runAgain: ((flow: string | null) => void) | undefined;
  /** Draws a value that a task run gave. */
  readonly gave: (of: string, preview: Preview) => ReactNode;
}

interface SelectionProps extends DetailActions {
  readonly look: RunLook;
  readonly run: ShownRun;
}

/** More of the task run or group that is selected, if one is. Escape closes it, and gives the focus back. */
export function Selection(props: SelectionProps) {
  const id = useViewedPart("selected");
  const { look } = props;
  const task = id === undefined ? undefined : look.task(id as TaskRunId);
  const group = id === undefined ? undefined : look.group(id);
  const name = task?.run.name ?? group?.name;
  const pane = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (id === undefined) {
      // The focus goes with what is closed, and comes back to where one came from.
      if (before.current instanceof HTMLElement) before.current.focus();
      before.current = null;
    } else before.current ??= document.activeElement;
  }, [id]);
  useEffect(() => {
    const { current } = pane;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      close();
    };
    current?.addEventListener("keydown", press);
    return () => current?.removeEventListener("keydown", press);
  }, [name]);
  if (name === undefined) return null;
  return (
    <section
      ref={pane}
      aria-label={`Detail of ${name}`}
      className="relative max-h-[45%] shrink-0 overflow-auto border-t border-line bg-raised px-4 py-2.5 text-sm"
    >
      <div className="absolute top-1.5 right-2">
        <IconButton icon={X} label="Close the detail (Escape)" onClick={close} />
      </div>
      {task ? <TaskFacts {...props} task={task} /> : group && <GroupFacts look={look} group={group} />}
    </section>
  );
}

function close(): void {
  view({ selected: undefined, isOwn: false });
}
