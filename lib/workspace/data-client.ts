import { AbortError } from "../base";
import { connect, transferring, type Remote } from "../runtime";
import type { DataApi, DataConfig, DataNames } from "./data-service";
import type { EngineView } from "./view";
import { startWorker, type WorkerSource } from "./worker";

/** A notebook's data worker, from the page. It starts at the first need. */
export class DataClient {
  readonly #source: WorkerSource;
  readonly #config: DataConfig;
  readonly #onStatus: (status: EngineView) => void;
  readonly #closed = new AbortController();
  #worker: Worker | undefined;
  #api: Promise<Remote<DataApi>> | undefined;
  #names: DataNames = { files: {}, cells: [] };

  constructor(source: WorkerSource, config: DataConfig, onStatus: (status: EngineView) => void) {
    this.#source = source;
    this.#config = config;
    this.#onStatus = onStatus;
  }

  /** The worker's methods, once it is open. */
  api(): Promise<Remote<DataApi>> {
    this.#api ??= this.#start();
    return this.#api;
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
    this.#worker?.terminate();
  }

  async #start(): Promise<Remote<DataApi>> {
    this.#worker = startWorker(this.#source, (reason) => this.#closed.abort(reason));
    const api = connect<DataApi>(this.#worker, this.#closed.signal);
    await api.open(this.#config);
    await api.name(this.#names);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ state: EngineView | "closed" }>) => {
      if (data.state !== "closed") this.#onStatus(data.state);
    };
    await api.watch(transferring(port2, [port2]));
    return api;
  }
}
