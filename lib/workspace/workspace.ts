import { AbortError, RunnelError, newIds, systemClock, type NewId, type NotebookId } from "../base";
import { Sandbox, serve, type Connections, type FrameHost } from "../runtime";
import { memoryStores, openBrowserStores, type NotebookSummary, type Stores } from "../storage";
import { Catalogue } from "./catalogue";
import { createCompiler } from "./compiler";
import { DataClient } from "./data-client";
import type { DataConfig, DataStores } from "./data-service";
import { Drafts, type DraftPlace } from "./draft";
import { EditLock } from "./edit-lock";
import { examples, type Example } from "./examples";
import { Keeper } from "./keeper";
import { Library } from "./library";
import { NetworkAccess } from "./network-access";
import { NotebookChannel } from "./notebook-channel";
import { NotebookDocument } from "./notebook-document";
import { NotebookSession } from "./notebook-session";
import { Notices } from "./notices";
import { OpenNotebooks } from "./open-notebooks";
import type { PickedFile } from "./picked-file";
import { recoverRuns } from "./recovery";
import { RunBook } from "./run-book";
import { RunFollower } from "./run-follower";
import { SecretKeeper } from "./secret-keeper";
import { browserTabs, loneTab, type Tabs } from "./tabs";

export interface WorkspaceOptions {
  /** The absolute address of the app's static files; ends in a slash. */
  readonly base: string;
  /** Makes a frame for a sandbox. */
  readonly frameHost: () => FrameHost;
  /** Where the tab keeps text that could not be saved. */
  readonly drafts: DraftPlace;
  /** Another version of the app wants the storage: this one must be reloaded. */
  readonly onOutdated: () => void;
  /** Another tab restored a backup: what this one shows is no longer stored. */
  readonly onRestored: () => void;
}

/** Everything that the app shows and does, behind one door. */
export interface Workspace {
  /** Whether the browser keeps anything for this site. Where not, all there is lasts as long as the page. */
  readonly isPersistent: boolean;
  readonly examples: readonly Example[];
  notebooks(): Promise<readonly NotebookSummary[]>;
  /** Makes an empty notebook. */
  create(): Promise<NotebookId>;
  /** Makes a notebook with a data cell for each file. */
  createFrom(files: readonly PickedFile[]): Promise<NotebookId>;
  /** Keeps a notebook that was made elsewhere, as Markdown, with the data files that belong to it. Runs nothing. */
  importFrom(notebook: File, files: readonly PickedFile[]): Promise<NotebookId>;
  /** Makes a notebook with a query over a table of the catalogue. */
  createOver(table: string): Promise<NotebookId>;
  /** The person's copy of an example: made at the first time. */
  example(slug: string): Promise<NotebookId>;
  /** Opens a notebook, for whoever closes it again. Throws where there is none of that id. */
  open(id: NotebookId): Promise<NotebookSession>;
  /** Those that are open in this tab. */
  readonly opened: OpenNotebooks;
  /** Removes a notebook; what runs of it in this tab is stopped. */
  remove(id: NotebookId): Promise<void>;
  /** What only the person knows, and lets notebooks use. */
  readonly secrets: SecretKeeper;
  /** The tables that notebooks keep for each other. */
  readonly catalogue: Catalogue;
  /** The room that all this takes. */
  readonly keeper: Keeper;
}

/** Opens what this browser keeps, ends runs that a closed tab left behind, and gives the app its one object. */
export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { stores, isPersistent } = await openStores(options);
  const tabs = isPersistent ? browserTabs : loneTab();
  const newId = newIds(Date.now, Math.random);
  const problems = await recoverRuns({ stores, locks: tabs.locks, clock: systemClock, newId });
  const keeper = new Keeper(stores, tabs, systemClock, options.onRestored);
  if (isPersistent) keeper.tidy();
  const library = new Library(stores, newId, options.base);
  const dataClient = (onStatus: ConstructorParameters<typeof DataClient>[2] = () => undefined) =>
    new DataClient(
      { url: `${options.base}workers/data.js` },
      () => ({ ...dataFiles(options.base), ...(!isPersistent && { stores: lent(stores) }) }),
      onStatus,
    );
  const keepFiles = async (files: readonly PickedFile[]) => {
    if (files.length === 0) return [];
    const data = dataClient();
    try {
      const api = await data.api();
      return await Promise.all(files.map((file) => api.keepFile(file)));
    } finally {
      data.close();
    }
  };
  const open = async (id: NotebookId) =>
    await openSession({ options, stores, tabs, newId, library, keeper, dataClient, problems }, id);
  const opened = new OpenNotebooks(open);
  return {
    isPersistent,
    examples,
    async notebooks() {
      await opened.saved();
      return await stores.notebooks.list();
    },
    create: () => library.create(),
    createFrom: async (files) => await library.createFrom(await keepFiles(files)),
    importFrom: async (notebook, files) => await library.importFrom(notebook, await keepFiles(files)),
    createOver: (table) => library.createOver(table),
    example: (slug) => library.example(slug),
    open,
    opened,
    async remove(id) {
      await opened.close(id);
      await library.remove(id);
    },
    secrets: new SecretKeeper(stores),
    catalogue: new Catalogue(stores, dataClient),
    keeper,
  };
}

async function openStores({
  onOutdated,
}: WorkspaceOptions): Promise<{ stores: Stores; isPersistent: boolean }> {
  try {
    return { stores: await openBrowserStores({ onOutdated }), isPersistent: true };
  } catch (error) {
    if (!(error instanceof RunnelError) || error.code !== "storage/unavailable") throw error;
    return { stores: memoryStores(), isPersistent: false };
  }
}

interface SessionParts {
  readonly options: WorkspaceOptions;
  readonly stores: Stores;
  readonly tabs: Tabs;
  readonly newId: NewId;
  readonly library: Library;
  readonly keeper: Keeper;
  readonly dataClient: (onStatus: ConstructorParameters<typeof DataClient>[2]) => DataClient;
  /** What went wrong when the workspace was opened. */
  readonly problems: readonly string[];
}

/** Puts an open notebook together: its document, runs, data worker and sandbox. */
async function openSession(parts: SessionParts, id: NotebookId): Promise<NotebookSession> {
  const { options, stores, tabs, newId, library, keeper, dataClient } = parts;
  const { locks } = tabs;
  const { record, notebook } = await library.read(id);
  const runs = new RunBook(stores, id, keeper);
  await runs.open();

  const notices = new Notices();
  const compiler = createCompiler(`${options.base}workers/`);
  const data = dataClient((status) => session.showEngine(status));
  const network = await NetworkAccess.of(record, stores);
  const sandbox = sandboxes(options);
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
      case "run":
        return follower.heard(message.id);
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
      runs,
      notices,
      data,
      network,
      compiler,
    },
    copy: (copied) => library.copy(copied.notebook, copied.record),
    startWorker: async (granted) => (await sandbox.open(network.connections)).start(granted),
    maxWorkers: Math.max(2, navigator.hardwareConcurrency),
    close() {
      lock.close();
      follower.close();
      channel.close();
      compiler.close();
      data.close();
      sandbox.close();
    },
  });
  for (const problem of parts.problems) notices.say("error", problem);
  for (const run of await stores.runs.unfinished()) if (run.notebookId === id) follower.heard(run.id);
  await lock.open();
  // What was saved between the reading and the listening.
  await document.refresh();
  await session.files.look();
  return session;
}

interface Sandboxes {
  /** A sandbox that may connect there: the one that is open, or another in its place. */
  open(connect: Connections): Promise<Sandbox>;
  close(): void;
}

/** One sandbox for a notebook: opened at the first need, and again after it was lost, or where another may connect elsewhere. */
function sandboxes({ base, frameHost }: WorkspaceOptions): Sandboxes {
  let current: { readonly connect: string; readonly sandbox: Promise<Sandbox> } | undefined;
  const make = async (connect: Connections) => {
    const response = await fetch(`${base}sandbox/guest.js`).catch(() => undefined);
    if (!response?.ok)
      throw new RunnelError(
        "sandbox/missing",
        "The sandbox could not be loaded. Check your connection and run again.",
      );
    return await Sandbox.open({ host: frameHost(), guest: await response.text(), connect });
  };
  const close = (why: string) => {
    current?.sandbox.then(
      (sandbox) => sandbox.close(new AbortError(why)),
      () => undefined,
    );
    current = undefined;
  };
  return {
    async open(connect) {
      const key = JSON.stringify(connect);
      if (current && current.connect !== key) close("The notebook may now connect to other hosts.");
      const before = await current?.sandbox.catch(() => undefined);
      if (before && (await before.isThere())) return before;
      const opened = (current ??= { connect: key, sandbox: make(connect) });
      const forget = () => {
        if (current === opened) current = undefined;
      };
      opened.sandbox.then((sandbox) => sandbox.closed.addEventListener("abort", forget), forget);
      return await opened.sandbox;
    },
    close: () => close("The notebook was closed."),
  };
}

/** A way for a worker to the page's own files and tables. */
function lent({ files, tables, catalogue, notebooks }: DataStores): MessagePort {
  const { port1, port2 } = new MessageChannel();
  serve(port1, { files, tables, catalogue, notebooks });
  return port2;
}

function dataFiles(base: string): DataConfig {
  return {
    assets: {
      duckdbWorker: `${base}duckdb/duckdb-browser-eh.worker.js`,
      duckdbWasm: `${base}duckdb/duckdb-eh.wasm`,
      parquetWasm: `${base}parquet/parquet_wasm_bg.wasm`,
      parquetWorker: `${base}workers/parquet.js`,
    },
    samples: `${base}data/`,
  };
}
