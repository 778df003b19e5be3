import { newIds, type FlowRunId } from "../../base";
import type { ChaosPlan } from "../../chaos";
import { startScript } from "../../workers";
import { EventLog, memoryStorage, type Simulation, type Storage } from "../../engine";
import { parseEvent } from "../event-codec";
import type { Entry, OpenMessage } from "../protocol";
import { moduleOf } from "./scenarios/scenario.suite";
import { Sandbox, type FlowWorker, type FrameHost, type Granted } from "./sandbox";

/** A frame as the app makes it. */
function frameHost(html: string): FrameHost {
  const frame = document.createElement("iframe");
  return {
    async open(message: OpenMessage, port: MessagePort) {
      frame.setAttribute("sandbox", "allow-scripts");
      frame.srcdoc = html;
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      document.body.append(frame);
      await loaded;
      frame.contentWindow?.postMessage(message, "*", [port]);
    },
    lost: new AbortController().signal,
    remove: () => frame.remove(),
  };
}

const files = Promise.all(
  ["/sandbox/guest.js", "/sandbox/frame.html"].map(async (path) => await (await fetch(path)).text()),
);
const sandboxes: Sandbox[] = [];

/** Opens the sandbox as it is built for the app; its workers begin with some code of the test's. */
export async function openSandbox(connect: readonly string[] = [], before = ""): Promise<Sandbox> {
  const [guest = "", html = ""] = await files;
  const startGate = (gone: AbortController) =>
    startScript({ url: new URL("/workers/gate.js", location.href).href }, gone);
  const sandbox = await Sandbox.open({ host: frameHost(html), guest: before + guest, connect, startGate });
  sandboxes.push(sandbox);
  return sandbox;
}

export function closeSandboxes(): void {
  for (const sandbox of sandboxes.splice(0)) sandbox.close(new Error("test over"));
}

interface StartOptions {
  readonly entry?: Entry;
  readonly storage?: Storage;
  readonly maxWorkers?: number;
  readonly connectData?: Granted["connectData"];
  readonly chaos?: ChaosPlan;
  readonly simulation?: Simulation;
  readonly speed?: number;
}

const never = new AbortController().signal;
const noData: Granted["connectData"] = () =>
  Promise.resolve({
    port: new MessageChannel().port2,
    lost: never,
    flooded: never,
    end: () => undefined,
    settled: async () => undefined,
  });

interface StartedRun {
  readonly id: FlowRunId;
  readonly log: EventLog;
  /** The same as lines. */
  readonly lines: readonly string[];
  readonly worker: FlowWorker;
  readonly done: Promise<void>;
  readonly state: () => EventLog["flowRuns"][number]["state"] | undefined;
}

const newId = newIds(Date.now, Math.random);

/** Starts a run of a cell's code in a sandbox; gives its log as it grows. */
export function startRun(sandbox: Sandbox, code: string, options: StartOptions = {}): StartedRun {
  const {
    entry = { kind: "flow", name: "main", parameters: {} },
    storage = memoryStorage(),
    maxWorkers = 2,
    connectData = noData,
    chaos,
    ...simulated
  } = options;
  const log = new EventLog();
  const lines: string[] = [];
  const refuse = () => Promise.reject(new Error("not here"));
  const granted: Granted = {
    storage,
    secrets: { read: async (name) => (name === "password" ? "hunter2" : undefined) },
    load: refuse,
    download: refuse,
    connectData,
    async events(batch) {
      for (const stored of batch) {
        const event = parseEvent(stored);
        if (!event) throw new Error(`Not an event: ${JSON.stringify(stored)}`);
        log.record(event);
        lines.push(stored);
      }
    },
  };
  const worker = sandbox.start(granted, maxWorkers);
  const id = newId<FlowRunId>();
  const done = worker.control.start({ id, module: moduleOf(code), entry, maxWorkers, chaos, ...simulated });
  return { log, lines, worker, done, id, state: () => log.flowRun(id)?.state };
}
