import { TimeoutError, deferred, type Clock, type Deferred, type NewId } from "../../base";
import { ValueError } from "../errors";
import type { Storage } from "../ports/storage";
import type { Scope } from "../runs/scope";
import {
  giveBack,
  renew,
  settled,
  take,
  withLimit,
  type Demand,
  type LeaseId,
  type Limits,
  type Outcome,
} from "./limit";
import { limitRecord, limitsKey, parseLimits } from "./limit-record";
import { limitTerms, type LimitOptions } from "./limit-terms";
import { unableToAcquire } from "./slot-request";

/** What is told of a limit. */
export interface LimitReading {
  readonly limit: number;
  readonly activeSlots: number;
  readonly active: boolean;
  readonly slotDecayPerSecond: number;
}

/** Slots that were taken: of which limits, and under which lease where they are held. */
export interface Taken {
  readonly of: Limits;
  readonly lease: LeaseId | null;
}

/** A demand that waits for its turn. */
interface Waiter extends Deferred<Taken> {
  readonly demand: Demand;
  /** Those who wait for the same limits stand in one line, and are served in the order in which they asked. */
  readonly line: string;
  /** Whether it takes what is free now, and does not stay in line. */
  readonly isHasty: boolean;
  readonly onFull: OnFull;
  isTold: boolean;
}

/** Told once of a demand that it waits, for which limits, and whether it is the first in its line. */
export type OnFull = (full: Limits, isFirst: boolean) => void;

/** A change of the limits that has nothing to wait for; it settles with the limits after it. */
interface Change extends Deferred<Limits> {
  /** The limits afterwards; throws where it cannot be done. */
  readonly apply: (limits: Limits, now: number) => Limits;
}

/** What a round comes to: the limits to be written, and what is then told to whom. */
interface Round {
  readonly limits: Limits;
  readonly tell: readonly (() => void)[];
  /** When slots that somebody waits for will have decayed; null: that is not known. */
  readonly until: number | null;
}

/** Milliseconds until storage is looked at again, where another realm may free slots: at first, and at most. */
const [soonest, latest] = [250, 4000];

/**
 * The concurrency limits of an engine's storage, and those in this realm who wait for their slots. All that is to be done is
 * done in rounds, each one conditional write: what another engine wrote meanwhile is never undone.
 */
export class ConcurrencyLimits {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #newId: NewId;
  readonly #waiting = new Set<Waiter>();
  /** Lines of which somebody was told that they wait. */
  readonly #told = new Set<string>();
  #changes: Change[] = [];
  #isBusy = false;
  #isStirred = false;
  #patience = soonest;
  #stopTimer: (() => void) | undefined;

  constructor(ports: { readonly storage: Storage; readonly clock: Clock; readonly newId: NewId }) {
    this.#storage = ports.storage;
    this.#clock = ports.clock;
    this.#newId = ports.newId;
  }

  /** Makes a limit, or gives an existing one new terms: those who hold its slots keep them. */
  async create(name: string, options: LimitOptions): Promise<void> {
    const terms = limitTerms(name, options);
    const id = this.#newId<Limits[number]["id"]>();
    await this.#change((limits, now) => withLimit(limits, { id, ...terms }, now));
  }

  /** How a limit stands now, after all that this realm has asked for. Throws `ValueError` where there is none of that name. */
  async read(name: string): Promise<LimitReading> {
    const limits = await this.#change((current) => current);
    const known = limits.find((one) => one.name === name);
    if (!known) throw unknownLimit(name);
    const { limit, slots: activeSlots, active, slotDecayPerSecond } = settled(known, this.#clock.now());
    return { limit, activeSlots, active, slotDecayPerSecond };
  }

  /** Removes a limit: nobody waits for it any more. Throws `ValueError` where there is none of that name. */
  async delete(name: string): Promise<void> {
    await this.#change((limits) => {
      if (!limits.some((limit) => limit.name === name)) throw unknownLimit(name);
      return limits.filter((limit) => limit.name !== name);
    });
  }

  /**
   * Waits until the slots of a demand are free together, and takes them (rule 9.4). Rejects where they never can be, where
   * the time is up (rule 9.5), and as soon as the scope is cancelled. `onFull` hears that it waits, and for which limits.
   */
  async take(
    demand: Demand,
    scope: Scope,
    timeoutSeconds: number | null,
    onFull: OnFull = () => undefined,
  ): Promise<Taken> {
    scope.throwIfCancelled();
    const line = JSON.stringify([...demand.names].sort());
    const isHasty = timeoutSeconds === 0;
    const waiter: Waiter = { demand, line, isHasty, onFull, isTold: false, ...deferred<Taken>() };
    this.#waiting.add(waiter);
    const leave = scope.onCancel((reason) => this.#dismiss(waiter, reason));
    const stopTimer = timeoutSeconds
      ? this.#clock.after(timeoutSeconds * 1000, () => this.#dismiss(waiter, timedOut(timeoutSeconds)))
      : undefined;
    this.#stir();
    try {
      return await waiter.promise;
    } finally {
      leave();
      stopTimer?.();
      if (this.#waiting.size === 0) {
        this.#stopTimer?.();
        this.#told.clear();
      }
    }
  }

  /** Gives back what a lease holds. */
  async release(lease: LeaseId): Promise<void> {
    await this.#change((limits, now) => giveBack(limits, ({ id }) => id === lease, now));
  }

  /** Gives back what runs hold that were killed. */
  async releaseOf(holders: ReadonlySet<string>): Promise<void> {
    await this.#change((limits, now) =>
      giveBack(limits, ({ holder }) => holder !== null && holders.has(holder), now),
    );
  }

  /** Makes a lease end so many seconds from now. Throws `ValueError` where its slots are no longer reserved. */
  async renew({ of, lease }: Taken, seconds: number): Promise<void> {
    await this.#change((limits, now) => {
      const renewed = lease === null ? limits : renew(limits, of, lease, now + seconds * 1000, now);
      if (renewed) return renewed;
      throw new ValueError("Lease not found - it may have expired or been revoked");
    });
  }

  async #change(apply: Change["apply"]): Promise<Limits> {
    const change: Change = { apply, ...deferred<Limits>() };
    this.#changes.push(change);
    this.#stir();
    return await change.promise;
  }

  /** Sees at once to what there is to do. */
  #stir(): void {
    this.#patience = soonest;
    this.#isStirred = true;
    if (!this.#isBusy) void this.#work();
  }

  /** Plays rounds until there is nothing left but to wait; then the clock calls for the next one. */
  async #work(): Promise<void> {
    this.#isBusy = true;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    let until: number | null = null;
    while (this.#isStirred) {
      this.#isStirred = false;
      until = await this.#round();
    }
    this.#isBusy = false;
    if (this.#waiting.size > 0) this.#callAgain(until);
  }

  #callAgain(until: number | null): void {
    const decayed = until === null ? Infinity : Math.max(0, Math.ceil(until - this.#clock.now()));
    const patience = this.#patience;
    this.#stopTimer = this.#clock.after(Math.min(patience, decayed), () => {
      this.#stir();
      this.#patience = Math.min(2 * patience, latest);
    });
  }

  /** Does what there is to do in one write; again from the start where another engine's write came between. */
  async #round(): Promise<Round["until"]> {
    const changes = this.#changes;
    this.#changes = [];
    try {
      for (;;) {
        const { limits, version } = await this.#read();
        const round = this.#play(limits, changes);
        const isNew = round.limits !== limits;
        if (isNew && !(await this.#storage.write(limitsKey, limitRecord(round.limits), version))) continue;
        for (const tell of round.tell) tell();
        return round.until;
      }
    } catch (error) {
      for (const change of changes) change.reject(error);
      for (const waiter of this.#waiting)
        this.#dismiss(waiter, unableToAcquire(waiter.demand.names, undefined, error));
      return null;
    }
  }

  #play(before: Limits, changes: readonly Change[]): Round {
    const now = this.#clock.now();
    const tell: (() => void)[] = [];
    let limits = before;
    for (const { apply, resolve, reject } of changes)
      try {
        const after = apply(limits, now);
        limits = after;
        tell.push(() => resolve(after));
      } catch (error) {
        tell.push(() => reject(error));
      }
    const full = new Map<string, Limits>();
    let until: number | null = null;
    for (const waiter of this.#waiting) {
      const { demand, line, isHasty } = waiter;
      const inLine = full.get(line);
      const outcome: Outcome = inLine
        ? { type: "full", full: inLine, until: null }
        : take(limits, demand, now);
      if (outcome.type === "taken") {
        limits = outcome.limits;
        tell.push(() => this.#grant(waiter, { of: outcome.of, lease: demand.lease?.id ?? null }));
      } else if (outcome.type === "refused")
        tell.push(() => this.#dismiss(waiter, unableToAcquire(demand.names, outcome.why)));
      else if (isHasty) tell.push(() => this.#dismiss(waiter, timedOut(0)));
      else {
        full.set(line, outcome.full);
        if (outcome.until !== null) until = Math.min(until ?? Infinity, outcome.until);
        if (!waiter.isTold) tell.push(() => this.#tellWait(waiter, outcome.full));
      }
    }
    return { limits, tell, until };
  }

  /** Tells a waiter, unless it went away meanwhile. */
  #tellWait(waiter: Waiter, full: Limits): void {
    if (!this.#waiting.has(waiter)) return;
    const { line, onFull } = waiter;
    const isFirst = !this.#told.has(line);
    this.#told.add(line);
    waiter.isTold = true;
    onFull(full, isFirst);
  }

  /** Hands over slots that were taken; whoever went away meanwhile gives them back. */
  #grant(waiter: Waiter, taken: Taken): void {
    if (this.#waiting.delete(waiter)) waiter.resolve(taken);
    else if (taken.lease) this.release(taken.lease).catch(() => undefined);
  }

  #dismiss(waiter: Waiter, reason: Error): void {
    this.#waiting.delete(waiter);
    waiter.reject(reason);
  }

  async #read(): Promise<{ readonly limits: Limits; readonly version: number }> {
    const entry = await this.#storage.read(limitsKey);
    return { limits: parseLimits(entry?.value), version: entry?.version ?? 0 };
  }
}

function timedOut(seconds: number): TimeoutError {
  return new TimeoutError(`Attempt to acquire concurrency slots timed out after ${seconds} second(s)`);
}

function unknownLimit(name: string): ValueError {
  return new ValueError(`There is no concurrency limit called '${name}'.`);
}
