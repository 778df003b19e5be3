import { useSyncExternalStore } from "react";

/** How wide the run's panel can be, in pixels. */
const [least, most] = [360, 900];
/** What is left for the notebook beside it, in any case. */
const rest = 320;

const key = "runnel:run-width";

interface PanelWidth {
  readonly width: number;
  readonly least: number;
  readonly most: number;
  /** Makes it as wide as that; without a number, as wide as it is by itself. */
  readonly choose: (width?: number) => void;
}

/** How wide the run's panel is where it stands beside the notebook, which this browser remembers. */
export function usePanelWidth(): PanelWidth {
  const chosen = useSyncExternalStore(onChoice, () => choice, none);
  const page = useSyncExternalStore(
    onResize,
    () => innerWidth,
    () => 0,
  );
  const wanted = chosen ?? (page < 1280 ? 400 : 480);
  const widest = Math.max(least, Math.min(most, page - rest));
  return { width: Math.min(Math.max(wanted, least), widest), least, most: widest, choose };
}

let choice = remembered();
const listeners = new Set<() => void>();

function choose(width?: number): void {
  choice = width;
  try {
    if (width === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, String(width));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function remembered(): number | undefined {
  try {
    const stored = Number(localStorage.getItem(key) ?? Number.NaN);
    return Number.isFinite(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

const none = () => undefined;

function onChoice(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function onResize(listener: () => void): () => void {
  addEventListener("resize", listener);
  return () => removeEventListener("resize", listener);
}
