import { messageOf } from "../../base";
import { hostWorkers } from "../../workers";
import { GuestWorkers } from "../guest-worker";
import type { FrameCommand, FrameReport, OpenMessage } from "../protocol";
import { sandboxPolicy } from "./policy";

/**
 * The script of the sandbox frame. It runs no code of an author: it makes workers, which do, and stops them. It acts only in
 * an opaque origin, so that the document is of no use to whoever opens it elsewhere.
 */
function main(): void {
  const frame = globalThis as unknown as FrameScope;
  if (frame.origin !== "null") return;
  const open = (event: MessageEvent<Partial<OpenMessage> | null>) => {
    const [port] = event.ports;
    const { data } = event;
    if (event.source !== frame.parent || !port || data?.type !== "runnel:open") return;
    frame.removeEventListener("message", open as EventListener);
    serve(frame, data as OpenMessage, port);
  };
  frame.addEventListener("message", open as EventListener);
}

/** The part of a window that this needs: `lib/` compiles without the DOM's types. */
interface FrameScope extends EventTarget {
  readonly origin: string;
  readonly parent: unknown;
  readonly document: {
    readonly head: { append(node: unknown): void };
    createElement(name: "meta"): { httpEquiv: string; content: string };
  };
}

function serve({ document }: FrameScope, { guest, connect }: OpenMessage, port: MessagePort): void {
  // A policy that comes later can only forbid more: this one is in force before there is any worker.
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = sandboxPolicy(connect);
  document.head.append(meta);

  const script = URL.createObjectURL(new Blob([guest], { type: "text/javascript" }));
  const flowWorkers = new GuestWorkers(script, "flow");
  const taskWorkers = new GuestWorkers(script, "task");
  const workers = new Map<number, AbortController>();
  const report = (message: FrameReport) => {
    port.postMessage(message);
  };
  port.onmessage = ({ data, ports }: MessageEvent<FrameCommand>) => {
    switch (data.type) {
      case "start": {
        const { worker, maxWorkers } = data;
        const gone = new AbortController();
        workers.set(worker, gone);
        gone.signal.addEventListener("abort", () => {
          workers.delete(worker);
          report({ type: "ended", worker, message: messageOf(gone.signal.reason) });
        });
        const { port1, port2 } = new MessageChannel();
        hostWorkers(port1, {
          start: (_kind, given, end) => taskWorkers.start(connect, given, end),
          most: maxWorkers,
          over: gone,
        });
        flowWorkers.start(connect, [...ports, port2], gone).catch(() => undefined);
        taskWorkers.prepare();
        return;
      }
      case "stop":
        workers.get(data.worker)?.abort();
        // Once there was a run, the next one's workers start ahead of it.
        flowWorkers.prepare();
        taskWorkers.prepare();
        return;
      case "ping":
        report({ type: "pong" });
        return;
    }
  };
  report({ type: "ready" });
}

main();
