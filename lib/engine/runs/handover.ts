import { deferred } from "../../base";
import type { RunContext } from "../context";
import type { Items } from "../tasks/generator";

/** Hands one value over; tells, once it has been taken, whether another is wanted. */
export type Give = (value: unknown) => Promise<boolean>;

/** Hands a generator's values over, each as it is asked for, until there is none or none is wanted; gives what it returns. */
export async function handOver(context: RunContext, items: Items, give: Give): Promise<unknown> {
  const { core } = context;
  for (;;) {
    const step = await core.enter(context, () => items.next());
    if (step.done) return step.value ?? null;
    if (await give(step.value)) continue;
    await core.enter(context, () => items.return?.(undefined));
    return null;
  }
}

/**
 * The values of a run as its consumer iterates over them (rule 2.22): the run begins with the first that is asked for, is
 * Running while they are taken, and ends also where they are not all taken. `begin` starts the run, and gives what the
 * iteration ends with; each attempt of the run opens the handover anew.
 */
export async function* handedOver(
  begin: (handover: Handover) => { readonly over: Promise<unknown>; readonly value: () => Promise<unknown> },
): AsyncGenerator<unknown, unknown, void> {
  const handover = new Handover();
  const { over, value } = begin(handover);
  void over.then(() => handover.end());
  try {
    for (let next = await handover.ask(); next; next = await handover.ask()) yield next.value;
    return await value();
  } finally {
    handover.leave();
    await over;
  }
}

/** Hands values from a body to its consumer, each only when it is asked for. */
export class Handover {
  #asked = deferred<boolean>();
  #given = deferred<{ readonly value: unknown } | undefined>();
  #attempt = 0;
  #isLeft = false;

  /** For a body: hands one value over. Tells, once it has been taken, whether another is wanted; of an earlier body's, none is. */
  open(): Give {
    const attempt = ++this.#attempt;
    return async (value) => {
      if (attempt !== this.#attempt || this.#isLeft) return false;
      const asked = (this.#asked = deferred());
      this.#given.resolve({ value });
      return await asked.promise;
    };
  }

  /** For the consumer: the next value; undefined when there is none. */
  ask(): Promise<{ readonly value: unknown } | undefined> {
    const given = (this.#given = deferred());
    this.#asked.resolve(true);
    return given.promise;
  }

  /** For the consumer: it wants no more. */
  leave(): void {
    this.#isLeft = true;
    this.#asked.resolve(false);
  }

  /** No more values will come. */
  end(): void {
    this.#given.resolve(undefined);
  }
}
