import { deferred } from "../../base";
import type { FlowCall, FlowPause, RunContext } from "../context";
import { FlowPauseTimeout, NotPausedError, ValueError } from "../errors";
import { enterFlowState } from "../flows/flow-call";
import { enter } from "../flows/flow-hooks";
import type { PauseRequest } from "../ports/pausing";
import { heldError } from "../states/final-state";
import type { State } from "../states/state";
import { keepInput, keysetOf } from "./inputs";

/** A pause whose key is known, and what follows it. */
interface Pausing extends PauseRequest {
  readonly name: "Paused" | "Suspended";
  readonly key: string;
  /** Called once the run may go on. */
  readonly resumed: () => void;
  /** Called once nobody has resumed the run in time. */
  readonly expired?: (failed: Promise<State>) => void;
}

/** A pause until its end: somebody resumes the run, its time is up, or the run ends without it. */
export class OpenPause implements FlowPause {
  readonly ended: Promise<unknown>;
  readonly #call: FlowCall;
  readonly #context: RunContext;
  readonly #pausing: Pausing;
  readonly #end = deferred<unknown>();
  readonly #deadline: number;
  readonly #stopTimer: (() => void) | undefined;
  /** One resume is looked at after the other, so that the input that is kept is the one that counts. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Puts the run into Paused, or Suspended; `context` is what surrounds its function. */
  constructor(call: FlowCall, context: RunContext, pausing: Pausing) {
    const { name, key, timeout, check } = pausing;
    const { clock } = context.core;
    assertTimeout(timeout);
    this.#call = call;
    this.#context = context;
    this.#pausing = pausing;
    this.#deadline = timeout === null ? Infinity : clock.now() + timeout * 1000;
    this.ended = this.#end.promise;
    this.ended.catch(() => undefined);
    enterFlowState(context, call, {
      type: "PAUSED",
      name,
      details: {
        pauseKey: key,
        pauseReschedule: name === "Suspended",
        ...(timeout !== null && { pauseTimeout: new Date(this.#deadline) }),
        ...(check && { runInputKeyset: keysetOf(name, key) }),
      },
    });
    call.pause = this;
    if (timeout !== null) this.#stopTimer = clock.after(timeout * 1000, () => this.#expire());
  }

  async resume(input: unknown): Promise<void> {
    const resuming = this.#turn.then(() => this.#resume(input));
    this.#turn = resuming.catch(() => undefined);
    await resuming;
  }

  close(): void {
    this.#stopTimer?.();
    if (this.#call.pause === this) this.#call.pause = undefined;
  }

  async #resume(input: unknown): Promise<void> {
    this.#assertOpen();
    const value = await this.#accepted(input);
    this.#assertOpen();
    this.close();
    this.#pausing.resumed();
    this.#end.resolve(value);
  }

  /** What the pause gives, of an input that passes; it is stored first, so that a run that starts again finds it. */
  async #accepted(input: unknown): Promise<unknown> {
    const { name, key, check } = this.#pausing;
    if (!check) return undefined;
    const { core } = this.#context;
    const release = core.clock.hold?.();
    try {
      const value = await check(input);
      await keepInput(core, this.#call.run.id, keysetOf(name, key), value);
      return value;
    } finally {
      release?.();
    }
  }

  #assertOpen(): void {
    if (this.#call.pause !== this) throw new NotPausedError();
    if (this.#context.core.clock.now() <= this.#deadline) return;
    this.#expire();
    throw new FlowPauseTimeout("Flow run can no longer be resumed.");
  }

  /** Fails the run (rule 1.37). Whoever waits hears of it when the hooks have. */
  #expire(): void {
    this.close();
    const error = new FlowPauseTimeout();
    const message = "The flow was paused and never resumed.";
    const failed = enter(this.#call, this.#context, { type: "FAILED", message, held: heldError(error) });
    this.#pausing.expired?.(failed);
    void failed.then(() => this.#end.reject(error));
  }
}

function assertTimeout(timeout: number | null): void {
  if (timeout !== null && !(timeout >= 0))
    throw new ValueError(`'timeout' must be a number of seconds, or null for none; got ${String(timeout)}.`);
}
