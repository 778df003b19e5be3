import type { Clock } from "../../base";
import type { Chance } from "./seed.suite";

/** Something that will happen. */
interface Happening {
  /** In milliseconds since the beginning, by a clock that nobody sets. */
  readonly due: number;
  readonly order: number;
  readonly isTimer: boolean;
  readonly fire: () => void;
}

/** More happenings than a program of this size can need. */
const mostSteps = 20_000;

/**
 * Time, and the order of things. Nothing happens by itself but what the event loop does at once; everything else waits here
 * for its time, and what is due at one time happens in an order that is drawn, but for timers of the engine, which keep
 * theirs. The clock can be set: a timer then behaves as one of the platform's clock does.
 */
export class World implements Clock {
  readonly #chance: Chance;
  readonly #pending = new Set<Happening>();
  #elapsed = 0;
  #offset = Date.UTC(2026, 0, 1);
  #order = 0;
  #steps = 0;
  /** Present where nobody else's engine shares the storage: such a clock is not spent on looking into it. */
  hold?: () => () => void;

  constructor(chance: Chance, polls: boolean) {
    this.#chance = chance;
    if (!polls) this.hold = () => () => undefined;
  }

  now(): number {
    return this.#elapsed + this.#offset;
  }

  /** Sets the hour: on or back, firing nothing. */
  set(by: number): void {
    this.#offset += by;
  }

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return this.#elapsed;
  }

  /** Timers that the engine, or a body through it, has running. */
  get timers(): number {
    return [...this.#pending].filter(({ isTimer }) => isTimer).length;
  }

  after(ms: number, callback: () => void): () => void {
    const due = this.now() + ms;
    let cancel: () => void;
    const arm = () => {
      const fire = () => (due - this.now() > 1 ? arm() : callback());
      cancel = this.#add(due - this.now(), true, fire);
    };
    arm();
    return () => cancel();
  }

  /** Lets something happen so many milliseconds from now, among all else that is due then. */
  later(ms: number, fire: () => void): void {
    this.#add(ms, false, fire);
  }

  /** Resolves so many milliseconds from now. */
  async gate(ms: number): Promise<void> {
    await new Promise<void>((resolve) => this.later(ms, resolve));
  }

  /** Lets things happen until nothing is left to happen, or `isOver`. Throws where that takes for ever. */
  async play(isOver: () => boolean = () => false): Promise<void> {
    for (;;) {
      await turn();
      if (isOver()) return;
      const next = this.#next();
      if (!next) return;
      if (++this.#steps > mostSteps) throw new Error(`more than ${mostSteps} steps: something never rests`);
      this.#pending.delete(next);
      this.#elapsed = Math.max(this.#elapsed, next.due);
      next.fire();
    }
  }

  #add(ms: number, isTimer: boolean, fire: () => void): () => void {
    const happening = { due: this.#elapsed + Math.max(ms, 0), order: this.#order++, isTimer, fire };
    this.#pending.add(happening);
    return () => this.#pending.delete(happening);
  }

  #next(): Happening | undefined {
    let due: Happening[] = [];
    for (const one of this.#pending)
      if (due.length === 0 || one.due < due[0]!.due) due = [one];
      else if (one.due === due[0]!.due) due.push(one);
    if (due.length < 2) return due[0];
    const drawn = this.#chance.pick(due);
    return drawn.isTimer ? due.find(({ isTimer }) => isTimer) : drawn;
  }
}

/** What the event loop does at once: all promises that can settle. */
async function turn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
