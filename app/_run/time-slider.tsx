"use client";

import { Pause, Play } from "lucide-react";
import { useEffect, useState, type KeyboardEvent } from "react";
import { momentText, type RunLook } from "@/lib/fold";
import type { ShownRun } from "@/lib/workspace";
import { IconButton } from "../_design/icon-button";
import { durationText } from "../_ui/time";
import { useViewedPart, view } from "./viewed";

interface TimeSliderProps {
  readonly run: ShownRun;
  readonly look: RunLook;
}

/** How much faster than it was it is played; 0: all of it in five seconds. */
const speeds = [1, 10, 100, 0] as const;

/** Moves through the run's time: the lenses and the cells show it as it was. */
export function TimeSlider({ run, look }: TimeSliderProps) {
  const isBack = useViewedPart("moment") !== undefined;
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(0);
  const { fold } = run;
  const zero = look.span.from;
  const end = look.isLatest ? look.time : (fold.timeAt(fold.end) ?? 0);
  const length = Math.max(1, end - zero);
  const now = Math.max(0, look.time - zero);
  const goTo = (position: number) => {
    view({ moment: position >= fold.end ? undefined : momentText(fold, Math.max(1, position)) });
  };
  const goToTime = (ms: number) => goTo(fold.positionAt(zero + ms));
  usePlaying(isPlaying, run, speed, () => setPlaying(false));

  const play = () => {
    if (!isPlaying && !isBack) goTo(1);
    setPlaying(!isPlaying);
  };
  const press = (event: KeyboardEvent) => {
    const by = event.shiftKey ? 10 : 1;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => goTo(fold.step(look.position, -by)),
      ArrowDown: () => goTo(fold.step(look.position, -by)),
      ArrowRight: () => goTo(fold.step(look.position, by)),
      ArrowUp: () => goTo(fold.step(look.position, by)),
      Home: () => goTo(1),
      End: () => goTo(fold.end),
      PageUp: () => goToTime(now + length / 10),
      PageDown: () => goToTime(Math.max(0, now - length / 10)),
      " ": play,
      Escape: () => goTo(fold.end),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    if (event.key !== " ") setPlaying(false);
    act();
  };
  return (
    <div className="flex items-center gap-2 border-t border-line px-3 py-1.5 text-xs">
      <IconButton
        icon={isPlaying ? Pause : Play}
        label={isPlaying ? "Pause" : "Play the run"}
        onClick={play}
      />
      <input
        type="range"
        aria-label="Time"
        min={0}
        max={Math.ceil(length)}
        step="any"
        value={Math.min(now, Math.ceil(length))}
        aria-valuetext={`${durationText(now)}${moveText(run, look)}`}
        className="h-6 min-w-0 flex-1 accent-(--accent)"
        onChange={({ target }) => {
          setPlaying(false);
          goToTime(Number(target.value));
        }}
        onKeyDown={press}
      />
      <span className="w-14 text-right tabular-nums">{durationText(now)}</span>
      <label>
        <span className="sr-only">Speed</span>
        <select
          value={speed}
          className="h-6 rounded border border-field bg-canvas px-1"
          onChange={({ target }) => setSpeed(speeds[target.selectedIndex] ?? 0)}
        >
          <option value={1}>1×</option>
          <option value={10}>10×</option>
          <option value={100}>100×</option>
          <option value={0}>in 5 s</option>
        </select>
      </label>
      <button
        type="button"
        disabled={!isBack}
        className="rounded-full border border-line px-2 py-0.5 hover:bg-raised disabled:opacity-40"
        onClick={() => {
          setPlaying(false);
          goTo(fold.end);
        }}
      >
        To the end
      </button>
    </div>
  );
}

/** What happened there: “places: Running → Completed”. */
function moveText(run: ShownRun, look: RunLook): string {
  const move = run.fold.moveAt(look.position);
  if (!move) return "";
  const states = move.before ? `${move.before.name} → ${move.after.name}` : move.after.name;
  return `, ${move.run.name}: ${states}`;
}

/** Moves the moment on as time passes; with reduced motion in steps of half a second. */
function usePlaying(isPlaying: boolean, run: ShownRun, speed: number, onEnd: () => void): void {
  const moment = useViewedPart("moment");
  useEffect(() => {
    if (!isPlaying) return;
    const { fold } = run;
    const from = fold.zero;
    const length = (fold.timeAt(fold.end) ?? 0) - from;
    const factor = speed === 0 ? length / 5_000 : speed;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let [last, at] = [performance.now(), from + parseFloat(moment ?? "0")];
    const step = () => {
      const now = performance.now();
      at += (now - last) * factor;
      last = now;
      if (at >= from + length) {
        view({ moment: undefined });
        onEnd();
        return;
      }
      view({ moment: momentText(fold, Math.max(1, fold.positionAt(at))) });
    };
    const timer = setInterval(step, isCalm ? 500 : 50);
    return () => clearInterval(timer);
    // It goes on from where it was when it began: its own steps do not begin it anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isPlaying, run, speed]);
}
