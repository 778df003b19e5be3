import { deferred, sleep, systemClock, trustedWorker } from "../base";
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

/** Looks after which a worker that has given no sign yet counts as one that ended before it could. */
const mostWithout = 20;

const scope = globalThis as unknown as { readonly postMessage: (message: unknown) => void };

/** In a worker: gives whoever made it the address that shows that it lives. */
export function giveLifeSign(): void {
  scope.postMessage(URL.createObjectURL(new Blob([])));
}

/** A worker of the sandbox, as whoever made it has it. */
export class GuestWorker {
  readonly #worker: Worker;
  readonly #failed = deferred<string>();
  #sign: string | undefined;
  #isUsable = true;

  constructor(script: string, role: WorkerRole) {
    this.#worker = trustedWorker(script, role);
    this.#worker.onmessage = ({ data }: MessageEvent<unknown>) => (this.#sign ??= String(data));
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#isUsable = false;
      this.#failed.resolve(event.message);
    };
  }

  /** Whether nothing has gone wrong in it. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** Sets it to work. */
  boot(connect: Connections, ports: Transferable[]): void {
    this.#worker.postMessage({ type: "runnel:boot", connect } satisfies BootMessage, ports);
  }

  /** Resolves to how it came to its end, by an error or by itself; rejects once nobody asks any more. */
  async ended(over: AbortSignal): Promise<string> {
    return await Promise.race([this.#failed.promise, this.#silence(over)]);
  }

  terminate(): void {
    this.#worker.terminate();
  }

  async #silence(over: AbortSignal): Promise<string> {
    for (let looks = 0; ; looks++) {
      await sleep(systemClock, pause, over);
      const isOver = this.#sign === undefined ? looks >= mostWithout : !(await isThere(this.#sign));
      if (isOver) return "it ended by itself.";
    }
  }
}

async function isThere(sign: string): Promise<boolean> {
  return await fetch(sign).then(
    () => true,
    () => false,
  );
}

/** Workers of one role, of which one may start before it is needed: a person would wait for that. */
export class GuestWorkers {
  readonly #script: string;
  readonly #role: WorkerRole;
  #spare: GuestWorker | undefined;

  constructor(script: string, role: WorkerRole) {
    this.#script = script;
    this.#role = role;
  }

  /** Has one ready for whoever takes the next. */
  prepare(): void {
    this.#spare ??= this.#make();
  }

  take(): GuestWorker {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare?.isUsable) return spare;
    spare?.terminate();
    return this.#make();
  }

  #make(): GuestWorker {
    return new GuestWorker(this.#script, this.#role);
  }
}
