import { RunnelError, messageOf, type NewId, type NotebookId } from "../base";
import { serve } from "../runtime";
import type { Stores } from "../storage";
import { DataClient, type DataScripts } from "./data/data-client";
import type { DataStores } from "./data/data-api";
import type { Reader } from "./data/kept-tables";
import type { Keeper } from "./keeper";
import { Library } from "./library";
import type { NotebookSession } from "./notebook/notebook-session";
import type { UploadedFile } from "./notebook/edits";
import { openSession } from "./notebook/open-session";
import type { PickedFile } from "./data/picked-file";
import type { Tabs } from "./tabs";
import { Rework } from "./shelf/rework";
import type { Store } from "./shown/store";
import type { EngineView } from "./shown/view";
import type { FileUrl, WorkspaceOptions } from "./workspace";

export { GraphPlacer } from "./graph/graph-placer";
export { ProseReader } from "./prose/prose-reader";
export { versionLock } from "../offline";
export { registerServiceWorker } from "../workers";
export { recoverRuns } from "./run/recovery";

interface WorkbenchParts {
  readonly options: WorkspaceOptions;
  readonly stores: Stores;
  readonly isPersistent: boolean;
  readonly tabs: Tabs;
  readonly newId: NewId;
  readonly keeper: Keeper;
  /** Counts how often the storage was lost: what was read of it may no longer be there. */
  readonly lost: Store<number>;
  /** What went wrong when the workspace was opened. */
  readonly problems: readonly string[];
}

/** What makes and opens notebooks. */
export interface Workbench {
  readonly library: Library;
  readonly rework: Rework;
  /** As `Workspace.createFrom`. */
  createFrom(files: readonly PickedFile[], problems?: readonly string[]): Promise<NotebookId>;
  /** As `Workspace.importFrom`. */
  importFrom(notebook: File, files: readonly PickedFile[], problems?: readonly string[]): Promise<NotebookId>;
  open(id: NotebookId): Promise<NotebookSession>;
  /** A data worker's client, for a notebook, or without one for the person; for whoever closes it again. */
  readonly dataClient: (reader?: Reader, onStatus?: (status: EngineView) => void) => DataClient;
}

export function createWorkbench({ isPersistent, ...parts }: WorkbenchParts): Workbench {
  const { options, stores } = parts;
  const library = new Library(stores, parts.newId, options.fileUrl);
  const dataClient: Workbench["dataClient"] = (reader, onStatus = () => undefined) =>
    new DataClient(
      dataScripts(options.fileUrl),
      () => ({
        ...dataFiles(options.fileUrl),
        ...(reader && { reader }),
        ...(!isPersistent && {
          stores: lent(reader ? { ...stores, ...stores.of(reader.notebookId) } : stores),
        }),
      }),
      onStatus,
    );
  const keepFiles = async (files: readonly PickedFile[]) => {
    const kept: UploadedFile[] = [];
    const refused: string[] = [];
    if (files.length === 0) return { kept, refused };
    const data = dataClient();
    try {
      const api = await data.api();
      for (const one of await Promise.allSettled(files.map((file) => api.keepFile(file))))
        if (one.status === "fulfilled") kept.push(one.value);
        else refused.push(messageOf(one.reason));
      return { kept, refused };
    } finally {
      data.close();
    }
  };
  /** What a notebook was made without: it says so when it is opened. */
  const without = new Map<NotebookId, readonly string[]>();
  return {
    library,
    rework: new Rework({ stores, library, tabs: parts.tabs }),
    async createFrom(files, problems = []) {
      const { kept, refused } = await keepFiles(files);
      const all = [...problems, ...refused];
      if (kept.length === 0 && all.length > 0) throw new RunnelError("files/unreadable", all.join(" "));
      const id = await library.createFrom(kept);
      without.set(id, all);
      return id;
    },
    async importFrom(notebook, files, problems = []) {
      const { kept, refused } = await keepFiles(files);
      const id = await library.importFrom(notebook, kept);
      without.set(id, [...problems, ...refused]);
      return id;
    },
    async open(id) {
      const problems = [...parts.problems, ...(without.get(id) ?? [])];
      const session = await openSession({ ...parts, problems, library, dataClient }, id);
      without.delete(id);
      return session;
    },
    dataClient,
  };
}

/** A way for a worker to the page's own files and tables. */
function lent({ files, tables, catalogue, notebooks, runs }: DataStores): MessagePort {
  const { port1, port2 } = new MessageChannel();
  serve(port1, { files, tables, catalogue, notebooks, runs });
  return port2;
}

function dataFiles(fileUrl: FileUrl) {
  return {
    assets: {
      duckdbWasm: fileUrl("duckdb/duckdb-eh.wasm.packed"),
      parquetWasm: fileUrl("parquet/parquet_wasm_bg.wasm"),
    },
    samples: fileUrl("data/"),
  };
}

function dataScripts(fileUrl: FileUrl): DataScripts {
  return {
    data: fileUrl("workers/data.js"),
    engine: {
      duckdb: fileUrl("workers/duckdb.js"),
      parquet: fileUrl("workers/parquet.js"),
      excel: fileUrl("workers/excel.js"),
    },
  };
}
