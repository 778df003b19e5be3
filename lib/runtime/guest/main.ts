import { hello } from "../../workers";
import { giveLifeSign } from "../guest-worker";
import { prepareToLoad } from "./load-module";
import type { BootMessage, WorkerRole } from "../protocol";
import { startFlowWorker } from "./flow-worker";
import { startTaskWorker } from "./task-worker";

/** The script of every worker in the sandbox. Its name says what it is to be; the first message sets it to work. */
const scope = globalThis as unknown as {
  readonly name: WorkerRole;
  onmessage: ((event: MessageEvent<Partial<BootMessage> | string | null>) => void) | null;
};
const { name: role } = scope;

prepareToLoad();

scope.onmessage = ({ data, ports }) => {
  if (data === hello) giveLifeSign();
  if (data === null || typeof data === "string" || data.type !== "runnel:boot" || !data.connect) return;
  scope.onmessage = null;
  removeExits();
  const [control, second, third, fourth] = ports;
  if (!control || !second || !third || !fourth) return;
  const { connect } = data;
  if (role === "flow") startFlowWorker({ control, services: second, data: third, frame: fourth }, connect);
  else startTaskWorker({ control, host: second, services: third, data: fourth }, connect);
};

/** What an author's code has no use for, and could do harm with: more workers, and a way to end its own unnoticed. */
function removeExits(): void {
  const names = ["Worker", "SharedWorker", "close", "importScripts", "BroadcastChannel", "postMessage"];
  for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner) as object | null)
    for (const name of names) Reflect.deleteProperty(owner, name);
}
