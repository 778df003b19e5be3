import { EventLog, WebWorkerTaskRunner, memoryStorage } from "../../../engine";
import { createEngine, sandbox } from "../../../flow";
import { authoring } from "../../authoring";
import { parseEvent, storedEvent } from "../../event-codec";
import { historyOf, type History } from "./history.suite";
import type { Scenario } from "./scenario.suite";

/** A scenario, compiled. */
export interface Compiled extends Pick<Scenario, "runs" | "maxWorkers"> {
  readonly module: string;
}

/**
 * Runs a scenario in this realm, which is Node: the engine, the flow and its tasks. The server of the tests in a browser
 * loads this, too, and runs for them what they compare theirs with.
 */
export async function runInRealm({ module: text, runs = 1, maxWorkers = 2 }: Compiled): Promise<History[]> {
  const module = await loaded(text);
  const storage = memoryStorage();
  const histories: History[] = [];
  for (let run = 0; run < runs; run++) {
    const log = new EventLog();
    const engine = createEngine({
      storage,
      secrets: { read: () => Promise.resolve(undefined) },
      runner: WebWorkerTaskRunner({ maxWorkers }),
      settings: { loggingLogPrints: true },
      onEvent(event) {
        const parsed = parseEvent(structuredClone(storedEvent(event)));
        if (!parsed) throw new Error(`Not an event: ${JSON.stringify(event)}`);
        log.record(parsed);
      },
    });
    const main = module.get("main");
    if (!main) throw new Error("The scenario has no flow called main.");
    await engine.run(main);
    histories.push(historyOf(log));
  }
  return histories;
}

let loads = 0;

/** A notebook's module, as a worker loads it. */
async function loaded(text: string): Promise<sandbox.NotebookModule> {
  const module = sandbox.notebookModule();
  Object.defineProperty(globalThis, "runnel", {
    value: Object.freeze({ ...authoring, ...module.machinery }),
    configurable: true,
  });
  await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(`${text}\n//${loads++}`)}`);
  return module;
}
