"use client";

import { Pause, Play } from "lucide-react";
import { useEffect, useEffectEvent, useState, type KeyboardEvent } from "react";
import { endOf, momentText, type RunLook } from "@/lib/fold";
import type { ShownRun } from "@/lib/workspace";
import { IconButton } from "../_design/icon-button";
import { durationText } from "../_ui/time";
import { useViewedPart, view } from "./viewed";

interface TimeSliderProps {
  readonly run: ShownRun;
  readonly look: RunLook;
}

/** How much faster than it was it is played; 0: all of it in five seconds. */
const speeds = [0.1, 1, 10, 100, 0] as const;

/** Moves through the run's time: the lenses and the cells show it as it was. */
export function TimeSlider({ run, look }: TimeSliderProps) {
  const isBack = useViewedPart("moment") !== undefined;
  const [playing, setPlaying] = useState<Playing>();
  const [speed, setSpeed] = useState<number>(0);
  const { fold } = run;
  const { zero } = fold;
  // Of a run that goes on it has the room of the axis, and now is at its end: so it stands still as time goes on.
  const end = look.isLatest ? endOf(look) : (fold.timeAt(fold.end) ?? 0);
  const length = Math.max(1, end - zero);
  const now = Math.max(0, look.time - zero);
  const most = Math.ceil(length);
  const goTo = (position: number) => {
    view({ moment: position >= fold.end ? undefined : momentText(fold, Math.max(1, position)) });
  };
  const goToTime = (ms: number) => goTo(fold.positionAt(zero + ms));
  const stop = () => setPlaying(undefined);
  usePlaying(playing, run, stop);

  const play = () => {
    if (playing) {
      stop();
      return;
    }
    if (!isBack) goTo(1);
    setPlaying({ from: isBack ? now : 0, speed });
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
    if (event.key !== " ") stop();
    act();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-2 border-t border-line px-3 py-1.5 text-xs">
      <IconButton icon={playing ? Pause : Play} label={playing ? "Pause" : "Play the run"} onClick={play} />
      <input
        type="range"
        aria-label="Time"
        min={0}
        max={most}
        step="any"
        value={look.isLatest ? most : Math.min(now, most)}
        aria-valuetext={`${durationText(now)}${moveText(run, look)}`}
        className="h-6 min-w-8 flex-1 accent-(--accent)"
        onChange={({ target }) => {
          stop();
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
          onChange={({ target }) => {
            const chosen = speeds[target.selectedIndex] ?? 0;
            setSpeed(chosen);
            if (playing) setPlaying({ from: now, speed: chosen });
          }}
        >
          <option value={0.1}>0.1×</option>
          <option value={1}>1×</option>
          <option value={10}>10×</option>
          <option value={100}>100×</option>
          <option value={0}>in 5 s</option>
        </select>
      </label>
      <button
        type="button"
        disabled={!isBack}
        className="rounded-full border border-line px-2 py-0.5 whitespace-nowrap hover:bg-raised disabled:opacity-40"
        onClick={() => {
          stop();
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

/** A run that is played: from a moment on, in milliseconds after its beginning. */
interface Playing {
  readonly from: number;
  readonly speed: number;
}

/** Moves the moment on as time passes; with reduced motion in steps of half a second. */
function usePlaying(playing: Playing | undefined, { fold }: ShownRun, onEnd: () => void): void {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (!playing) return;
    const length = (fold.timeAt(fold.end) ?? 0) - fold.zero;
    const factor = playing.speed === 0 ? length / 5_000 : playing.speed;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const began = performance.now();
    const step = () => {
      const at = playing.from + (performance.now() - began) * factor;
      if (at < length) {
        view({ moment: momentText(fold, Math.max(1, fold.positionAt(fold.zero + at))) });
        return;
      }
      view({ moment: undefined });
      end();
    };
    const timer = setInterval(step, isCalm ? 500 : 50);
    return () => clearInterval(timer);
  }, [playing, fold]);
}
