import { RunnelError, newIds, systemClock } from "../../base";
import type { Grade, Lesson } from "../../lessons";
import type { StoredEvent } from "../../runtime";
import { memoryStores } from "../../storage";
import { Keeper } from "../keeper";
import { LessonSession, type Grader } from "../lessons/lesson-session";
import type { NotebookSession } from "../notebook/notebook-session";
import { FromElsewhere } from "../opened/from-elsewhere";
import { openLink } from "../opened/open-link";
import type { OpenedNotebook } from "../opened/read-link";
import { madeOn, storedLines } from "../share/recorded-run";
import { Source } from "../shown/store";
import { loneTab } from "../tabs";
import { createWorkbench } from "../workbench";
import type { WorkspaceOptions } from "../workspace";
import { answerSimulation } from "./answer";

/** Milliseconds that a run has, and that all the rest of the work has: opening, grading. */
const patience = { run: 20_000, all: 90_000 };

export interface ApartPorts {
  readonly options: WorkspaceOptions;
  readonly openGrader: (module: string) => Promise<Grader>;
}

/** What a notebook did. */
export interface RanApart {
  /** The lines of its log, from its making on. */
  readonly lines: readonly StoredEvent[];
  readonly grades: readonly Grade[];
}

const newId = newIds(Date.now, Math.random);

/**
 * Runs a notebook in simulated time, in a workspace of its own in memory: nothing of this browser's is there for it, and nothing of it is kept.
 * Its code runs in the sandbox alone. Rejects where it did not come to a run, or not to an end in its time.
 */
export async function runApart(
  opened: OpenedNotebook,
  lesson: Lesson,
  seed: number,
  { options, openGrader }: ApartPorts,
  signal: AbortSignal,
): Promise<RanApart> {
  const stores = memoryStores();
  const tabs = loneTab();
  const workbench = createWorkbench({
    ...{ options: { ...options, drafts: noDrafts }, stores, tabs, newId, isPersistent: false },
    keeper: new Keeper(stores, tabs, systemClock, () => undefined),
    ...{ lost: new Source(0), problems: [] },
  });
  const { library, dataClient } = workbench;
  const adopted = await new FromElsewhere({ stores, library, dataClient }).adopt(opened, {
    kind: "link",
    address: "",
  });
  const session = await workbench.open(adopted.id);
  try {
    return await within(patience.all, signal, async () => {
      await runOnce(session, seed, signal);
      const run = session.runs.latestRuns(1).at(-1);
      if (!run) throw new RunnelError("answer/no-run", whyNot(session));
      const lines = madeOn(await storedLines(run.id, stores));
      return { lines, grades: await gradesOf(session, lesson, openGrader) };
    });
  } finally {
    await session.close();
    stores.close();
  }
}

/** Grades the recorded run that came with a notebook, as far as that can be told from it. */
export async function gradeRecorded(
  opened: OpenedNotebook,
  lesson: Lesson,
  { options, openGrader }: ApartPorts,
  signal: AbortSignal,
): Promise<readonly Grade[]> {
  const { session } = await openLink(opened, options.fileUrl);
  try {
    return await within(patience.all, signal, async () => await gradesOf(session, lesson, openGrader));
  } finally {
    await session.close();
  }
}

async function runOnce(session: NotebookSession, seed: number, signal: AbortSignal): Promise<void> {
  const late = new AbortController();
  const stop = () => session.stop();
  const cancel = systemClock.after(patience.run, () => {
    late.abort();
    stop();
  });
  signal.addEventListener("abort", stop, { once: true });
  try {
    await session.run({ kind: "notebook" }, { simulation: answerSimulation(seed) });
  } finally {
    cancel();
    signal.removeEventListener("abort", stop);
  }
  signal.throwIfAborted();
  if (late.signal.aborted)
    throw new RunnelError(
      "answer/too-long",
      `It ran for more than ${patience.run / 1000} seconds, and was stopped.`,
    );
}

/** What a lesson's checks say of the last run of an open notebook. */
export async function gradesOf(
  session: NotebookSession,
  lesson: Lesson,
  openGrader: ApartPorts["openGrader"],
): Promise<readonly Grade[]> {
  const grading = new LessonSession({ lesson, session, newId, openGrader, since: undefined });
  try {
    await grading.grade();
    return grading.grades.get() ?? [];
  } finally {
    grading.close();
  }
}

/** What the work gives, where that comes in time and nobody stops it. */
async function within<T>(ms: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let cancel = () => {};
  let stop = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = systemClock.after(ms, () =>
      reject(new RunnelError("answer/too-long", `It took more than ${ms / 1000} seconds.`)),
    );
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work(), late]);
  } finally {
    cancel();
    signal.removeEventListener("abort", stop);
  }
}

function whyNot(session: NotebookSession): string {
  const [notice] = session.shows.notices.get();
  return notice?.text ?? "It came to no run.";
}

const noDrafts: WorkspaceOptions["drafts"] = {
  get: () => null,
  set: () => undefined,
  remove: () => undefined,
};
