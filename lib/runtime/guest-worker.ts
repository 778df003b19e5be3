import { RunnelError, abortReason, sleep, systemClock } from "../base";
import { answered, failure, trustedWorker } from "../workers";
import { moduleName } from "./module-name";
import type { BootMessage, WorkerRole } from "./protocol";
import type { Connections } from "./sandbox/policy";

/*
 * Of a worker that ends without a word nobody is told: its port says nothing (Chromium 156), and the sandbox's opaque origin has
 * no locks. But the address of a blob dies with the worker that made it, and lives however busy that worker is.
 */

// As they are before any code of an author runs.
const { fetch } = globalThis;

/** Milliseconds between two looks at a worker's sign of life. */
const pause = 1_000;

const scope = globalThis as unknown as { readonly postMessage: (message: unknown) => void };

/** In a worker, once it is asked: gives whoever made it the address that shows that it lives. */
export function giveLifeSign(): void {
  scope.postMessage(URL.createObjectURL(new Blob([])));
}

/** Workers of one role, of which one may start before it is needed: a person would wait for that. */
export class GuestWorkers {
  readonly #script: string;
  readonly #role: WorkerRole;
  #spare: Promise<GuestWorker | undefined> | undefined;

  constructor(script: string, role: WorkerRole) {
    this.#script = script;
    this.#role = role;
  }

  /** Has one ready for whoever is next to start one. */
  prepare(): void {
    this.#spare ??= GuestWorker.start(this.#script, this.#role, new AbortController().signal).catch(
      () => undefined,
    );
  }

  /** Sets one to work, once it answers. It ends when `gone` aborts; `gone` aborts, with how it came to that, where it ends. */
  async start(connect: Connections, ports: readonly MessagePort[], gone: AbortController): Promise<void> {
    const { signal } = gone;
    try {
      const worker =
        (await this.#usableSpare()) ?? (await GuestWorker.start(this.#script, this.#role, signal));
      if (signal.aborted) worker.terminate();
      else worker.work(connect, ports, gone);
    } catch (error) {
      gone.abort(error);
    }
    if (signal.aborted) throw abortReason(signal);
  }

  async #usableSpare(): Promise<GuestWorker | undefined> {
    const taken = this.#spare;
    this.#spare = undefined;
    const spare = await taken;
    if (spare?.isUsable) return spare;
    spare?.terminate();
    return undefined;
  }
}

/** A worker of the sandbox, as whoever made it has it. */
class GuestWorker {
  readonly #worker: Worker;
  readonly #sign: string;
  readonly #failed = new AbortController();

  private constructor(worker: Worker, sign: string, script: string) {
    this.#worker = worker;
    this.#sign = sign;
    worker.onerror = (event) => this.#failed.abort(failure(event, placeOf(event, script)));
  }

  static async start(script: string, role: WorkerRole, signal: AbortSignal): Promise<GuestWorker> {
    const { worker, said } = await answered(() => trustedWorker(script, role), { signal });
    return new GuestWorker(worker, String(said), script);
  }

  /** Whether nothing has gone wrong in it. */
  get isUsable(): boolean {
    return !this.#failed.signal.aborted;
  }

  work(connect: Connections, ports: readonly MessagePort[], gone: AbortController): void {
    const failed = this.#failed.signal;
    gone.signal.addEventListener("abort", () => this.terminate());
    failed.addEventListener("abort", () => gone.abort(failed.reason), { signal: gone.signal });
    this.#worker.postMessage({ type: "runnel:boot", connect } satisfies BootMessage, [...ports]);
    void this.#watch(gone);
  }

  terminate(): void {
    this.#worker.terminate();
  }

  async #watch(gone: AbortController): Promise<void> {
    const isOver = () => gone.signal.aborted;
    while (!isOver()) {
      await sleep(systemClock, pause, gone.signal).catch(() => undefined);
      if (!isOver() && !(await isThere(this.#sign)))
        gone.abort(new RunnelError("worker/gone", "it ended by itself."));
    }
  }
}

/** Where in the notebook's module an error comes from that nobody caught; nothing, where it is the worker's own script. */
function placeOf({ filename, lineno, colno }: ErrorEvent, script: string): string {
  // WebKit has the address of the module's blob here, and no name.
  const isModule = filename.includes(moduleName) || (filename.startsWith("blob:") && filename !== script);
  return isModule ? ` (${moduleName}:${lineno}:${colno})` : "";
}

async function isThere(sign: string): Promise<boolean> {
  return await fetch(sign).then(
    () => true,
    () => false,
  );
}
