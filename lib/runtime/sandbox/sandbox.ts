import { AbortError, deferred, messageOf, sleep, systemClock, RunnelError } from "../../base";
import { CrashedRun } from "../../engine";
import type { GateServices } from "../gate/gate";
import { connect, serve, transferring, type Remote } from "../remote";
import type { Connections } from "./policy";
import type {
  FlowControl,
  FrameCommand,
  FrameReport,
  GateMessage,
  OpenMessage,
  PageServices,
} from "../protocol";

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
  /** Starts a worker of `gate/gate.worker.ts`, which ends when `gone` aborts, and makes it abort by ending. */
  readonly startGate: (gone: AbortController) => Promise<Gate>;
}

/** The worker at which all ends that a run's workers send. */
type Gate = Pick<Worker, "postMessage">;

/** A flow worker in the sandbox, from outside. */
export interface FlowWorker {
  readonly control: Remote<FlowControl>;
  /** Aborts when the worker is gone, with why. */
  readonly closed: AbortSignal;
  /** Ends the worker at once, and its task workers with it. */
  stop(reason: Error): void;
}

/** What a flow worker is given by the page. */
export interface Granted extends Omit<PageServices, "ports" | "dataLost"> {
  readonly connectData: () => Promise<DataConnection>;
}

/** A way to the data worker. */
export interface DataConnection {
  /** Served with what a sandbox may ask. */
  readonly port: MessagePort;
  /** Aborts when the worker is gone: its port does not tell. */
  readonly lost: AbortSignal;
  /** Aborts when the worker takes nothing more on that port, with why. */
  readonly flooded: AbortSignal;
  /** Has the worker leave alone what it was asked on that port and did not begin. */
  readonly end: () => void;
  /** Resolves once all is stored that the worker answered for ahead of that; rejects where it could not be. */
  readonly settled: () => Promise<void>;
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
  readonly #gates: Gates;
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

  private constructor(host: FrameHost, port: MessagePort, gates: Gates) {
    this.#host = host;
    this.#port = port;
    this.#gates = gates;
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
  static async open({ host, guest, connect: origins, startGate }: SandboxOptions): Promise<Sandbox> {
    const gates = new Gates(startGate);
    gates.prepare();
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
      return new Sandbox(host, port1, gates);
    } catch (error) {
      host.remove();
      gates.close();
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
    // To the gate, and on from there.
    const [control, service] = [new MessageChannel(), new MessageChannel()];
    const [toControl, toService] = [new MessageChannel(), new MessageChannel()];
    const { gate, gone } = this.#gates.take();
    const stop = (reason: Error) => {
      if (closed.signal.aborted) return;
      this.#workers.delete(worker);
      this.#tell({ type: "stop", worker });
      closed.abort(reason);
      gone.abort(reason);
      this.#gates.prepare();
    };
    const flooded = (why: unknown) => stop(new CrashedRun(`The run was stopped: ${String(why)}.`));
    gone.signal.addEventListener("abort", () => stop(new CrashedRun(messageOf(gone.signal.reason))));
    this.#workers.set(worker, stop);
    this.#watch();
    control.port1.addEventListener("close", () =>
      stop(new CrashedRun("The worker that ran the flow is gone.")),
    );
    void Promise.all([granted.connectData(), gate]).then(([data, started]) => {
      // Whoever was stopped before it began, does not begin.
      if (closed.signal.aborted) return;
      const services = servicesFor(granted, data, closed.signal, flooded);
      serve(service.port1, { ...services, flooded } satisfies GateServices);
      const ports = [service.port2, control.port2, toService.port1, toControl.port1];
      started.postMessage({ type: "runnel:gate" } satisfies GateMessage, ports);
      this.#tell({ type: "start", worker, maxWorkers }, [toControl.port2, toService.port2, data.port]);
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
    this.#gates.close();
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

interface StartedGate {
  readonly gate: Promise<Gate>;
  readonly gone: AbortController;
}

/** Gates of runs, of which one starts before it is needed. */
class Gates {
  readonly #start: SandboxOptions["startGate"];
  #spare: StartedGate | undefined;
  #isClosed = false;

  constructor(start: SandboxOptions["startGate"]) {
    this.#start = start;
  }

  prepare(): void {
    if (!this.#isClosed) this.#spare ??= this.#make();
  }

  take(): StartedGate {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare && !spare.gone.signal.aborted ? spare : this.#make();
  }

  close(): void {
    this.#isClosed = true;
    this.#spare?.gone.abort(new AbortError("The sandbox is gone."));
  }

  #make(): StartedGate {
    const gone = new AbortController();
    const gate = this.#start(gone);
    // Whoever takes it hears of it.
    gate.catch(() => undefined);
    return { gate, gone };
  }
}

function servicesFor(
  granted: Granted,
  { lost, flooded, end }: DataConnection,
  over: AbortSignal,
  onFlood: (why: unknown) => void,
): PageServices {
  const { connectData, ...services } = granted;
  flooded.addEventListener("abort", () => onFlood(messageOf(flooded.reason)), { signal: over });
  over.addEventListener("abort", end, { once: true });
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
      serve(port1, servicesFor(granted, data, over, onFlood));
      return transferring([port2, data.port], [port2, data.port]);
    },
  };
}
