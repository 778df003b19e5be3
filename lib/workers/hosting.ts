import { AbortError, RunnelError, messageOf } from "../base";

/*
 * No worker makes a worker: in Firefox 153 one that does may stand still for ever, where another starts or ends at that moment. A
 * window makes them, the host, and a worker asks it over a port.
 */

/** What the worker asks: workers are numbered from 0, and each is stopped once, also one that has ended. */
export type Command =
  | { readonly type: "start"; readonly worker: number; readonly kind: string }
  | { readonly type: "stop"; readonly worker: number };

/** What the host says, once of each worker: its place is free again. */
export interface Report {
  readonly ended: number;
  readonly message: string;
}

/** Starts a worker of a kind, and hands it ports once it has answered. It ends when `gone` aborts; `gone` aborts where it ends. */
export type StartWorker = (
  kind: string,
  ports: readonly MessagePort[],
  gone: AbortController,
) => Promise<unknown>;

export interface Hosting {
  readonly start: StartWorker;
  /** How many there may be at a time; default: any number. */
  readonly most?: number;
  /** Ends them all when it aborts; aborts, with `worker/junk`, where the port says what it must not. */
  readonly over: AbortController;
}

/** A worker that was asked for, until it has been stopped and is gone. */
interface Hosted {
  readonly gone: AbortController;
  isStarted: boolean;
  isStopped: boolean;
}

/** Makes workers for whoever asks at the other end of the port, who may be hostile: one word out of place ends all of it. */
export function hostWorkers(port: MessagePort, { start, most = Infinity, over }: Hosting): void {
  /** Those that may be stopped, and those that have a place. */
  const [known, placed] = [new Map<number, Hosted>(), new Set<AbortController>()];
  const stopped = new AbortError("It was stopped.");
  let count = 0;

  const begin = async (worker: number, kind: string, ports: readonly MessagePort[]) => {
    const gone = new AbortController();
    const hosted: Hosted = { gone, isStarted: false, isStopped: false };
    known.set(worker, hosted);
    placed.add(gone);
    gone.signal.addEventListener("abort", () => {
      placed.delete(gone);
      port.postMessage({ ended: worker, message: messageOf(gone.signal.reason) } satisfies Report);
    });
    try {
      await start(kind, ports, gone);
      hosted.isStarted = true;
      if (hosted.isStopped) gone.abort(stopped);
    } catch (error) {
      gone.abort(error);
    }
  };
  const stop = (worker: number) => {
    const hosted = known.get(worker);
    if (!hosted) return false;
    known.delete(worker);
    hosted.isStopped = true;
    // Else once it has answered: nobody can have workers made faster than they start.
    if (hosted.isStarted) hosted.gone.abort(stopped);
    return true;
  };
  const obey = (data: unknown, ports: readonly MessagePort[]): boolean => {
    const command = (data ?? {}) as { readonly [K in "type" | "worker" | "kind"]?: unknown };
    if (command.type === "stop") return stop(command.worker as number);
    const { type, worker, kind } = command;
    if (type !== "start" || worker !== count || typeof kind !== "string" || placed.size >= most) return false;
    count++;
    void begin(worker, kind, ports);
    return true;
  };
  over.signal.addEventListener("abort", () => {
    port.close();
    for (const gone of [...placed]) gone.abort(over.signal.reason);
  });
  port.onmessage = ({ data, ports }) => {
    if (!obey(data, ports)) over.abort(new RunnelError("worker/junk", "it asked for what there is not"));
  };
}
