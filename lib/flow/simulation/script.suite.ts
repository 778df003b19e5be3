import { allowFailure, asCompleted, sleep, transaction, unmapped, wait } from "..";
import type { FlowHandle, Future, FutureList, TaskHandle } from "../../engine";
import type { Task } from "../task-types";
import type { Journal } from "./journal.suite";
import type { Argument, Slots, Statement } from "./program.suite";

/** What a script is played with. */
export interface Play {
  readonly journal: Journal;
  task(name: string): TaskHandle;
  flow(name: string): FlowHandle;
  holding<T>(slots: Slots, work: () => Promise<T>): Promise<T>;
}

/** One playing of a body's statements: what they gave is there for those that follow. */
export class Script {
  readonly #play: Play;
  readonly values: unknown[];
  readonly futures: Future[] = [];

  constructor(play: Play, parameters: readonly unknown[]) {
    this.#play = play;
    this.values = [...parameters];
  }

  async play(statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) await this.#do(statement);
  }

  async #do(statement: Statement): Promise<void> {
    if (!("catches" in statement) || !statement.catches) {
      await this.#perform(statement);
      return;
    }
    try {
      await this.#perform(statement);
    } catch (error) {
      this.values.push(error);
    }
  }

  async #perform(statement: Statement): Promise<void> {
    const { journal } = this.#play;
    switch (statement.do) {
      case "call":
      case "flow":
        this.values.push(await this.#call(statement));
        return;
      case "submit": {
        const future = this.#task(statement).submit(...(this.#args(statement.args) as never[]));
        journal.futures.push(future);
        this.futures.push(future);
        this.values.push(future);
        return;
      }
      case "map": {
        const { over, unmapped: fixed } = statement;
        const list = "length" in over ? over : this.#argument(over);
        const args = fixed ? [list, unmapped(this.#argument(fixed))] : [list];
        const futures: FutureList = this.#task(statement).map(...(args as never[]));
        await futures.wait(0);
        journal.futures.push(...futures);
        this.futures.push(...futures);
        this.values.push(futures);
        return;
      }
      case "all": {
        const calls = statement.of.map(async (one) => await this.#call(one));
        this.values.push(
          await (statement.settled
            ? Promise.allSettled(calls).then((all) => all.length)
            : Promise.all(calls)),
        );
        return;
      }
      case "result": {
        const future = this.futures[statement.of % this.futures.length];
        const { timeout } = statement;
        if (future) this.values.push(await future.result(timeout === undefined ? {} : { timeout }));
        return;
      }
      case "wait": {
        const { done, notDone } = await wait(this.futures, statement.timeout);
        for (const future of done)
          if (!future.isDone) journal.breaches.push("futures: wait() says done of one that is not");
        if (statement.timeout === undefined && notDone.size > 0)
          journal.breaches.push("futures: wait() without a timeout left some");
        return;
      }
      case "asCompleted": {
        let taken = 0;
        for await (const future of asCompleted(this.futures, statement.timeout)) {
          if (!future.isDone) journal.breaches.push("futures: asCompleted() gave one that is not");
          if (++taken === statement.take) break;
        }
        return;
      }
      case "transaction": {
        const { mode, key, body, throws } = statement;
        await transaction({ commitMode: mode, ...(key !== undefined && { key }) }, async (own) => {
          journal.transactions.push(own);
          await this.play(body);
          own.stage(1);
          if (throws) throw new RangeError("the transaction broke");
        });
        return;
      }
      case "slots":
        await this.#play.holding(statement.of, async () => await this.play(statement.body));
        return;
      case "iterate": {
        let taken = 0;
        for await (const value of this.#items(statement.task)(...this.#args(statement.args))) {
          this.values.push(value);
          if (++taken === statement.take) break;
        }
        return;
      }
      case "sleep":
        await sleep(statement.ms / 1000);
        return;
      case "delay":
        journal.delayed.push(
          (this.#play.task(statement.task) as Task).delay(...(this.#args(statement.args) as never[])),
        );
        return;
    }
  }

  async #call(statement: Statement & { readonly do: "call" | "flow" }): Promise<unknown> {
    const { args, returnState, waitFor } = statement;
    const handle = (
      statement.do === "call" ? this.#play.task(statement.task) : this.#play.flow(statement.flow)
    ) as Task;
    const options = { returnState, ...(waitFor && { waitFor: this.#argument(waitFor) }) };
    const called = returnState || waitFor ? handle.withOptions(options) : handle;
    return await called(...(this.#args(args) as never[]));
  }

  #task({ task, waitFor }: { readonly task: string; readonly waitFor?: Argument | undefined }): Task {
    const handle = this.#play.task(task) as Task;
    return waitFor ? handle.withOptions({ waitFor: this.#argument(waitFor) }) : handle;
  }

  #items(task: string): (...args: unknown[]) => AsyncIterable<unknown> {
    return this.#play.task(task) as unknown as (...args: unknown[]) => AsyncIterable<unknown>;
  }

  #args(args: readonly Argument[]): unknown[] {
    return args.map((one) => this.#argument(one));
  }

  #argument(argument: Argument): unknown {
    if ("constant" in argument) return argument.constant;
    const value = this.values[argument.value % this.values.length];
    return argument.allowFailure ? allowFailure(value) : value;
  }
}
