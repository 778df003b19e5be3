"use client";

import { useCallback, useEffect, useMemo, useRef, useState, type PointerEvent } from "react";
import { isPhoneNow, useIsNarrow } from "./narrow";
import { lowered, restOf, type Height } from "./heights";

/** The run as a sheet at the lower edge of the page, where there is no room for it beside the notebook. */
export interface Sheet {
  /** Whether there is no room beside the notebook. */
  readonly isNarrow: boolean;
  readonly height: Height;
  readonly isDragged: boolean;
  readonly setHeight: (height: Height) => void;
  /** Shows more than the bar of it. */
  readonly raise: () => void;
  /** What makes something a handle. */
  readonly handle: Handle;
}

interface Handle {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onLostPointerCapture: (event: PointerEvent<HTMLElement>) => void;
  readonly onClickCapture: (event: { stopPropagation: () => void; preventDefault: () => void }) => void;
}

const sheets = new Set<(height: Height) => void>();

/** Has the run stand so high, where it is a sheet. */
export function showRunSheet(height: Height): void {
  for (const set of sheets) set(height);
}

/** The sheet that has that id, and how many pixels high it is while it is dragged. Escape in it lowers it. `isLow`: it is a bar at first. */
export function useSheet(
  id: string,
  isLow: boolean,
): { readonly sheet: Sheet; readonly dragged: number | undefined } {
  const isNarrow = useIsNarrow();
  const [height, setHeight] = useState(() => (isLow ? "bar" : heightAtFirst()));
  const [dragged, setDragged] = useState<number>();
  useEffect(() => {
    sheets.add(setHeight);
    return () => void sheets.delete(setHeight);
  }, []);
  const raise = useCallback(() => setHeight((now) => (now === "bar" ? "half" : now)), []);
  useEffect(() => {
    if (!isNarrow) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      const { target } = event;
      const isIn = target instanceof Node && document.getElementById(id)?.contains(target);
      if (isIn || target === document.body) setHeight(lowered);
    };
    // After all that may take the key for itself.
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [id, isNarrow]);
  const handle = useHandle(id, setDragged, setHeight);
  const isDragged = dragged !== undefined;
  const sheet = useMemo(
    () => ({ isNarrow, height, isDragged, setHeight, raise, handle }),
    [isNarrow, height, isDragged, raise, handle],
  );
  return { sheet, dragged };
}

/** Fewer pixels are a tap with a finger that trembles. */
const slack = 6;
/** After so many milliseconds without a move it is not flicked. */
const pause = 80;

interface Grip {
  readonly y: number;
  readonly height: number;
  /** Where it was lately, and when: for how fast it goes. */
  last: { readonly y: number; readonly at: number };
  speed: number;
  isDrag: boolean;
}

function useHandle(
  id: string,
  setDragged: (pixels: number | undefined) => void,
  setHeight: (height: Height) => void,
): Handle {
  const grip = useRef<Grip>(undefined);
  const wasDrag = useRef(false);
  return useMemo(() => {
    const release = ({ timeStamp }: { readonly timeStamp: number }) => {
      const held = grip.current;
      grip.current = undefined;
      if (!held?.isDrag) return;
      wasDrag.current = true;
      setDragged(undefined);
      const speed = timeStamp - held.last.at < pause ? held.speed : 0;
      setHeight(restOf(held.height + held.y - held.last.y, speed, innerHeight));
    };
    return {
      onPointerDown: ({ button, target, pointerId, clientY: y, timeStamp: at }) => {
        const panel = document.getElementById(id);
        wasDrag.current = false;
        if (button !== 0 || !panel || !(target instanceof Element)) return;
        // What is touched keeps it: a tap is a click on that.
        target.setPointerCapture(pointerId);
        grip.current = { y, height: panel.offsetHeight, last: { y, at }, speed: 0, isDrag: false };
      },
      onPointerMove: ({ clientY: y, timeStamp: at }) => {
        const held = grip.current;
        if (!held || (!held.isDrag && Math.abs(y - held.y) < slack)) return;
        held.isDrag = true;
        held.speed = (held.last.y - y) / Math.max(1, at - held.last.at);
        held.last = { y, at };
        setDragged(Math.max(0, held.height + held.y - y));
      },
      onPointerUp: release,
      onLostPointerCapture: release,
      onClickCapture: (event) => {
        // The end of a drag is no tap.
        if (!wasDrag.current) return;
        wasDrag.current = false;
        event.stopPropagation();
        event.preventDefault();
      },
    };
  }, [id, setDragged, setHeight]);
}

/** On a phone a bar, unless the address names what is looked at; and what was in sight stays so where the page gets narrow. */
function heightAtFirst(): Height {
  const isNamed = location.hash.length > 1 || new URLSearchParams(location.search).has("run");
  return isNamed || !isPhoneNow() ? "half" : "bar";
}
