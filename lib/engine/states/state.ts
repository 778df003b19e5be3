import { isError, markSource, type FlowRunId, type IdSource, type StateId, type TaskRunId } from "../../base";
import {
  CancelledRun,
  CrashedRun,
  FailedRun,
  MissingResult,
  PausedRun,
  UnfinishedRun,
  ValueError,
} from "../errors";
import { quoted, valueText } from "../text";

/** The closed set of kinds of state; names are open (rule 1.1). */
export const stateTypes = [
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "CRASHED",
  "PAUSED",
  "CANCELLING",
] as const;
export type StateType = (typeof stateTypes)[number];

/** The types that end a run (rule 1.2). */
export const finalTypes: ReadonlySet<StateType> = new Set(["COMPLETED", "CANCELLED", "FAILED", "CRASHED"]);

/** What else is known of a state (rule 1.6). */
export interface StateDetails {
  readonly flowRunId?: FlowRunId;
  readonly taskRunId?: TaskRunId;
  readonly childFlowRunId?: FlowRunId;
  /** The task run whose failure brought this one here: the first of them, as upstreams fail one by another. */
  readonly causeTaskRunId?: TaskRunId;
  readonly scheduledTime?: Date;
  readonly cacheKey?: string;
  readonly cacheExpiration?: Date;
  readonly deferred?: boolean;
  readonly pauseTimeout?: Date;
  readonly pauseReschedule?: boolean;
  readonly pauseKey?: string;
  /** Where a pause asks for an input: the keys of what belongs to that. */
  readonly runInputKeyset?: InputKeyset;
}

/** Under which keys the input of a pause is described, specified and kept (rule 5.39). */
export interface InputKeyset {
  readonly description: string;
  readonly response: string;
  readonly schema: string;
}

/** A state's data: a value at hand, or one to load from storage. */
export type Held = { readonly value: unknown } | { readonly load: () => Promise<unknown> };

/** What is said of a state before a run gives it an id and a time. */
export interface Proposal {
  readonly type: StateType;
  /** Default: the type with a capital (rule 1.4). */
  readonly name?: string | undefined;
  readonly message?: string | undefined;
  readonly details?: StateDetails | undefined;
  readonly held?: Held | undefined;
}

export interface ResultOptions {
  /** Whether a failed run's exception is thrown (default) or given back. */
  readonly raiseOnFailure?: boolean;
}

/** A run, as its states know it. */
export interface StateOwner {
  /** The ids that each state of the run carries in its details. */
  readonly ids: StateDetails;
  /** Spells out the id of a state. */
  readonly newId: IdSource;
}

const noDetails: StateDetails = Object.freeze({});

/**
 * What a run is at one moment. Immutable; logic goes by `type`, words by `name`. A run has thousands of these in a short
 * time, so that a state holds little: what it says is shared, and its id is spelled out only where it is read.
 */
export class State<R = unknown> {
  /** Milliseconds since the epoch, with a fraction where states of one run would else be equal (rule 1.10). */
  declare readonly at: number;
  /** What the state says. */
  declare readonly proposal: Proposal;
  /** The state before, of the same run. */
  declare readonly previous: State | undefined;
  /** The run that it is a state of; undefined for one that an author made. */
  declare readonly owner: StateOwner | undefined;
  declare private readonly key: StateId | number;

  /** A state on its own has an id; one of a run may have a reserved number instead. */
  constructor(key: StateId | number, at: number, proposal: Proposal, owner?: StateOwner, previous?: State) {
    this.key = key;
    this.at = at;
    this.proposal = proposal;
    this.owner = owner;
    this.previous = previous;
  }

  get id(): StateId {
    const { key, owner } = this;
    if (typeof key === "string") return key;
    if (owner) return owner.newId.spell(key, this.at);
    throw new ValueError("A state that belongs to no run needs an id of its own.");
  }

  get type(): StateType {
    return this.proposal.type;
  }

  get name(): string {
    return this.proposal.name ?? defaultNames[this.proposal.type];
  }

  get message(): string | undefined {
    return this.proposal.message;
  }

  get stateDetails(): StateDetails {
    const { details } = this.proposal;
    if (!this.owner) return details ?? noDetails;
    return details ? { ...details, ...this.owner.ids } : this.owner.ids;
  }

  /** The task run to which the state's failure goes back: its own, unless another's failure brought it there. */
  get cause(): TaskRunId | undefined {
    const { causeTaskRunId, taskRunId } = this.stateDetails;
    return causeTaskRunId ?? taskRunId;
  }

  /** The value or exception that belongs to the state; undefined where there is none. */
  get held(): Held | undefined {
    return this.proposal.held;
  }

  /** When the run entered the state. */
  get timestamp(): Date {
    return new Date(this.at);
  }

  /** The value, exception or state inside, where it is in memory. */
  get data(): unknown {
    const { held } = this;
    if (!held || !("value" in held)) return undefined;
    return held.value instanceof Thrown ? held.value.thrown : held.value;
  }

  /** The state as plain data, for whoever prints it. */
  toJSON(): Record<string, unknown> {
    const { id, type, name, message, timestamp, stateDetails, data } = this;
    return { id, type, name, message, timestamp, stateDetails, data };
  }

  /** The same state without its value. */
  withoutData(): State<R> {
    const { id, at, type, name, message, stateDetails: details } = this;
    return new State<R>(id, at, { type, name, message, details });
  }

  isScheduled(): boolean {
    return this.type === "SCHEDULED";
  }

  isPending(): boolean {
    return this.type === "PENDING";
  }

  isRunning(): boolean {
    return this.type === "RUNNING";
  }

  isCompleted(): boolean {
    return this.type === "COMPLETED";
  }

  isFailed(): boolean {
    return this.type === "FAILED";
  }

  isCrashed(): boolean {
    return this.type === "CRASHED";
  }

  isCancelled(): boolean {
    return this.type === "CANCELLED";
  }

  isCancelling(): boolean {
    return this.type === "CANCELLING";
  }

  isPaused(): boolean {
    return this.type === "PAUSED";
  }

  isFinal(): boolean {
    return finalTypes.has(this.type);
  }

  /** The run's value; rejects with its exception if it failed, unless `raiseOnFailure` is false (rules 1.12 to 1.16). */
  async result({ raiseOnFailure = true }: ResultOptions = {}): Promise<R> {
    if (this.isPaused()) throw new PausedRun();
    if (!this.isFinal()) {
      const unfinished = new UnfinishedRun(`Run is in ${this.type} state, its result is not available.`);
      markSource(unfinished, this.stateDetails.causeTaskRunId);
      throw unfinished;
    }
    if (!this.isCompleted()) {
      const data = this.held && (await loaded(this.held));
      if (raiseOnFailure || data === undefined || data === null) {
        const { thrown } = this.thrownBy(data);
        markSource(thrown, this.cause);
        if (raiseOnFailure) throw thrown;
        return thrown as R;
      }
      return (data instanceof Thrown ? data.thrown : data) as R;
    }
    if (!this.held) throw new MissingResult();
    return (await loaded(this.held)) as R;
  }

  /** What a failed, crashed or cancelled run threw (rule 1.16). Throws a `ValueError` for any other state. */
  async exception(): Promise<unknown> {
    return this.thrownBy(this.held && (await loaded(this.held))).thrown;
  }

  private thrownBy(data: unknown): Thrown {
    const wrap = wrapperOf(this);
    if (data instanceof Thrown) return data;
    if (data === undefined || data === null) return new Thrown(wrap(this.message));
    if (isError(data)) return new Thrown(data);
    if (typeof data === "string") return new Thrown(wrap(data));
    if (data instanceof State) return data.thrownBy(data.data);
    if (isStateCollection(data)) {
      for (const one of data)
        if (one.isFailed() || one.isCrashed() || one.isCancelled()) return one.thrownBy(one.data);
      throw new ValueError("Failed state result was an iterable of states but none were failed.");
    }
    throw new TypeError(
      `Unexpected result for failed state: ${valueText(data)} cannot be resolved into an exception`,
    );
  }

  /** `Cached(type=COMPLETED)`, `Failed('boom')` (rule 1.8). */
  toString(): string {
    const parts = this.message ? [quoted(this.message)] : [];
    if (this.name.toUpperCase() !== this.type) parts.push(`type=${this.type}`);
    return `${this.name}(${parts.join(", ")})`;
  }
}

/** Something that was thrown and is no error: kept apart from data that a state merely holds. */
export class Thrown {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** Whether a run in this state will never move again by itself: it ended, or an upstream keeps it from starting. */
export function isSettled(state: State): boolean {
  return finalTypes.has(state.type) || (state.type === "PENDING" && state.name === "NotReady");
}

/** Whether a value is a list or set of states and nothing else; an empty one is plain data (rule 1.17). */
export function isStateCollection(value: unknown): value is readonly State[] | ReadonlySet<State> {
  if (Array.isArray(value)) return value.length > 0 && value.every((one) => one instanceof State);
  return value instanceof Set && value.size > 0 && [...value].every((one) => one instanceof State);
}

const defaultNames = Object.fromEntries(
  stateTypes.map((type) => [type, type.charAt(0) + type.slice(1).toLowerCase()]),
) as Record<StateType, string>;

async function loaded(held: Held): Promise<unknown> {
  return "value" in held ? held.value : await held.load();
}

function wrapperOf(state: State): (message: string | undefined) => Error {
  if (state.isFailed()) return (message) => new FailedRun(message || undefined);
  if (state.isCrashed()) return (message) => new CrashedRun(message || undefined);
  if (state.isCancelled()) return (message) => new CancelledRun(message || undefined);
  throw new ValueError(`Expected failed or crashed state got ${state.toString()}.`);
}
