import { trustedWorker } from "../../base";
import { giveLifeSign } from "../life-sign";
import type { BootMessage } from "../protocol";
import { startFlowWorker } from "./flow-worker";
import { startTaskWorker } from "./task-worker";

/** The script of every worker in the sandbox. The first message says what the worker is to be. */
const scope = globalThis as unknown as {
  readonly location: { readonly href: string };
  onmessage: ((event: MessageEvent<Partial<BootMessage> | null>) => void) | null;
};
const script = scope.location.href;

giveLifeSign();

scope.onmessage = ({ data, ports }) => {
  if (data?.type !== "runnel:boot" || !data.connect) return;
  scope.onmessage = null;
  removeExits();
  const [control, second, third, fourth] = ports;
  if (!control || !second || !third) return;
  const { connect } = data;
  if (data.role === "flow")
    startFlowWorker({ control, services: second, data: third }, () => trustedWorker(script), connect);
  else if (fourth) startTaskWorker({ control, host: second, services: third, data: fourth }, connect);
};

/** What an author's code has no use for, and could do harm with: more workers, and a way to end its own unnoticed. */
function removeExits(): void {
  const names = ["Worker", "SharedWorker", "close", "importScripts", "BroadcastChannel", "postMessage"];
  for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner) as object | null)
    for (const name of names) Reflect.deleteProperty(owner, name);
}
