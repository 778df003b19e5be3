import { RunnelError } from "../base";
import type { Command, Report } from "./hosting";

/** The workers that a host makes for this realm, which makes none itself. */
export class HostedWorkers {
  readonly #port: MessagePort;
  readonly #ended = new Map<number, (message: string) => void>();
  readonly #waiting = new Set<() => void>();
  #count = 0;
  #places: number;

  /** `most`: how many the host lets there be at a time. Those beyond wait. */
  constructor(port: MessagePort, most = Infinity) {
    this.#port = port;
    this.#places = most;
    port.onmessage = ({ data: { ended, message } }: MessageEvent<Report>) => {
      this.#places++;
      this.#ended.get(ended)?.(message);
      this.#ended.delete(ended);
      const [next] = this.#waiting;
      next?.();
    };
  }

  /** Asks for a worker of a kind, which is handed the ports. It ends when `gone` aborts; `gone` aborts, with `worker/ended`, where it ends. */
  start(kind: string, ports: MessagePort[], gone: AbortController): void {
    const { signal } = gone;
    const ask = () => {
      this.#waiting.delete(ask);
      this.#places--;
      const worker = this.#count++;
      this.#ended.set(worker, (message) => gone.abort(new RunnelError("worker/ended", message)));
      this.#tell({ type: "start", worker, kind }, ports);
      signal.addEventListener("abort", () => this.#tell({ type: "stop", worker }));
    };
    if (signal.aborted) return;
    if (this.#places > 0) {
      ask();
      return;
    }
    this.#waiting.add(ask);
    signal.addEventListener("abort", () => this.#waiting.delete(ask));
  }

  #tell(command: Command, ports: MessagePort[] = []): void {
    this.#port.postMessage(command, ports);
  }
}
