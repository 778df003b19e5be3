import type { NewId, NotebookId } from "../base";
import { serve } from "../runtime";
import type { Stores } from "../storage";
import { DataClient, type DataScripts } from "./data/data-client";
import type { DataStores } from "./data/data-api";
import type { Reader } from "./data/kept-tables";
import type { Keeper } from "./keeper";
import { Library } from "./library";
import type { NotebookSession } from "./notebook/notebook-session";
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
  createFrom(files: readonly PickedFile[]): Promise<NotebookId>;
  /** As `Workspace.importFrom`. */
  importFrom(notebook: File, files: readonly PickedFile[]): Promise<NotebookId>;
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
    if (files.length === 0) return [];
    const data = dataClient();
    try {
      const api = await data.api();
      return await Promise.all(files.map((file) => api.keepFile(file)));
    } finally {
      data.close();
    }
  };
  return {
    library,
    rework: new Rework({ stores, library, tabs: parts.tabs }),
    createFrom: async (files) => await library.createFrom(await keepFiles(files)),
    importFrom: async (notebook, files) => await library.importFrom(notebook, await keepFiles(files)),
    open: async (id) => await openSession({ ...parts, library, dataClient }, id),
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
