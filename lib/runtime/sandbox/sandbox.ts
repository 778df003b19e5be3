import { deferred, sleep, systemClock, RunnelError } from "../../base";
import { CrashedRun } from "../../engine";
import { connect, serve, transferring, type Remote } from "../remote";
import type { Connections } from "./policy";
import type { FlowControl, FrameCommand, FrameReport, OpenMessage, Services } from "../protocol";

/** Makes the sandbox's frame: the one part that needs a document. */
export interface FrameHost {
  /** Adds a frame, and posts it the message with the port once it has loaded. */
  open(message: OpenMessage, port: MessagePort): Promise<void>;
  /** Aborts when the page sees that somebody else took the frame away, or had it load anew. */
  readonly lost: AbortSignal;
  /** Takes the frame away, and with it all its workers. */
  remove(): void;
}

export interface SandboxOptions {
  readonly host: FrameHost;
  /** The text of the script that the sandbox's workers run. */
  readonly guest: string;
  /** Where the code may connect. */
  readonly connect: Connections;
}

/** A flow worker in the sandbox, from outside. */
export interface FlowWorker {
  readonly control: Remote<FlowControl>;
  /** Aborts when the worker is gone, with why. */
  readonly closed: AbortSignal;
  /** Ends the worker at once, and its task workers with it. */
  stop(reason: Error): void;
}

/** What a flow worker is given by the page. */
export interface Granted extends Omit<Services, "ports" | "dataLost"> {
  readonly connectData: () => Promise<DataConnection>;
}

/** A way to the data worker. */
export interface DataConnection {
  /** Served with what a sandbox may ask. */
  readonly port: MessagePort;
  /** Aborts when the worker is gone: its port does not tell. */
  readonly lost: AbortSignal;
}

/** Milliseconds after which a frame that has not answered counts as broken. */
const patience = 15_000;

/**
 * Milliseconds between two questions to a frame with work whether it is there, and how many may stay open. Many, because the
 * process of a frame that is not seen comes last on a busy machine: eight seconds of silence have been a false alarm.
 */
const pulse = 2_000;
const mostUnanswered = 10;

/** Milliseconds that a frame without work has to answer: one that is taken for gone wrongly costs but another. */
const shortPatience = 5_000;

const gone = "The sandbox is gone: its frame was removed, or its process ended for want of memory.";

/** The sandbox as the page sees it: a frame of an opaque origin, in which workers can be started. */
export class Sandbox {
  readonly #host: FrameHost;
  readonly #port: MessagePort;
  readonly #workers = new Map<number, (reason: Error) => void>();
  readonly #closed = new AbortController();
  #count = 0;
  #unanswered = 0;
  #answered = deferred<undefined>();
  #stopWatch: (() => void) | undefined;

  /** Aborts when the sandbox is gone, with why. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  private constructor(host: FrameHost, port: MessagePort) {
    this.#host = host;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<FrameReport>) => {
      if (data.type === "ended")
        this.#workers.get(data.worker)?.(new CrashedRun(`The flow's worker failed: ${data.message}`));
      if (data.type !== "pong") return;
      this.#unanswered = 0;
      this.#answered.resolve(undefined);
    };
    const lose = () => this.close(new CrashedRun(gone));
    port.addEventListener("close", lose);
    host.lost.addEventListener("abort", lose);
  }

  /** Opens a sandbox. Rejects where its frame does not answer. */
  static async open({ host, guest, connect: origins }: SandboxOptions): Promise<Sandbox> {
    const { port1, port2 } = new MessageChannel();
    const ready = deferred<undefined>();
    port1.onmessage = ({ data }: MessageEvent<FrameReport>) => {
      if (data.type === "ready") ready.resolve(undefined);
    };
    const stop = new AbortController();
    const late = sleep(systemClock, patience, stop.signal).then(() => {
      throw new RunnelError(
        "sandbox/no-answer",
        "The sandbox did not start. Reload the page; if that does not help, check that no extension blocks frames.",
      );
    });
    try {
      await Promise.race([host.open({ type: "runnel:open", guest, connect: origins }, port2), late]);
      await Promise.race([ready.promise, late]);
      return new Sandbox(host, port1);
    } catch (error) {
      host.remove();
      throw error;
    } finally {
      late.catch(() => undefined);
      stop.abort();
    }
  }

  /** Starts a flow worker that may use these services, ports to the data worker, and so many task workers at a time. */
  start(granted: Granted, maxWorkers: number): FlowWorker {
    const worker = this.#count++;
    const closed = new AbortController();
    const [control, service] = [new MessageChannel(), new MessageChannel()];
    const stop = (reason: Error) => {
      if (closed.signal.aborted) return;
      this.#workers.delete(worker);
      this.#tell({ type: "stop", worker });
      closed.abort(reason);
    };
    this.#workers.set(worker, stop);
    this.#watch();
    control.port1.addEventListener("close", () =>
      stop(new CrashedRun("The worker that ran the flow is gone.")),
    );
    void granted.connectData().then(({ port, lost }) => {
      // Whoever was stopped before it began, does not begin.
      if (closed.signal.aborted) return;
      serve(service.port1, servicesFor(granted, lost, closed.signal));
      this.#tell({ type: "start", worker, maxWorkers }, [control.port2, service.port2, port]);
    }, stop);
    return { control: connect<FlowControl>(control.port1, closed.signal), closed: closed.signal, stop };
  }

  /** Whether its frame still is there, which while there is no work nobody asks; one that is gone is closed. */
  async isThere(): Promise<boolean> {
    if (this.#workers.size > 0 || this.closed.aborted) return !this.closed.aborted;
    this.#answered = deferred();
    this.#tell({ type: "ping" });
    const stop = new AbortController();
    const late = sleep(systemClock, shortPatience, stop.signal).then(
      () => this.close(new CrashedRun(gone)),
      () => undefined,
    );
    await Promise.race([this.#answered.promise, late]);
    stop.abort();
    return !this.closed.aborted;
  }

  /** Takes the sandbox away; every worker in it ends with the reason. */
  close(reason: Error): void {
    if (this.closed.aborted) return;
    this.#closed.abort(reason);
    this.#stopWatch?.();
    for (const stop of [...this.#workers.values()]) stop(reason);
    this.#port.close();
    this.#host.remove();
  }

  /**
   * Asks the frame for a sign of life while it has work: of a process that died the page is told nothing, neither by the frame
   * nor by the port (Chromium 156). Counts questions and not time, of which a machine that slept has lost some.
   */
  #watch(): void {
    this.#stopWatch?.();
    this.#unanswered = 0;
    const ask = () => {
      if (this.#workers.size === 0) return;
      if (this.#unanswered === mostUnanswered) {
        this.close(new CrashedRun(gone));
        return;
      }
      this.#unanswered++;
      this.#tell({ type: "ping" });
      this.#stopWatch = systemClock.after(pulse, ask);
    };
    ask();
  }

  #tell(command: FrameCommand, transfer: Transferable[] = []): void {
    this.#port.postMessage(command, transfer);
  }
}

function servicesFor(granted: Granted, lost: AbortSignal, over: AbortSignal): Services {
  const { connectData, ...services } = granted;
  return {
    ...services,
    dataLost: () =>
      new Promise((resolve) => {
        if (lost.aborted) resolve();
        else lost.addEventListener("abort", () => resolve(), { once: true, signal: over });
      }),
    async ports() {
      const { port1, port2 } = new MessageChannel();
      const data = await connectData();
      serve(port1, servicesFor(granted, data.lost, over));
      return transferring([port2, data.port], [port2, data.port]);
    },
  };
}
