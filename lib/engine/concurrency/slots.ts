import { AbortError, messageOf, sleep, type TaskRunId } from "../../base";
import { writeLog, type RunContext } from "../context";
import { ConcurrencySlotAcquisitionError } from "../errors";
import { Scope } from "../runs/scope";
import type { Taken } from "./concurrency-limits";
import type { LeaseId, Limits } from "./limit";
import type { TaskRun } from "../runs/run";
import { noteWait, waitEvent } from "../runs/wait";
import { listText, type SlotRequest } from "./slot-request";

/** How slots are held. */
interface Holding {
  /** The lease's length: what holds the slots renews it as long as it lives. */
  readonly seconds: number;
  /** What becomes of work whose slots were lost: it is stopped by its scope, told of, or left alone (rule 9.7). */
  readonly ifLost: Scope | "warn" | "ignore";
  /** The run that waits for them Pending, and is Running at once when it has them; default: the one around, which goes on. */
  readonly pending?: TaskRun | undefined;
  /** Hears that they have to be waited for. */
  readonly onWait?: (() => void) | undefined;
}

/** Calls a function while slots are held for it, and gives them back however it ends (rule 9.5). */
export async function withSlots<T>(
  context: RunContext,
  request: SlotRequest,
  work: () => T | PromiseLike<T>,
): Promise<T> {
  const scope = new Scope(context.scope);
  const release = await holdSlots(context, request, {
    seconds: 300,
    ifLost: request.strict ? scope : "warn",
  });
  try {
    const result = context.core.enter(context.with({ scope }), work);
    return await scope.race(Promise.resolve(result));
  } finally {
    await release?.();
  }
}

/** Takes slots for good: they come back by decay (rule 9.9). */
export async function spendSlots(context: RunContext, request: SlotRequest): Promise<void> {
  const { of } = await taken(context, request, null);
  if (of.length === 0) reportMissing(context, request);
  tell(context, "acquired", of, request.occupy);
}

/** Waits for slots and holds them; gives how to give them back, or null where none of the limits exists. */
export async function holdSlots(
  context: RunContext,
  request: SlotRequest,
  { seconds, ifLost, pending, onWait }: Holding,
): Promise<(() => Promise<void>) | null> {
  const id = context.core.newId<LeaseId>();
  const holder = context.task?.run.id ?? context.flow?.run.id ?? null;
  const slots = await taken(context, request, { id, holder, seconds }, { pending, onWait });
  if (slots.of.length === 0) {
    if (ifLost !== "ignore") reportMissing(context, request);
    return null;
  }
  tell(context, "acquired", slots.of, request.occupy);
  const ended = new Scope();
  keepRenewed(context, slots, seconds, ended).catch((error: unknown) => {
    if (!ended.reason) reportLost(context, error, ifLost);
  });
  return async () => {
    ended.cancel(new AbortError("The slots were given back."));
    await giveBack(context, id, request);
    tell(context, "released", slots.of, request.occupy);
  };
}

type Lease = Parameters<RunContext["core"]["limits"]["take"]>[0]["lease"];

async function taken(
  context: RunContext,
  request: SlotRequest,
  lease: Lease,
  { pending, onWait }: Pick<Holding, "pending" | "onWait"> = {},
): Promise<Taken> {
  const { core, scope, log, task } = context;
  const { names, occupy, timeoutSeconds } = request;
  let goOn = () => {
    // It did not wait.
  };
  try {
    return await core.limits.take({ names, occupy, lease }, scope, timeoutSeconds, (full, isFirst) => {
      onWait?.();
      if (isFirst) tellWait(context, full, pending?.id);
      const wait = { reason: lease ? "limit" : "rate", names: full.map(({ name }) => name) } as const;
      if (pending) log.record(waitEvent(core.clock.now(), pending, wait));
      else if (task) goOn = noteWait(context, task.run, wait);
    });
  } finally {
    goOn();
  }
}

/** No run waits without saying for what. */
function tellWait(context: RunContext, full: Limits, waits?: TaskRunId): void {
  const holders = full.flatMap(({ leases }) => leases.map(({ holder }) => holder));
  const isOthers = holders.length > 0 && holders.every((id) => id !== null && !isOwn(context, id));
  const limits = full.map(({ name, slots, limit }) => `'${name}' (${slots} of ${limit} taken)`);
  writeLog(
    context,
    "info",
    `Waiting for concurrency slots on ${limits.join(", ")}${isOthers ? ", held by another run" : ""}`,
    waits,
  );
}

function isOwn({ log }: RunContext, id: string): boolean {
  return log.taskRuns.some((run) => run.id === id) || log.flowRuns.some((run) => run.id === id);
}

/** Gives a lease back; where that cannot be stored, it runs out by itself. */
async function giveBack(context: RunContext, lease: LeaseId, { names }: SlotRequest): Promise<void> {
  try {
    await context.core.limits.release(lease);
  } catch (error) {
    const why = `They come free when their lease runs out: ${messageOf(error)}`;
    writeLog(context, "warning", `Unable to release concurrency slots on ${listText(names)}. ${why}`);
  }
}

/** Moves a lease's end on until it is given back; rejects where that fails three times in a row. */
async function keepRenewed(
  { core: { clock, limits } }: RunContext,
  slots: Taken,
  seconds: number,
  ended: Scope,
): Promise<never> {
  for (let failures = 0; ;) {
    const pause = failures === 0 ? 0.75 * seconds : 2 ** (failures - 1);
    await sleep(clock, pause * 1000, ended.signal);
    try {
      await limits.renew(slots, seconds);
      failures = 0;
    } catch (error) {
      failures++;
      if (failures === 3) throw error;
    }
  }
}

function reportLost(context: RunContext, error: unknown, ifLost: Holding["ifLost"]): void {
  const lost = "Concurrency lease renewal failed - slots are no longer reserved.";
  if (ifLost instanceof Scope) {
    const end = `${lost} Terminating execution to prevent over-allocation.`;
    writeLog(context, "error", `${end} ${messageOf(error)}`);
    ifLost.cancel(new AbortError(end, { cause: error }));
    return;
  }
  const end = `${lost} Execution will continue, but concurrency limits may be exceeded.`;
  writeLog(context, ifLost === "warn" ? "warning" : "debug", `${end} ${messageOf(error)}`);
}

/** Limits that do not exist hold nobody up, unless they have to (rule 9.4). */
function reportMissing(context: RunContext, { names, strict }: SlotRequest): void {
  const limits = `Concurrency limits ${listText(names)}`;
  if (strict) throw new ConcurrencySlotAcquisitionError(`${limits} must be created before acquiring slots`);
  writeLog(context, "warning", `${limits} do not exist - skipping acquisition.`);
}

/** One event for each limit, to which the others are related (rule 9.8). */
function tell(context: RunContext, phase: "acquired" | "released", of: Limits, slots: number): void {
  const { core, log } = context;
  for (const { id, name, limit } of of)
    log.record({
      type: "emitted",
      at: core.clock.now(),
      event: `prefect.concurrency-limit.${phase}`,
      resource: {
        "prefect.resource.id": resourceId(id),
        "prefect.resource.name": name,
        "slots-acquired": String(slots),
        limit: String(limit),
      },
      related: of
        .filter((other) => other.id !== id)
        .slice(0, mostRelated)
        .map((other) => ({
          "prefect.resource.id": resourceId(other.id),
          "prefect.resource.role": "concurrency-limit",
        })),
      payload: {},
    });
}

/** Resources to which one event may be related (rule 11.12). */
const mostRelated = 100;

function resourceId(id: string): string {
  return `prefect.concurrency-limit.${id}`;
}
