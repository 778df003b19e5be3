import "./presentation.css";
import { ChevronLeft, ChevronRight, Play, Square, X } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import type { ShownRun } from "@/lib/workspace";
import { part } from "../../_design/part";
import { IconButton } from "../../_design/icon-button";
import { useLook } from "../../_run/use-look";
import { useIsLink, useIsRunning, useLookedRun, useOutline, useRunner } from "./open-notebook";

const TimeSlider = part(async () => ({ default: (await import("../../_run/time-slider")).TimeSlider }));

/** Where keys are text, or move something themselves. */
const taken = "input, textarea, select, [contenteditable=true], [role=textbox], [role=grid], [role=menu]";

/** What stands beside the notebook, as the text of a lesson does. */
const beside = ".lesson-text";

/**
 * The notebook as it is shown to others: what stands beside it, if anything does, and then a cell at a time, with what it gave, and the
 * run in slow motion. All else of the page is hidden.
 */
export default function Presentation({ onClose }: { readonly onClose: () => void }) {
  const { cells, title } = useOutline();
  const [hasBeside] = useState(() => document.querySelector(beside) !== null);
  const slides = hasBeside ? [beside, ...cells.map(slideOf)] : cells.map(slideOf);
  const [at, setAt] = useState(0);
  const run = useLookedRun();
  const last = Math.max(0, slides.length - 1);
  const place = Math.min(at, last);
  const go = (to: number) => setAt(Math.max(0, Math.min(last, to)));
  usePresented(slides[place]);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof Element && target.closest(taken)) return;
    const keys: Readonly<Record<string, () => void>> = {
      ...{ ArrowRight: () => go(place + 1), ArrowDown: () => go(place + 1), PageDown: () => go(place + 1) },
      ...{ ArrowLeft: () => go(place - 1), ArrowUp: () => go(place - 1), PageUp: () => go(place - 1) },
      ...{ Home: () => go(0), End: () => go(last), Escape: onClose },
    };
    const act = keys[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return createPortal(
    <section aria-label="Presentation" className="presentation">
      {/* That of the page is not there meanwhile. */}
      <h1 className="sr-only">{title || "Untitled"}</h1>
      {run && <SlowMotion run={run} />}
      <div className="flex items-center gap-1 border-t border-line px-3 py-1.5 text-sm">
        <RunButton />
        <span role="status" className="ml-auto text-muted tabular-nums">
          {slides.length === 0 ? 0 : place + 1} of {slides.length}
        </span>
        <IconButton
          icon={ChevronLeft}
          label={place === 1 && hasBeside ? "The text" : "The cell before"}
          disabled={place === 0}
          onClick={() => go(place - 1)}
        />
        <IconButton
          icon={ChevronRight}
          label="The next cell"
          disabled={place === last}
          onClick={() => go(place + 1)}
        />
        <IconButton icon={X} label="End the presentation" onClick={onClose} />
      </div>
    </section>,
    document.body,
  );
}

function slideOf(cell: string): string {
  return `[data-cell="${CSS.escape(cell)}"]`;
}

/** Has the page show what a selector finds, with the cell's own place in the list, and nothing else. */
function usePresented(selector: string | undefined): void {
  useEffect(() => {
    const page = document.documentElement.dataset;
    page["presenting"] = "";
    return () => {
      delete page["presenting"];
    };
  }, []);
  useEffect(() => {
    if (selector === undefined) return;
    const found = document.querySelector(selector);
    const slide = found?.closest("li") ?? found;
    slide?.setAttribute("data-presented", "");
    scrollTo(0, 0);
    return () => slide?.removeAttribute("data-presented");
  }, [selector]);
}

/** The run's time: played slowly, the cell shows how it went. */
function SlowMotion({ run }: { readonly run: ShownRun }) {
  const look = useLook(run);
  return <TimeSlider run={run} look={look} />;
}

function RunButton() {
  const runner = useRunner();
  const isRunning = useIsRunning();
  if (useIsLink()) return null;
  return isRunning ? (
    <IconButton icon={Square} label="Stop" onClick={() => runner.stop()} />
  ) : (
    <IconButton icon={Play} label="Run" onClick={() => void runner.run({ kind: "notebook" })} />
  );
}
