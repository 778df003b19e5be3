import { RunnelError, abortReason } from "../base";
import type { OnWait } from "../engine";
import { orAbort } from "./abort";
import type { Instance } from "./instance";

/** How the data engine is. `lost`: its database is gone, and the next need starts another. */
export interface EngineStatus {
  readonly state: "idle" | "starting" | "ready" | "lost" | "closed";
  /** How many databases were lost so far. */
  readonly losses: number;
  /** Why the last one was lost. */
  readonly reason?: string;
  /** While it starts: how much of its code is there, in percent. */
  readonly loaded?: number;
}

/** Keeps one database running from the first need on. */
export interface Supervisor {
  readonly status: EngineStatus;
  /** The running instance, if there is one. */
  readonly current: Instance | undefined;
  /** The running instance, else a new one, for which one waits. */
  instance(signal?: AbortSignal, onWait?: OnWait): Promise<Instance>;
  /** Calls back now and at each change; the returned function ends that. */
  subscribe(listener: (status: EngineStatus) => void): () => void;
  close(): void;
}

/** Makes a supervisor; nothing starts before it is asked for an instance. */
export function supervise(
  start: (signal: AbortSignal, onLoaded: (fraction: number) => void) => Promise<Instance>,
): Supervisor {
  let status: EngineStatus = { state: "idle", losses: 0 };
  let starting: Promise<Instance> | undefined;
  let current: Instance | undefined;
  const ending = new AbortController();
  const listeners = new Set<(status: EngineStatus) => void>();
  const become = (next: EngineStatus) => {
    if (status.state === "closed") return;
    status = next;
    for (const listener of [...listeners]) listener(status);
  };
  const lose = (error: unknown) => {
    starting = undefined;
    current = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    become({ state: "lost", losses: status.losses + 1, reason });
  };
  const closed = () => new RunnelError("sql/closed", "The data engine is closed: open the notebook again.");

  const launch = async () => {
    const before = status;
    become({ ...before, state: "starting" });
    const onLoaded = (fraction: number) => {
      const loaded = Math.floor(fraction * 100);
      if (status.state === "starting" && status.loaded !== loaded) become({ ...status, loaded });
    };
    try {
      const instance = await start(ending.signal, onLoaded);
      instance.lost.throwIfAborted();
      instance.lost.addEventListener("abort", () => lose(instance.lost.reason), { once: true });
      current = instance;
      become({ ...before, state: "ready" });
      return instance;
    } catch (error) {
      lose(error);
      throw ending.signal.aborted ? closed() : error;
    }
  };

  return {
    get status() {
      return status;
    },
    get current() {
      return current;
    },
    async instance(signal, onWait) {
      if (status.state === "closed") throw closed();
      if (signal?.aborted) throw abortReason(signal);
      starting ??= launch();
      if (current) return await orAbort(starting, signal);
      onWait?.(true);
      try {
        return await orAbort(starting, signal);
      } finally {
        onWait?.(false);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(status);
      return () => listeners.delete(listener);
    },
    close() {
      become({ ...status, state: "closed" });
      listeners.clear();
      ending.abort();
    },
  };
}
