import { deferred } from "../../base";
import { rememberProducer } from "../arguments/upstreams";
import type { RunContext, TaskCall } from "../context";
import { boundTo, positional } from "../definition/parameters";
import { ValueError } from "../errors";
import { valueOf, type TaskRef } from "./call-task";
import type { Items } from "./generator";
import { createTaskCall, type CallOptions } from "./task-call";
import { runTask } from "./task-run";

/**
 * Runs a generator task for whoever iterates over it (rule 2.22): the run begins with the first value that is asked for, is
 * Running while they are taken, and ends Completed also where they are not all taken. A retry gives its values again.
 */
export function callGenerator(
  context: RunContext,
  { task, handle }: TaskRef,
  args: readonly unknown[],
  { waitFor, returnState = false }: CallOptions = {},
): AsyncGenerator<unknown, unknown, void> {
  const parameters = boundTo(task, args);
  const begin = () => createTaskCall(context, { task, handle, parameters, waitFor, submitted: false });
  return iterate(begin, returnState);
}

async function* iterate(begin: () => TaskCall, returnState: boolean): AsyncGenerator<unknown, unknown, void> {
  if (returnState) throw new ValueError("The return_type for a generator task must be 'result'");
  const call = begin();
  const handover = new Handover();
  const running = runTask(call, (inner, context) => give(inner, context, handover.open()));
  void running.then(() => handover.end());
  try {
    for (let next = await handover.ask(); next; next = await handover.ask()) yield next.value;
    return await valueOf(call, await running);
  } finally {
    handover.leave();
    await running;
  }
}

type Give = (value: unknown) => Promise<boolean>;

/** One attempt: hands over each value of the function's generator, and gives what it returns. */
async function give(call: TaskCall, context: RunContext, hand: Give): Promise<unknown> {
  const { core, flow } = context;
  const args = positional(call.task.parameters, call.parameters) as never[];
  const items = core.enter(context, () => call.task.fn(...args)) as Items;
  for (;;) {
    const step = await core.enter(context, () => items.next());
    if (step.done) return step.value ?? null;
    if (flow && typeof step.value === "object") rememberProducer(flow.producers, step.value, call.run);
    if (await hand(step.value)) continue;
    await core.enter(context, () => items.return?.(undefined));
    return null;
  }
}

/** Hands values from a body to its consumer, each only when it is asked for. */
class Handover {
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
