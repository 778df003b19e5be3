import type { Id } from "../../base";

export type LeaseId = Id<"lease">;

/** Slots that somebody holds, until they are given back or the time is up. A lease of one id may span several limits. */
export interface Lease {
  readonly id: LeaseId;
  readonly slots: number;
  /** Milliseconds since the epoch; a holder that lives moves it on. */
  readonly expires: number;
  /** The run whose code asked for the slots, and whose death frees them; null: code outside of runs. */
  readonly holder: string | null;
}

/** How many may do something at a time; with a decay, how often it may be done. */
export interface Limit {
  readonly id: Id<"limit">;
  readonly name: string;
  readonly limit: number;
  /** An inactive limit is known, but not counted (rule 9.6). */
  readonly active: boolean;
  readonly slotDecayPerSecond: number;
  /** Slots that were taken at `since` (milliseconds since the epoch); from then on they decay. */
  readonly slots: number;
  readonly since: number;
  readonly leases: readonly Lease[];
}

/** All limits of one storage. */
export type Limits = readonly Limit[];

/** Slots that are asked for: of all the named limits that exist, or of none. */
export interface Demand {
  readonly names: readonly string[];
  /** Of each limit. */
  readonly occupy: number;
  /** Under which the slots are held, for so many seconds at a time; null: they are never given back, but decay (rule 9.9). */
  readonly lease: (Pick<Lease, "id" | "holder"> & { readonly seconds: number }) | null;
}

/** What becomes of a demand. */
export type Outcome =
  /** The slots are taken of `of`, the limits that exist; an inactive one is among them, uncounted. */
  | { readonly type: "taken"; readonly limits: Limits; readonly of: Limits }
  /** Some limits are full; `until`: when enough slots will have decayed, where that alone can be waited for. */
  | { readonly type: "full"; readonly full: Limits; readonly until: number | null }
  /** The demand can never be met as the limits are. */
  | { readonly type: "refused"; readonly why: string };

/** A limit as it stands now: without the leases that ran out and the slots that decayed. */
export function settled(limit: Limit, now: number): Limit {
  const { slotDecayPerSecond: rate, leases } = limit;
  const since = Math.min(limit.since, now);
  // A hair more than the product, so that a slot has decayed at the very time that was computed for it.
  const decayed = Math.floor((rate * (now - since)) / 1000 + 1e-6);
  const expired = leases.filter(({ expires }) => expires <= now);
  const slots = Math.max(0, limit.slots - decayed - total(expired));
  return {
    ...limit,
    slots,
    // The part of a slot that has decayed already counts on.
    since: slots > 0 && decayed > 0 ? since + (decayed * 1000) / rate : slots > 0 && rate > 0 ? since : now,
    leases: expired.length > 0 ? leases.filter((one) => !expired.includes(one)) : leases,
  };
}

/** Takes the slots that a demand asks for, of all its limits at once or of none (rules 9.4, 9.6 and 9.9). */
export function take(limits: Limits, { names, occupy, lease }: Demand, now: number): Outcome {
  const known = [...new Set(names)].flatMap((name) => limits.filter((limit) => limit.name === name));
  const of = known.map((limit) => settled(limit, now));
  const counted = of.filter(({ active }) => active);
  if (counted.some(({ limit }) => limit < occupy))
    return { type: "refused", why: "Slots requested is greater than the limit" };
  const steady = counted.filter(({ slotDecayPerSecond }) => slotDecayPerSecond === 0);
  if (!lease && steady.length > 0)
    return {
      type: "refused",
      why: `Only concurrency limits with slot decay can be used for rate limiting. The following limits do not have a decay configured: '${steady.map(({ name }) => name).join(",")}'`,
    };
  const full = counted.filter(({ slots, limit }) => slots + occupy > limit);
  if (full.length > 0) return { type: "full", full, until: roomAt(full, occupy) };
  const leases = lease ? [leaseOf(lease, occupy, now)] : [];
  const taken = counted.map((limit) => ({
    ...limit,
    slots: limit.slots + occupy,
    leases: [...limit.leases, ...leases],
  }));
  return { type: "taken", limits: replaced(limits, taken), of };
}

/** Gives back the slots of the leases that match. Never below zero: a slot may have decayed before (rule 9.7). */
export function giveBack(limits: Limits, matches: (lease: Lease) => boolean, now: number): Limits {
  const freed = limits
    .filter(({ leases }) => leases.some(matches))
    .map((limit) => {
      const current = settled(limit, now);
      const slots = Math.max(0, current.slots - total(current.leases.filter(matches)));
      return { ...current, slots, leases: current.leases.filter((lease) => !matches(lease)) };
    });
  return replaced(limits, freed);
}

/** Moves a lease's end on; undefined where one of the limits has lost it. Limits that were deleted need no lease. */
export function renew(
  limits: Limits,
  held: Limits,
  lease: LeaseId,
  until: number,
  now: number,
): Limits | undefined {
  const own = limits
    .filter(({ id }) => held.some((one) => one.id === id && one.active))
    .map((limit) => settled(limit, now));
  if (own.some(({ leases }) => !leases.some(({ id }) => id === lease))) return undefined;
  const longer = own.map((limit) => ({
    ...limit,
    leases: limit.leases.map((one) => (one.id === lease ? { ...one, expires: until } : one)),
  }));
  return replaced(limits, longer);
}

/** Puts a limit among the others. One of that name gets the new terms, and keeps who holds its slots. */
export function withLimit(
  limits: Limits,
  terms: Pick<Limit, "id" | "name" | "limit" | "active" | "slotDecayPerSecond">,
  now: number,
): Limits {
  const known = limits.find(({ name }) => name === terms.name);
  if (!known) return [...limits, { ...terms, slots: 0, since: now, leases: [] }];
  const { id, slots, since, leases } = settled(known, now);
  // Without decay, a slot that nobody holds would never come back.
  const kept = terms.slotDecayPerSecond > 0 ? { slots, since } : { slots: total(leases), since: now };
  return replaced(limits, [{ ...terms, id, ...kept, leases }]);
}

/** When all of these have room, where each gets it by decay; null where some slot must be given back. */
function roomAt(full: Limits, occupy: number): number | null {
  const times = full.map(({ slots, limit, since, slotDecayPerSecond: rate }) =>
    rate === 0 ? null : since + ((slots + occupy - limit) * 1000) / rate,
  );
  return times.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), 0);
}

function leaseOf({ id, holder, seconds }: NonNullable<Demand["lease"]>, slots: number, now: number): Lease {
  return { id, slots, expires: now + seconds * 1000, holder };
}

/** The limits with these in the place of those of the same id; the very same list where there are none. */
function replaced(limits: Limits, changed: Limits): Limits {
  if (changed.length === 0) return limits;
  return limits.map((limit) => changed.find(({ id }) => id === limit.id) ?? limit);
}

function total(leases: readonly Lease[]): number {
  return leases.reduce((sum, { slots }) => sum + slots, 0);
}
