import { RunnelError } from "../../base";
import type { RunContext, TaskCall } from "../context";
import { LostWorker } from "../errors";
import type { TaskFault, TaskFaultKind } from "../ports/faults";
import type { Storage } from "../ports/storage";
import { Scope } from "../runs/scope";

/** A task failed because it was to. */
class InjectedFault extends RunnelError {
  constructor(message: string) {
    super("chaos/failed", message, { name: "InjectedFault" });
  }
}

/** Draws what goes wrong in the attempt under way, and gives what of it meets its function; undefined: nothing. */
export function drawFaults(call: TaskCall, context: RunContext): readonly TaskFault[] | undefined {
  const { faults } = context.core;
  if (!faults) return undefined;
  const { run, task } = call;
  const drawn = faults.of({ task: task.definition ?? task.name, run: run.id, attempt: run.runCount });
  call.isOffline = drawn.some(({ kind }) => kind === "offline");
  call.isFull = drawn.some(({ kind }) => kind === "full");
  call.hasMissedNetwork = false;
  const met = drawn.filter(({ kind }) => kind !== "full" && kind !== "offline");
  return met.length > 0 ? met : undefined;
}

/** Calls an attempt's function with what goes wrong in it. `isInWorker`: it has a worker that can die. */
export async function underFaults(
  call: TaskCall,
  context: RunContext,
  faults: readonly TaskFault[],
  { run, isInWorker }: { readonly run: (inside: RunContext) => unknown; readonly isInWorker: boolean },
): Promise<unknown> {
  const { core } = context;
  for (const { kind } of faults) if (kind !== "slow") tell(call, context, kind);
  const has = (kind: TaskFaultKind) => faults.some((one) => one.kind === kind);
  if (has("fail")) throw new InjectedFault(`Chaos failed attempt ${call.run.runCount} of ${call.task.name}.`);
  if (has("crash")) {
    const lost = new LostWorker("Chaos crashed the worker that ran this task.");
    if (!isInWorker) throw lost;
    const scope = new Scope(context.scope);
    const running = Promise.resolve(run(context.with({ scope })));
    running.catch(() => undefined);
    scope.cancel(lost);
    return await running;
  }
  const value = await run(context);
  for (const { kind, seconds = 0 } of faults) {
    if (kind !== "slow") continue;
    tell(call, context, kind, seconds);
    await context.scope.sleep(core.clock, seconds * 1000);
  }
  return value;
}

/** Whether code that asks the network has none, on purpose: the first time that an attempt asks, that is its fault. */
export function missesNetwork(call: TaskCall, context: RunContext): boolean {
  if (!call.isOffline) return false;
  if (!call.hasMissedNetwork) tell(call, context, "offline");
  call.hasMissedNetwork = true;
  return true;
}

/** A storage that has no room for what an attempt gives, where that is drawn when it is to be written. */
export function withoutRoom(storage: Storage, call: TaskCall, context: RunContext): Storage {
  if (!context.core.faults) return storage;
  return {
    read: (key) => storage.read(key),
    remove: (key) => storage.remove(key),
    keys: (prefix) => storage.keys(prefix),
    async write(key, value, ifVersion) {
      if (!call.isFull) return await storage.write(key, value, ifVersion);
      tell(call, context, "full");
      throw new DOMException("Chaos has filled the storage.", "QuotaExceededError");
    },
  };
}

function tell({ run }: TaskCall, { core, log }: RunContext, fault: TaskFaultKind, seconds?: number): void {
  const attempt = run.runCount;
  log.record({
    ...({ type: "fault", at: core.clock.now(), id: run.id, fault, attempt } as const),
    ...(seconds !== undefined && { seconds }),
  });
}
