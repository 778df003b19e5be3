import { useEffect } from "react";

/** What the icon of a tab tells. */
export type Sign = "idle" | "running" | "waiting" | "completed" | "failed";

interface Going {
  /** The type of the run's state. */
  readonly type: string;
  readonly isOver: boolean;
  /** Whether it waits for a person. */
  readonly isWaiting: boolean;
}

/** How a run goes, as a sign; what somebody stopped asks for nothing. */
export function signOf(run: Going | undefined): Sign {
  if (!run) return "idle";
  if (!run.isOver) return run.isWaiting ? "waiting" : "running";
  if (run.type === "COMPLETED") return "completed";
  return run.type === "CANCELLED" ? "idle" : "failed";
}

/** Colour and drawing, in the lower right quarter: at 16 pixels no more can be told apart. */
const badges: Readonly<Record<Exclude<Sign, "idle">, readonly [string, string]>> = {
  running: ["#1a73d9", "M12.2 10.4v7.2l5.6-3.6z"],
  waiting: ["#7e4fc4", "M12.4 11v6M15.6 11v6"],
  completed: ["#157f4a", "M11 14.2l2.2 2.3 3.8-4.6"],
  failed: ["#d02a2a", "M11.6 11.6l4.8 4.8M16.4 11.6l-4.8 4.8"],
};

/** The address of the icon with a sign; without one, the app's. */
export function iconOf(sign: Sign): string {
  if (sign === "idle") return "./icon.svg";
  const [colour, path] = badges[sign];
  const lines = `<g fill="none" stroke="#fff" stroke-linecap="round">`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">
<rect width="20" height="20" rx="4.5" fill="#1d5b8f"/>${lines}<path stroke-width="1.6" d="M3.5 5.5c4 0 4 4.5 8 4.5h5M3.5 10h8M3.5 14.5c4 0 4-4.5 8-4.5"/></g>
<circle cx="14" cy="14" r="6.5" fill="${colour}" stroke="#fff"/>${lines}<path stroke-width="2" d="${path}"/></g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg.replaceAll("\n", ""))}`;
}

/** Has the tab's icon tell how a run goes, as long as the page is there: people watch it from another tab. */
export function useTabIcon(sign: Sign): void {
  useEffect(() => {
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute("href", iconOf(sign));
    return () => icon?.setAttribute("href", iconOf("idle"));
  }, [sign]);
}
