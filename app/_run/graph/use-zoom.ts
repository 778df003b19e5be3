import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** How small what fits by itself may get; what would be smaller cannot be read: one scrolls in it, at a size to read. */
const leastFit = 0.6;
const legible = 0.7;
const limits = { least: 0.1, most: 3 };

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Zoom {
  readonly scale: number;
  /** How large the part in sight is; undefined until that is known. */
  readonly view: Size | undefined;
  /** Zooms by a factor, about a point of the part in sight; default: its middle. */
  readonly by: (factor: number, about?: { readonly x: number; readonly y: number }) => void;
  /** Has all of it in sight, also when that changes. */
  readonly fit: () => void;
}

/** How large something is drawn by itself in a view of that size. */
export function fitOf(view: Size, { width, height }: Size): number {
  const fit = Math.min(1, view.width / width, view.height / height);
  return fit < leastFit ? legible : fit;
}

/** How large something is drawn in what it scrolls in: all of it, until somebody zooms. */
export function useZoom(scroller: RefObject<HTMLDivElement | null>, { width, height }: Size): Zoom {
  const [view, setView] = useState<Size>();
  const [chosen, setChosen] = useState<number>();
  const anchor = useRef<{ readonly x: number; readonly y: number; readonly factor: number }>(undefined);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setView({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [scroller]);

  const scale = chosen ?? (view ? fitOf(view, { width, height }) : 1);

  const by = useCallback<Zoom["by"]>(
    (factor, about) => {
      const element = scroller.current;
      const { x, y } = about ?? { x: (element?.clientWidth ?? 0) / 2, y: (element?.clientHeight ?? 0) / 2 };
      const next = Math.min(limits.most, Math.max(limits.least, scale * factor));
      anchor.current = { x, y, factor: next / scale };
      setChosen(next);
    },
    [scroller, scale],
  );
  // What is under the pointer stays there.
  useLayoutEffect(() => {
    const element = scroller.current;
    const held = anchor.current;
    anchor.current = undefined;
    if (!element || !held) return;
    element.scrollLeft = (element.scrollLeft + held.x) * held.factor - held.x;
    element.scrollTop = (element.scrollTop + held.y) * held.factor - held.y;
  }, [scroller, scale]);

  // By hand, as React's listener cannot keep the page from zooming.
  useEffect(() => {
    const element = scroller.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element?.getBoundingClientRect();
      by(Math.exp(-event.deltaY / 300), {
        x: event.clientX - (box?.x ?? 0),
        y: event.clientY - (box?.y ?? 0),
      });
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [scroller, by]);

  return { scale, view, by, fit: useCallback(() => setChosen(undefined), []) };
}
