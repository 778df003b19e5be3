import { deferred, sleep, systemClock, type Clock } from "../../base";
import type { FrameCommand, FrameReport } from "../protocol";
import type { FrameHost } from "../sandbox/sandbox";
import type { FetchAnswer, FetchRequest } from "./messages";

interface OutsideOptions extends FetchRequest {
  readonly host: FrameHost;
  /** The text of the script that fetches. */
  readonly guest: string;
  /** The one origin that is connected to, redirections included. */
  readonly origin: string;
  /** Milliseconds that all this may take. */
  readonly patience: number;
  readonly clock?: Clock;
}

/**
 * Fetches a file from another host, in a sandbox that may connect there and nowhere else: the page itself may connect to nobody. Takes
 * the sandbox away afterwards.
 */
export async function fetchOutside(options: OutsideOptions): Promise<FetchAnswer> {
  const { host, guest, origin, url, mostBytes, patience, clock = systemClock } = options;
  const [frame, worker] = [new MessageChannel(), new MessageChannel()];
  const answer = deferred<FetchAnswer>();
  frame.port1.onmessage = ({ data }: MessageEvent<FrameReport>) => {
    if (data.type === "ended") answer.resolve({ kind: "failed" });
    if (data.type !== "ready") return;
    frame.port1.postMessage({ type: "start", worker: 0, maxWorkers: 0 } satisfies FrameCommand, [
      worker.port2,
    ]);
    worker.port1.postMessage({ url, mostBytes } satisfies FetchRequest);
  };
  worker.port1.onmessage = ({ data }: MessageEvent<FetchAnswer>) => answer.resolve(data);
  const over = new AbortController();
  const late = sleep(clock, patience, over.signal).then(() => ({ kind: "failed" }) as const);
  late.catch(() => undefined);
  host.lost.addEventListener("abort", () => answer.resolve({ kind: "failed" }));
  try {
    await Promise.race([host.open({ type: "runnel:open", guest, connect: [origin] }, frame.port2), late]);
    return await Promise.race([answer.promise, late]);
  } finally {
    over.abort();
    frame.port1.close();
    worker.port1.close();
    host.remove();
  }
}
