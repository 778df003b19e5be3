import { RunnelError, newIds, systemClock, type NotebookId } from "../base";
import type { FrameHost } from "../runtime";
import { memoryStores, openBrowserStores, type Stores } from "../storage";
import { Catalogue } from "./catalogue";
import type { DraftPlace } from "./notebook/draft";
import { Keeper } from "./keeper";
import { NotebookChannel } from "./notebook/notebook-channel";
import type { NotebookSession } from "./notebook/notebook-session";
import type { FromElsewhere } from "./opened/from-elsewhere";
import { OpenNotebooks } from "./open-notebooks";
import type { PickedFile } from "./data/picked-file";
import type { Lessons } from "./lessons/lessons";
import type { AllRuns } from "./runs/all-runs";
import { RunsChannel } from "./runs/runs-channel";
import type { RecoveryPorts } from "./run/recovery";
import type { Shelf } from "./shelf/shelf";
import { Source } from "./shown/store";
import { SecretKeeper } from "./secrets/secret-keeper";
import type { SharedLinks } from "./share/shared-links";
import { browserTabs, loneTab, type Tabs } from "./tabs";
import type * as workbenchModule from "./workbench";

export type FileUrl = (path: string) => string;

export interface WorkspaceOptions {
  /** The absolute address of one of the app's static files, by its path. */
  readonly fileUrl: FileUrl;
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
  /** All notebooks, as a list that is searched and changed. */
  shelf(): Promise<Shelf>;
  /** Makes an empty notebook. */
  create(): Promise<NotebookId>;
  /**
   * Makes a notebook with a data cell for each file that can be read; why another cannot, and the `problems` of whoever read them
   * before, it says when it is opened. Rejects where none can.
   */
  createFrom(files: readonly PickedFile[], problems?: readonly string[]): Promise<NotebookId>;
  /** Keeps a notebook that was made elsewhere, as Markdown, with the data files that belong to it, as `createFrom` does. Runs nothing. */
  importFrom(notebook: File, files: readonly PickedFile[], problems?: readonly string[]): Promise<NotebookId>;
  /** What was opened from elsewhere, to be made the person's own. */
  fromElsewhere(): Promise<FromElsewhere>;
  /** Makes a notebook with a query over a table of the catalogue. */
  createOver(table: string): Promise<NotebookId>;
  /** The person's copy of an example: made at the first time. */
  example(slug: string): Promise<NotebookId>;
  /** The lessons that come with the app. */
  lessons(): Promise<Lessons>;
  /** Opens a notebook, for whoever closes it again. Throws where there is none of that id. */
  open(id: NotebookId): Promise<NotebookSession>;
  /** Those that are open in this tab. */
  readonly opened: OpenNotebooks;
  /** Removes a notebook; what runs of it in this tab is stopped. */
  remove(id: NotebookId): Promise<void>;
  /** Reads the runs of all notebooks, and goes on to until whoever asked closes it. */
  watchRuns(): Promise<AllRuns>;
  /** What only the person knows, and lets notebooks use. */
  readonly secrets: SecretKeeper;
  /** The links that were shared last. */
  readonly sharedLinks: Pick<SharedLinks, "list" | "remove"> & {
    /** Notes that a link was shared just now. */
    readonly add: (title: string, link: string) => Promise<void>;
  };
  /** The tables that notebooks keep for each other. */
  readonly catalogue: Catalogue;
  /** The room that all this takes. */
  readonly keeper: Keeper;
}

/** Loads what makes and opens notebooks: at the first need, so that a home page comes without it. */
export async function loadWorkbench(): Promise<typeof workbenchModule> {
  return await import("./workbench");
}

/** Opens what this browser keeps, ends runs that a closed tab left behind, and gives the app its one object. */
export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const lost = new Source(0);
  const { stores, isPersistent } = await openStores(options, () => lost.set(lost.get() + 1));
  const tabs = isPersistent ? browserTabs : loneTab();
  const newId = newIds(Date.now, Math.random);
  const problems = await recover({ stores, locks: tabs.locks, clock: systemClock, newId });
  const keeper = new Keeper(stores, tabs, systemClock, options.onRestored);
  if (isPersistent) keeper.tidy();
  let loaded: Promise<workbenchModule.Workbench> | undefined;
  const workbench = () =>
    (loaded ??= loadWorkbench().then(
      ({ createWorkbench }) =>
        createWorkbench({ options, stores, isPersistent, tabs, newId, keeper, lost, problems }),
      (error: unknown) => {
        loaded = undefined;
        return incomplete(error);
      },
    ));
  const links = async () => new (await import("./share/shared-links").catch(incomplete)).SharedLinks(stores);
  const open = async (id: NotebookId) => await (await workbench()).open(id);
  const opened = new OpenNotebooks(open);
  return {
    isPersistent,
    async shelf() {
      const { Shelf: Loaded } = await import("./shelf/shelf").catch(incomplete);
      const saved = () => opened.saved();
      return new Loaded({ stores, saved, rework: async () => (await workbench()).rework });
    },
    create: async () => await (await workbench()).library.create(),
    createFrom: async (...given) => await (await workbench()).createFrom(...given),
    importFrom: async (...given) => await (await workbench()).importFrom(...given),
    async fromElsewhere() {
      const [{ FromElsewhere }, { library, dataClient }] = await Promise.all([
        import("./opened/from-elsewhere").catch(incomplete),
        workbench(),
      ]);
      return new FromElsewhere({ stores, library, dataClient });
    },
    createOver: async (table) => await (await workbench()).library.createOver(table),
    example: async (slug) => await (await workbench()).library.example(slug),
    async lessons() {
      const { Lessons: Loaded } = await import("./lessons/lessons").catch(incomplete);
      const library = async () => (await workbench()).library;
      return new Loaded({ stores, library, newId, options });
    },
    open,
    opened,
    async remove(id) {
      await opened.close(id);
      await (await workbench()).library.remove(id);
      tellRemoved(tabs, id);
    },
    async watchRuns() {
      const { AllRuns } = await import("./runs/all-runs").catch(incomplete);
      return new AllRuns({ stores, tabs, clock: systemClock, newId });
    },
    secrets: new SecretKeeper(stores),
    sharedLinks: {
      list: async () => await (await links()).list(),
      add: async (title, link) => await (await links()).add(title, link, systemClock.now()),
      remove: async (link) => await (await links()).remove(link),
    },
    catalogue: new Catalogue(stores, async () => (await workbench()).dataClient()),
    keeper,
  };
}

function incomplete(cause: unknown): never {
  throw new RunnelError(
    "app/incomplete",
    "A part of the app could not be loaded. Check your connection and try again, or reload the page.",
    { cause },
  );
}

/** Tells the other tabs that have a notebook open, or look at its runs, that it was removed. */
function tellRemoved(tabs: Tabs, id: NotebookId): void {
  const channel = new NotebookChannel(tabs, id, () => undefined);
  channel.send({ type: "removed" });
  channel.close();
  const runs = new RunsChannel(tabs);
  runs.changed();
  runs.close();
}

/** Ends runs that a closed tab left behind. Most times there are none, and nothing is loaded for it. */
async function recover(ports: RecoveryPorts): Promise<readonly string[]> {
  const unfinished = await ports.stores.runs.unfinished().catch(() => undefined);
  if (unfinished?.length === 0) return [];
  const { recoverRuns } = await loadWorkbench();
  return await recoverRuns(ports);
}

async function openStores(
  { onOutdated }: WorkspaceOptions,
  onLost: () => void,
): Promise<{ stores: Stores; isPersistent: boolean }> {
  try {
    return { stores: await openBrowserStores({ onOutdated, onLost }), isPersistent: true };
  } catch (error) {
    if (!(error instanceof RunnelError) || error.code !== "storage/unavailable") throw error;
    return { stores: memoryStores(), isPersistent: false };
  }
}
