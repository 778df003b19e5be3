import { RunnelError, type Clock } from "../base";
import { answered, failure } from "./answered";
import type { StartWorker } from "./hosting";
import { type Beginning, type Estate, begin, estate, scriptWorker } from "./script";

export interface ScriptOptions {
  /** The script's absolute address. */
  readonly url: string;
  /** Where the worker is to speak and listen; default: to its maker. */
  readonly port?: MessagePort | undefined;
  /** Whether a promise that nobody handles counts as an error of the worker: else it is in nobody's way. */
  readonly isStrict?: boolean;
  /** Default: the platform's. */
  readonly clock?: Clock;
}

/** What workers left to those of their script that come after them, by its address. */
const estates = new Map<string, unknown>();

/**
 * Starts a worker of one of the app's own scripts, and gives it once it answers. It ends when `gone` aborts; `gone` aborts, with
 * `worker/failed`, `worker/gone` or `worker/silent`, where it fails, ends by itself, or does not start. Of an end without a word a
 * lock tells that the worker holds: browsers have no other sign of it.
 */
export async function startScript(
  { url, port, isStrict = false, clock }: ScriptOptions,
  gone: AbortController,
): Promise<Worker> {
  const { signal } = gone;
  const make = () => scriptWorker(url, isStrict ? strict + missing : "");
  try {
    const { worker, said } = await answered(make, { signal, ...(clock && { clock }) });
    signal.addEventListener("abort", () => worker.terminate());
    worker.addEventListener("error", (event) => gone.abort(failure(event)));
    if (typeof said === "string") void navigator.locks.request(said, () => gone.abort(endedByItself()));
    worker.addEventListener("message", ({ data }: MessageEvent<Partial<Estate> | null>) => {
      if (data?.type === estate) estates.set(url, data.left);
    });
    const beginning: Beginning = { type: begin, left: estates.get(url) };
    worker.postMessage(beginning, port ? [port] : []);
    return worker;
  } catch (error) {
    gone.abort(error);
    throw error;
  }
}

function endedByItself(): RunnelError {
  return new RunnelError("worker/gone", "it ended by itself");
}

/** Classes of which DuckDB asks whether a handle is one, and which WebKit as GNOME ships it does not have. */
const missing = `self.FileSystemFileHandle ??= class {}; self.FileSystemSyncAccessHandle ??= class {};`;

const strict = `addEventListener("unhandledrejection", (event) => { throw event.reason; });`;

/** Starts workers of scripts by their names, each on a port of its own: for whoever may make none. */
export function scripts(urls: Readonly<Record<string, string>>): StartWorker {
  return async (kind, [port], gone) => {
    const url = Object.hasOwn(urls, kind) ? urls[kind] : undefined;
    if (url === undefined || !port) throw new RunnelError("worker/unknown", `there is no script “${kind}”`);
    return await startScript({ url: new URL(url, location.href).href, port, isStrict: true }, gone);
  };
}
