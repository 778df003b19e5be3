import type { TaskRunId } from "../../base";
import type { Core, RunContext } from "../context";
import { isOfThisRealm } from "../ports/memory-storage";
import { Scope } from "../runs/scope";
import type { TaskRef } from "../tasks/call-task";
import { boardOf, polls, type Board, type Ticket } from "./board";
import { Claim } from "./claim";
import { hasOutcome, writeOutcome } from "./outcome";
import { dequeue, queuedFor, readQueued, type QueuedRun } from "./queue";
import { runQueued, unrunnable } from "./served-run";

/** Milliseconds between two looks into a storage that other realms write to: the first and the longest. */
const [firstLook, longestLook] = [1_000, 10_000];

/**
 * Takes the background runs of some tasks out of the queue, in the order in which they were delayed, and runs so many of
 * them at a time (rule 3.5). What engines of this realm delay is taken at once. For what others do it looks into the
 * storage, by a real clock; with nothing to do and nobody else there, it has no timer running.
 */
export class Serving implements PromiseLike<void> {
  readonly #core: Core;
  readonly #board: Board;
  readonly #tasks: ReadonlyMap<string, TaskRef>;
  readonly #limit: number;
  readonly #scope: Scope;
  readonly #leave: () => void;
  /** Known, and waiting for a place; the oldest first. */
  #waiting = new Map<TaskRunId, Ticket>();
  readonly #running = new Map<TaskRunId, Promise<void>>();
  /** Claimed by somebody else, until when at least. */
  readonly #elsewhere = new Map<TaskRunId, number | null>();
  readonly #unreadable = new Set<TaskRunId>();
  readonly #idlers: (() => void)[] = [];
  /** Whether there may be runs in the storage that are not known here. */
  #isStale = true;
  #isLooking = false;
  #isStopped = false;
  #look = firstLook;
  #stopTimer: (() => void) | undefined;

  constructor({ core, scope }: RunContext, refs: readonly TaskRef[], limit: number) {
    this.#core = core;
    this.#board = boardOf(core.storage);
    this.#limit = limit;
    this.#scope = new Scope(scope);
    this.#tasks = new Map(refs.map((ref) => [ref.task.key, ref] as const).reverse());
    const leaveBoard = this.#board.listen({
      queued: (ticket) => this.#heard(ticket),
      gone: (id) => this.#wentAway(id),
    });
    const leaveScope = this.#scope.onCancel(() => void this.stop());
    this.#leave = () => {
      leaveBoard();
      leaveScope();
    };
    this.#wake();
  }

  /** Takes nothing more; resolves once what runs has ended. What still waits stays in the queue. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopTimer?.();
    this.#waiting.clear();
    while (this.#isLooking || this.#running.size > 0) await this.#nextIdle();
    this.#leave();
  }

  /** Resolves once the queue holds no run of these tasks and none is under way; of one that is stopped, once none of its own is. */
  async idle(): Promise<void> {
    if (!this.#isIdle) await this.#nextIdle();
  }

  /** `await serve(task)`: serves what is queued, and stops once there is no more. */
  then<A = void, B = never>(
    onDone?: ((value: void) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.idle()
      .then(async () => await this.stop())
      .then(onDone, onFailed);
  }

  /** What to warn of where the flow that serves is over, and runs still wait. */
  async leftBehind(): Promise<string | undefined> {
    if (this.#isStopped) return undefined;
    await this.#board.arrived();
    const queued = await queuedFor(this.#core.storage, [...this.#tasks.keys()]).catch(() => []);
    if (queued.length === 0) return undefined;
    const names = [...this.#tasks.values()].map(({ task }) => task.name).join(", ");
    const runs = queued.length === 1 ? "1 background run" : `${queued.length} background runs`;
    return `The flow is over, and ${runs} of ${names} still ${queued.length === 1 ? "waits" : "wait"}. Write await serve(${names}), which ends once they have run.`;
  }

  get #isIdle(): boolean {
    if (this.#isLooking || this.#running.size > 0) return false;
    if (this.#isStopped) return true;
    return (
      !this.#isStale && this.#waiting.size === 0 && this.#elsewhere.size === 0 && this.#board.arriving === 0
    );
  }

  async #nextIdle(): Promise<void> {
    await new Promise<void>((resolve) => this.#idlers.push(resolve));
  }

  #heard(ticket: Ticket): void {
    if (!this.#tasks.has(ticket.taskKey) || this.#running.has(ticket.id)) {
      this.#rest();
      return;
    }
    this.#elsewhere.delete(ticket.id);
    this.#waiting.set(ticket.id, ticket);
    this.#wake();
  }

  #wentAway(id: TaskRunId | undefined): void {
    if (id) this.#elsewhere.delete(id);
    this.#rest();
  }

  #wake(): void {
    if (!this.#isStopped && !this.#isLooking) void this.#takeAll();
  }

  /** Takes runs as long as there are any and places for them. */
  async #takeAll(): Promise<void> {
    this.#isLooking = true;
    try {
      for (;;) {
        if (this.#isStopped || this.#running.size >= this.#limit) break;
        if (this.#isStale) await this.#list();
        const next = this.#waiting.values().next();
        if (next.done) break;
        this.#waiting.delete(next.value.id);
        await this.#take(next.value);
      }
    } catch {
      // The storage did not answer: what is in it is not known any more.
      this.#isStale = true;
    }
    this.#isLooking = false;
    this.#rest();
  }

  async #list(): Promise<void> {
    const queued = await queuedFor(this.#core.storage, [...this.#tasks.keys()]);
    this.#isStale = false;
    this.#elsewhere.clear();
    const known = new Map<TaskRunId, Ticket>();
    for (const ticket of queued)
      if (!this.#running.has(ticket.id) && !this.#unreadable.has(ticket.id)) known.set(ticket.id, ticket);
    for (const [id, ticket] of this.#waiting) known.set(id, ticket);
    this.#waiting = new Map([...known].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Claims a run and starts it, unless another has it, or it is over. */
  async #take(ticket: Ticket): Promise<void> {
    const scope = new Scope(this.#scope);
    const claim = await Claim.take(this.#core, ticket.id, (reason) => scope.cancel(reason));
    if (!(claim instanceof Claim)) {
      this.#elsewhere.set(ticket.id, claim.until);
      return;
    }
    try {
      await this.#start(ticket, claim, scope);
    } catch (error) {
      claim.abandon();
      throw error;
    }
  }

  async #start(ticket: Ticket, claim: Claim, scope: Scope): Promise<void> {
    const queued = await readQueued(this.#core.storage, ticket);
    if (queued === "unreadable") {
      this.#unreadable.add(ticket.id);
      await claim.release();
    } else if (!queued || (await hasOutcome(this.#core, ticket.id))) {
      await this.#finish(ticket, claim);
    } else if (this.#isStopped) {
      await claim.release();
      this.#board.queued(ticket);
    } else {
      this.#look = firstLook;
      this.#running.set(ticket.id, this.#run(queued, claim, scope));
    }
  }

  async #run(queued: QueuedRun, claim: Claim, scope: Scope): Promise<void> {
    const { id, taskKey } = queued;
    const ref = this.#tasks.get(taskKey) as TaskRef;
    const state = await runQueued(this.#core, ref, queued, scope).catch((error: unknown) =>
      unrunnable(this.#core, queued, error),
    );
    try {
      if (claim.isHeld) {
        await writeOutcome(this.#core, id, state);
        await this.#finish(queued, claim);
      }
    } catch {
      // The end could not be stored: once the claim expires, the run is taken again.
      claim.abandon();
    }
    this.#running.delete(id);
    if (!isOfThisRealm(this.#core.storage) && this.#waiting.size === 0) this.#isStale = true;
    this.#rest();
    this.#wake();
  }

  async #finish(ticket: Ticket, claim: Claim): Promise<void> {
    await dequeue(this.#core.storage, ticket);
    await claim.release();
    this.#board.ended(ticket.id);
  }

  /** Says so if there is nothing to do, and sees to it that the storage is looked into again when it should be. */
  #rest(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#isIdle) for (const resolve of this.#idlers.splice(0)) resolve();
    if (this.#isStopped || this.#isLooking || this.#running.size >= this.#limit) return;
    const wait = this.#untilNextLook();
    if (wait === undefined) return;
    this.#stopTimer = this.#core.clock.after(wait, () => {
      this.#look = Math.min(2 * this.#look, longestLook);
      this.#isStale = true;
      this.#wake();
    });
  }

  /** Milliseconds until another realm may have left something to do: a claim that is not renewed, or a run of its own. */
  #untilNextLook(): number | undefined {
    const expiries = [...this.#elsewhere.values()].filter((until) => until !== null);
    const waits = expiries.map((until) => Math.max(until - this.#core.clock.now(), 0));
    if (polls(this.#core)) waits.push(this.#look);
    return waits.length > 0 ? Math.min(...waits) : undefined;
  }
}
