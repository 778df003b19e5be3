import { GuestWorkers, giveLifeSign } from "../guest-worker";
import { prepareToLoad } from "./load-module";
import type { BootMessage, WorkerRole } from "../protocol";
import { startFlowWorker } from "./flow-worker";
import { startTaskWorker } from "./task-worker";

/** The script of every worker in the sandbox. Its name says what it is to be; the first message sets it to work. */
const scope = globalThis as unknown as {
  readonly name: WorkerRole;
  readonly location: { readonly href: string };
  onmessage: ((event: MessageEvent<Partial<BootMessage> | null>) => void) | null;
};
const { name: role } = scope;
const taskWorkers = new GuestWorkers(scope.location.href, "task");

giveLifeSign();
prepareToLoad();
// Beside its flow's, which may itself be there before it is needed.
if (role === "flow") taskWorkers.prepare();

scope.onmessage = ({ data, ports }) => {
  if (data?.type !== "runnel:boot" || !data.connect) return;
  scope.onmessage = null;
  removeExits();
  const [control, second, third, fourth] = ports;
  if (!control || !second || !third) return;
  const { connect } = data;
  if (role === "flow") startFlowWorker({ control, services: second, data: third }, taskWorkers, connect);
  else if (fourth) startTaskWorker({ control, host: second, services: third, data: fourth }, connect);
};

/** What an author's code has no use for, and could do harm with: more workers, and a way to end its own unnoticed. */
function removeExits(): void {
  const names = ["Worker", "SharedWorker", "close", "importScripts", "BroadcastChannel", "postMessage"];
  for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner) as object | null)
    for (const name of names) Reflect.deleteProperty(owner, name);
}
