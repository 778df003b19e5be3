import { AbortError, abortReason } from "../base";
import { connect, dataLost, transferring, type Remote } from "../runtime";
import type { DataApi, DataConfig, DataNames } from "./data-service";
import type { EngineView } from "./view";
import { startWorker, type WorkerSource } from "./worker";

/** A notebook's data worker, from the page. It starts at the first need, and again after it was lost. */
export class DataClient {
  readonly #source: WorkerSource;
  readonly #config: DataConfig;
  readonly #onStatus: (status: EngineView) => void;
  readonly #closed = new AbortController();
  #api: Promise<Remote<DataApi>> | undefined;
  #names: DataNames = { files: {}, cells: [] };

  constructor(source: WorkerSource, config: DataConfig, onStatus: (status: EngineView) => void) {
    this.#source = source;
    this.#config = config;
    this.#onStatus = onStatus;
  }

  /** The worker's methods, once it is open. */
  api(): Promise<Remote<DataApi>> {
    if (this.#closed.signal.aborted) return Promise.reject(abortReason(this.#closed.signal));
    if (this.#api) return this.#api;
    const lost = new AbortController();
    const api = this.#start(lost);
    this.#api = api;
    lost.signal.addEventListener("abort", () => {
      if (this.#api === api) this.#api = undefined;
    });
    return api;
  }

  /** Says what the notebook's files and data cells are now. */
  async name(names: DataNames): Promise<void> {
    this.#names = names;
    if (this.#api) await (await this.#api).name(names);
  }

  /** A port for the sandbox. */
  async sandboxPort(): Promise<MessagePort> {
    return await (await this.api()).sandboxPort();
  }

  close(): void {
    this.#closed.abort(new AbortError("The notebook was closed."));
  }

  /** Starts a worker, which ends when `lost` aborts, and makes it abort by ending. */
  async #start(lost: AbortController): Promise<Remote<DataApi>> {
    const lose = (reason: Error) => {
      if (lost.signal.aborted) return;
      lost.abort(reason);
      worker.terminate();
      this.#onStatus("lost");
    };
    const worker = startWorker(this.#source, lose);
    const close = () => lose(abortReason(this.#closed.signal));
    this.#closed.signal.addEventListener("abort", close, { signal: lost.signal });
    const api = connect<DataApi>(worker, lost.signal);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ state: EngineView | "closed" }>) => {
      if (data.state !== "closed") this.#onStatus(data.state);
    };
    // A port closes with the realm at its other end: the one sign of a worker that ended without a word.
    port1.addEventListener("close", () => lose(dataLost()));
    try {
      await Promise.all([
        api.open(this.#config),
        api.name(this.#names),
        api.watch(transferring(port2, [port2])),
      ]);
      return api;
    } catch (error) {
      lose(error instanceof Error ? error : dataLost());
      throw error;
    }
  }
}
