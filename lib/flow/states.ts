import { newIds, type StateId } from "../base";
import { State, ValueError, type Proposal, type StateType } from "../engine";
import { currentContext } from "./ambient";

/** What an author may say of a state that a task or flow returns. */
export interface StateArguments {
  readonly message?: string;
  readonly data?: unknown;
  readonly name?: string;
}

/** Of states that are made outside of runs. */
const unowned = newIds(Date.now, Math.random);

function manual(type: StateType, given: StateArguments, rest: Partial<Proposal> = {}): State {
  const { message, name } = given;
  const held = "data" in given ? { value: given.data } : undefined;
  const newId = currentContext()?.core.newId ?? unowned;
  return new State(newId<StateId>(), Date.now(), { type, message, held, ...rest, name: name ?? rest.name });
}

/** A state for a later time; default: now. */
export function Scheduled(given: StateArguments & { readonly scheduledTime?: Date } = {}): State {
  return manual("SCHEDULED", given, { details: { scheduledTime: given.scheduledTime ?? new Date() } });
}

export function Pending(given: StateArguments = {}): State {
  return manual("PENDING", given);
}

export function Running(given: StateArguments = {}): State {
  return manual("RUNNING", given);
}

export function Completed(given: StateArguments = {}): State {
  return manual("COMPLETED", given);
}

export function Failed(given: StateArguments = {}): State {
  return manual("FAILED", given);
}

export function Crashed(given: StateArguments = {}): State {
  return manual("CRASHED", given);
}

export function Cancelled(given: StateArguments = {}): State {
  return manual("CANCELLED", given);
}

export function Cancelling(given: StateArguments = {}): State {
  return manual("CANCELLING", given);
}

/** How long a pause lasts: so many seconds, or until a time; without either, until it is resumed (rule 1.11). */
export interface PauseArguments extends StateArguments {
  readonly timeoutSeconds?: number;
  readonly pauseExpirationTime?: Date;
  readonly pauseKey?: string;
  readonly reschedule?: boolean;
}

export function Paused(given: PauseArguments = {}): State {
  const { timeoutSeconds, pauseExpirationTime, pauseKey, reschedule = false } = given;
  if (timeoutSeconds !== undefined && pauseExpirationTime)
    throw new ValueError("Cannot supply both `pauseExpirationTime` and `timeoutSeconds`.");
  const pauseTimeout =
    timeoutSeconds === undefined ? pauseExpirationTime : new Date(Date.now() + timeoutSeconds * 1000);
  return manual("PAUSED", given, {
    details: {
      pauseReschedule: reschedule,
      ...(pauseTimeout && { pauseTimeout }),
      ...(pauseKey && { pauseKey }),
    },
  });
}

/** A pause whose run leaves its place and starts from the top when it is resumed. */
export function Suspended(given: PauseArguments = {}): State {
  return Paused({ name: "Suspended", ...given, reschedule: true });
}
