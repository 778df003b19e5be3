import { answerOf } from "./answer";
import type { Payment, WorldAnswer, WorldRequest } from "./request";

/** Attempts that a run's world remembers. */
const mostRemembered = 100_000;

const forgetful: WorldAnswer = {
  status: 507,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: "world.test remembers 100,000 attempts of a run, and no more.",
  delayMs: 0,
};

/** The world as one run knows it: it remembers what the run has asked. */
export class World {
  readonly #times = new Map<string, number[]>();
  readonly #payments: Payment[] = [];
  #remembered = 0;

  /** Answers a request that is made at `now`, in milliseconds since the epoch. */
  ask(request: WorldRequest, { seed, now }: { readonly seed: number; readonly now: number }): WorldAnswer {
    if (this.#remembered >= mostRemembered) return forgetful;
    const counted = new Set<string>();
    const answer = answerOf(request, {
      seed,
      now,
      payments: this.#payments,
      book: (payment) => this.#payments.push(payment),
      earlier: (key) => {
        counted.add(key);
        return this.#times.get(key) ?? [];
      },
    });
    // Whoever asks how often a request has come counts it.
    for (const key of counted) this.#note(key, now);
    return answer;
  }

  #note(key: string, now: number): void {
    this.#remembered++;
    const times = this.#times.get(key);
    if (times) times.push(now);
    else this.#times.set(key, [now]);
  }
}
