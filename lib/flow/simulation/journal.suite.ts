import type { Future, RunEvent, State, Transaction } from "../../engine";
import { textOf } from "./model.suite";

/** One execution of a body: of a task's attempt, or a flow's. */
export interface Execution {
  readonly runId: string;
  readonly args: readonly unknown[];
  /** The arguments, as text. */
  readonly input: string;
  end?: { readonly returned: unknown } | { readonly threw: unknown };
}

/** A call of a hook. */
export interface HookCall {
  readonly runId: string;
  readonly kind: string;
  /** Which of the hooks of its kind. */
  readonly index: number;
  readonly state: string;
}

/** What the bodies and hooks of a program saw, beside what the engine says of them. */
export class Journal {
  /** By run. */
  readonly executions = new Map<string, Execution[]>();
  readonly hooks: HookCall[] = [];
  readonly futures: Future[] = [];
  readonly delayed: Future[] = [];
  readonly events: RunEvent[] = [];
  readonly breaches: string[] = [];
  readonly transactions: Transaction[] = [];
  /** Whether leases may have run out under their holders. */
  isForgiving = () => false;
  /** Slots that bodies hold, by limit. */
  readonly #held = new Map<string, number>();

  begin(runId: string, args: readonly unknown[]): Execution {
    const execution: Execution = { runId, args, input: textOf(args) };
    const known = this.executions.get(runId);
    if (known) known.push(execution);
    else this.executions.set(runId, [execution]);
    return execution;
  }

  /** What a run's body was called with first. */
  argsOf(runId: string): readonly unknown[] | undefined {
    return this.executions.get(runId)?.[0]?.args;
  }

  hook(runId: string, kind: string, index: number, state: State): void {
    this.hooks.push({ runId, kind, index, state: state.name });
  }

  /** Slots are held from now on; the returned function, which may be called twice, ends that. */
  hold(limit: string, slots: number, most: number): () => void {
    const held = (this.#held.get(limit) ?? 0) + slots;
    this.#held.set(limit, held);
    if (held > most && !this.isForgiving())
      this.breaches.push(`limits: ${held} slots of '${limit}' are held, of ${most}`);
    let isHeld = true;
    return () => {
      if (isHeld) this.#held.set(limit, (this.#held.get(limit) ?? 0) - slots);
      isHeld = false;
    };
  }
}
