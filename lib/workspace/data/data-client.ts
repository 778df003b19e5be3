import { AbortError, abortReason } from "../../base";
import { connect, dataLost, transferring, type DataConnection, type Remote } from "../../runtime";
import type { EngineScript, EngineStatus } from "../../sql";
import { hostWorkers, scripts } from "../../workers";
import type { DataApi, DataConfig, DataNames } from "./data-api";
import type { EngineView } from "../shown/view";
import { startWorker } from "../worker";

/** A worker that is open, and the signal that tells of its end. */
interface Opened {
  readonly api: Remote<DataApi>;
  readonly lost: AbortSignal;
}

/** What an open notebook needs of it. */
export type DataAccess = Pick<DataClient, "api" | "name" | "connection">;

/** The absolute addresses of the scripts of a data worker, and of those that the page starts for it. */
export interface DataScripts {
  readonly data: string;
  readonly engine: Readonly<Record<EngineScript, string>>;
}

/**
 * A notebook's data worker, from the page. It starts at the first need, and again after it was lost. It ends with the page, also with
 * one that may come back: WebKit leaves the transactions of workers open for ever that go with their page.
 */
export class DataClient {
  readonly #scripts: DataScripts;
  readonly #config: () => Omit<DataConfig, "workers">;
  readonly #onStatus: (status: EngineView) => void;
  readonly #closed = new AbortController();
  #opened: Promise<Opened> | undefined;
  #names: DataNames = { files: {}, cells: [] };

  constructor(
    scripts: DataScripts,
    config: () => Omit<DataConfig, "workers">,
    onStatus: (status: EngineView) => void,
  ) {
    this.#scripts = scripts;
    this.#config = config;
    this.#onStatus = onStatus;
  }

  /** The worker's methods, once it is open. */
  async api(): Promise<Remote<DataApi>> {
    return (await this.#open()).api;
  }

  /** Says what the notebook's files and data cells are now. */
  async name(names: DataNames): Promise<void> {
    this.#names = names;
    if (this.#opened) await (await this.#opened).api.name(names);
  }

  /** A connection for the sandbox. */
  async connection(): Promise<DataConnection> {
    const { api, lost } = await this.#open();
    const flooded = new AbortController();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<string>) => flooded.abort(new AbortError(data));
    const port = await api.sandboxPort(transferring(port2, [port2]));
    const end = () => port1.postMessage(undefined);
    return { port, lost, flooded: flooded.signal, end, settled: () => api.settled() };
  }

  close(): void {
    this.#closed.abort(new AbortError("The notebook was closed."));
  }

  async #open(): Promise<Opened> {
    this.#closed.signal.throwIfAborted();
    if (this.#opened) return await this.#opened;
    const lost = new AbortController();
    const opened = this.#start(lost);
    this.#opened = opened;
    lost.signal.addEventListener("abort", () => {
      if (this.#opened === opened) this.#opened = undefined;
      this.#onStatus({ state: "lost" });
    });
    return await opened;
  }

  /** Starts a worker, which ends when `lost` aborts, and makes it abort by ending. */
  async #start(lost: AbortController): Promise<Opened> {
    const { signal } = lost;
    globalThis.addEventListener("pagehide", () => lost.abort(dataLost()), { signal });
    this.#closed.signal.addEventListener("abort", () => lost.abort(abortReason(this.#closed.signal)), {
      signal,
    });
    const api = connect<DataApi>(await startWorker({ url: this.#scripts.data }, lost), signal);
    const workers = new MessageChannel();
    hostWorkers(workers.port1, { start: scripts(this.#scripts.engine), over: lost });
    const config: DataConfig = { ...this.#config(), workers: workers.port2 };
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data: { state, loaded } }: MessageEvent<EngineStatus>) => {
      if (state !== "closed") this.#onStatus({ state, ...(loaded !== undefined && { loaded }) });
    };
    try {
      await Promise.all([
        api.open(transferring(config, [config.workers, ...(config.stores ? [config.stores] : [])])),
        api.name(this.#names),
        api.watch(transferring(port2, [port2])),
      ]);
      return { api, lost: signal };
    } catch (error) {
      lost.abort(error instanceof Error ? error : dataLost());
      throw error;
    }
  }
}
