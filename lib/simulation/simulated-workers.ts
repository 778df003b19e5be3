import { drained, isItems, type RunContext, type TaskCall, type WorkerPort } from "../engine";

/**
 * Workers that are only told of: a task's function runs in the flow's own realm, so many at a time as there would be workers,
 * in the order in which they came.
 */
export class SimulatedWorkers implements WorkerPort {
  readonly #free: number[];
  readonly #queue = new Set<(worker: number) => void>();

  constructor(count: number) {
    this.#free = Array.from({ length: count }, (_, number) => number);
  }

  async run(call: TaskCall, args: readonly unknown[], context: RunContext): Promise<unknown> {
    const { core, log, scope } = context;
    const work = async () => {
      const value: unknown = await core.enter(context, () => call.task.fn(...(args as never[])));
      return isItems(value) ? await drained(value, (step) => core.enter(context, step)) : value;
    };
    // What a task calls runs in its own worker.
    if (call.context.task) return await work();
    call.timer?.stop();
    let worker = this.#free.shift();
    if (worker === undefined) {
      log.record({ type: "wait", at: core.clock.now(), id: call.run.id, reason: "worker" });
      worker = await this.#turn(scope);
    }
    try {
      scope.throwIfCancelled();
      log.record({ type: "placed", at: core.clock.now(), id: call.run.id, worker });
      call.timer?.start();
      return await scope.race(work());
    } finally {
      this.#leave(worker);
    }
  }

  /** Gives the worker to who has waited longest. */
  #leave(worker: number): void {
    const [next] = this.#queue;
    if (!next) {
      this.#free.push(worker);
      this.#free.sort((one, other) => one - other);
      return;
    }
    this.#queue.delete(next);
    next(worker);
  }

  #turn(scope: RunContext["scope"]): Promise<number> {
    return new Promise((resolve, reject) => {
      const take = (worker: number) => {
        stop();
        resolve(worker);
      };
      const stop = scope.onCancel((reason) => {
        this.#queue.delete(take);
        reject(reason);
      });
      if (!scope.reason) this.#queue.add(take);
    });
  }
}
