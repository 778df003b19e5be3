import type { NotebookSession, RunHead, ShownRun } from "../lib/workspace";

/** The run that a notebook just ended, where it ended like that. Throws with the reason where it did not. */
export function endedRun(session: NotebookSession, type: "COMPLETED" | "CANCELLED" = "COMPLETED"): ShownRun {
  const run = session.shows.run.get();
  const state = run?.head.get().state;
  if (run && state?.type === type) return run;
  const notices = session.shows.notices.get().map(({ text }) => text);
  throw new Error(`The run ended ${state?.name ?? "nowhere"}: ${[state?.message, ...notices].join(" ")}`);
}

/** Milliseconds from a run's first Running until it ended. */
export function lasted({ startTime, endTime }: RunHead): number {
  return (endTime ?? Number.NaN) - (startTime ?? Number.NaN);
}

/** Resolves once that is so of what a notebook shows. */
export async function until({ shows }: NotebookSession, isSo: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    let stops: readonly (() => void)[] = [];
    const look = () => {
      for (const stop of stops) stop();
      if (isSo()) {
        resolve();
        return;
      }
      const run = shows.run.get();
      const stores = [shows.isRunning, shows.run, ...(run ? [run.head, run.look] : [])];
      stops = stores.map((store) => store.subscribe(look));
    };
    look();
  });
}
