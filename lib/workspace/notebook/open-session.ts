import { systemClock, type NewId, type NotebookId } from "../../base";
import type { Stores } from "../../storage";
import { createCompiler } from "../compiler/compiler";
import { Drafts } from "./draft";
import { EditLock } from "./edit-lock";
import type { Keeper } from "../keeper";
import type { Library } from "../library";
import { NetworkAccess } from "./network-access";
import { NotebookChannel } from "./notebook-channel";
import { NotebookDocument } from "./notebook-document";
import { NotebookSession } from "./notebook-session";
import { Notices } from "./notices";
import { RunBook } from "../run/run-book";
import { RunsChannel } from "../runs/runs-channel";
import { RunFollower } from "../run/run-follower";
import { sandboxes } from "../run/sandboxes";
import type { Store } from "../shown/store";
import type { Tabs } from "../tabs";
import type { Workbench } from "../workbench";
import type { WorkspaceOptions } from "../workspace";

export interface SessionParts {
  readonly options: WorkspaceOptions;
  readonly stores: Stores;
  readonly tabs: Tabs;
  readonly newId: NewId;
  readonly library: Library;
  readonly keeper: Keeper;
  readonly dataClient: Workbench["dataClient"];
  /** Counts how often the storage was lost: what was read of it may no longer be there. */
  readonly lost: Store<number>;
  /** What went wrong when the workspace was opened. */
  readonly problems: readonly string[];
}

/** Puts an open notebook together: its document, runs, data worker and sandbox. */
export async function openSession(parts: SessionParts, id: NotebookId): Promise<NotebookSession> {
  const { options, stores, tabs, newId, library, keeper, dataClient, lost } = parts;
  const { locks } = tabs;
  const { record, notebook } = await library.read(id);
  let stopHearing = () => {};
  const runs = new RunBook(stores, id);
  await runs.open();

  const notices = new Notices();
  const compiler = createCompiler(options.fileUrl);
  const reader = { notebookId: id, isForeign: record.origin === "import" };
  const data = dataClient(reader, (status) => session.showEngine(status));
  const network = await NetworkAccess.of(record, stores);
  const sandbox = sandboxes(options.fileUrl, options.frameHost);
  const maxWorkers = Math.max(2, navigator.hardwareConcurrency);
  const allRuns = new RunsChannel(tabs);
  const channel = new NotebookChannel(tabs, id, (message) => {
    switch (message.type) {
      case "who":
        return lock.whoAsked();
      case "held":
        return lock.held();
      case "ask":
        return void lock.asked();
      case "given":
        return lock.given();
      case "saved":
        return void document.refresh();
      case "removed":
        return void session.emptied();
      case "run":
        return follower.heard(message.id);
      case "run-removed":
        return void runs.forget(message.id).catch(() => undefined);
      case "request":
        return void session.control.requested(message);
      case "answer":
        return session.control.answered(message);
    }
  });
  const document = new NotebookDocument(record, notebook, {
    ...{ stores, clock: systemClock, compiler },
    drafts: new Drafts(options.drafts),
    parse: (text) => library.parse(text),
    onSaved() {
      channel.send({ type: "saved" });
      // A browser that does not answer is asked at the next save.
      if (record.origin === "own") keeper.persistOnce().catch(() => undefined);
    },
    onEdit: (cells) => session.edited(cells),
    onCompiled: () => session.compiled(),
    onProblem: (text) => notices.say("error", text),
  });
  const onChange = () => session.ranOn();
  const follower = new RunFollower({ stores, locks, clock: systemClock, newId, runs, onChange });
  const lock = new EditLock({
    ...{ id, locks, clock: systemClock, channel },
    onGained: () => document.refresh(),
    onLost: () => void session.refresh(),
    onAsked: () => document.save(),
  });
  const session: NotebookSession = new NotebookSession({
    ...{
      stores,
      locks,
      clock: systemClock,
      newId,
      document,
      lock,
      channel,
      allRuns,
      runs,
      notices,
      data,
      network,
      compiler,
    },
    copy: (copied) => library.copy(copied.notebook, copied.record),
    startWorker: async (granted) => (await sandbox.open(network.connections)).start(granted, maxWorkers),
    maxWorkers,
    fileUrl: options.fileUrl,
    close() {
      stopHearing();
      lock.close();
      follower.close();
      channel.close();
      allRuns.close();
      compiler.close();
      data.close();
      sandbox.close();
    },
  });
  stopHearing = lost.subscribe(() => void session.emptied());
  for (const problem of parts.problems) notices.say("error", problem);
  for (const run of await stores.runs.unfinished()) if (run.notebookId === id) follower.heard(run.id);
  await lock.open();
  // What was saved between the reading and the listening.
  await document.refresh();
  await session.files.look();
  return session;
}
