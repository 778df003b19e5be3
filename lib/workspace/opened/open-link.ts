import { RunnelError, newIds, systemClock, type FlowRunId, type NotebookId } from "../../base";
import { parseNotebook, serialiseNotebook } from "../../notebook";
import { memoryStores } from "../../storage";
import { createCompiler } from "../compiler/compiler";
import type { DataAccess } from "../data/data-client";
import { Drafts } from "../notebook/draft";
import { NetworkAccess } from "../notebook/network-access";
import { NotebookChannel } from "../notebook/notebook-channel";
import { NotebookDocument } from "../notebook/notebook-document";
import { NotebookSession } from "../notebook/notebook-session";
import { Notices } from "../notebook/notices";
import { RunBook } from "../run/run-book";
import { RunsChannel } from "../runs/runs-channel";
import { Source, type Store } from "../shown/store";
import type { Touched } from "../plan/touched";
import type { Editing } from "../shown/view";
import { loneTab } from "../tabs";
import type { FileUrl } from "../workspace";
import { asksOf } from "./asks";
import { putRun } from "./put-run";
import type { OpenedNotebook } from "./read-link";

/** A notebook that is looked at and not kept. */
export interface LinkSession {
  readonly session: NotebookSession;
  /** The recorded run, where one came along. */
  readonly run?: FlowRunId;
  /** What it would reach if all of it were run; undefined until its text is compiled. */
  readonly asks: Store<Touched | undefined>;
}

/**
 * Opens what came in a link, over stores in memory: so it is shown as any notebook, and nothing of it is kept. Nothing of it can run:
 * there is no data engine, no sandbox and no network behind it. `fileUrl` gives the addresses of the app's files.
 */
export async function openLink({ notebook, shared }: OpenedNotebook, fileUrl: FileUrl): Promise<LinkSession> {
  const newId = newIds(Date.now, Math.random);
  const stores = memoryStores();
  const tabs = loneTab();
  const id = newId<NotebookId>();
  const now = systemClock.now();
  const text = serialiseNotebook(notebook);
  const draft = { id, title: notebook.title, text, createdAt: now, updatedAt: now, files: {} };
  const written = await stores.notebooks.write({ ...draft, origin: "import" }, 0);
  if (!written.written)
    throw new RunnelError("link/not-shown", "The link could not be shown: reload the page.");
  const { record } = written;
  const run = await putRun(shared.run ?? [], id, stores, newId);
  const runs = new RunBook(stores, id);
  await runs.open();

  const notices = new Notices();
  const compiler = createCompiler(fileUrl);
  const channel = new NotebookChannel(tabs, id, () => undefined);
  const allRuns = new RunsChannel(tabs);
  const asks = new Source<Touched | undefined>(undefined);
  const document = new NotebookDocument(record, notebook, {
    ...{ stores, clock: systemClock, compiler },
    drafts: new Drafts({ get: () => null, set: () => undefined, remove: () => undefined }),
    parse: (edited) => parseNotebook(edited, newId).notebook,
    onSaved: () => undefined,
    onEdit: (cells) => session.edited(cells),
    onCompiled() {
      session.compiled();
      if (document.compiled) asks.set(asksOf(document.notebook, document.compiled));
    },
    onProblem: (problem) => notices.say("error", problem),
  });
  const session: NotebookSession = new NotebookSession({
    ...{ stores, locks: tabs.locks, clock: systemClock, newId },
    ...{ document, channel, allRuns, runs, notices, compiler },
    lock: { editing: new Source<Editing>("link"), isHeld: false, known: refuse, takeOver: refuse },
    data: noEngine,
    network: await NetworkAccess.of(record, stores),
    copy: refuse,
    startWorker: refuse,
    maxWorkers: 0,
    fileUrl,
    came: shared,
    close() {
      channel.close();
      allRuns.close();
      compiler.close();
      stores.close();
    },
  });
  return { session, asks, ...(run !== undefined && { run }) };
}

function refuse(): Promise<never> {
  return Promise.reject(
    new RunnelError(
      "link/not-run",
      "Nothing of a link runs or is changed before you make it yours: do that first.",
    ),
  );
}

const noEngine: DataAccess = { api: refuse, name: refuse, connection: refuse };
