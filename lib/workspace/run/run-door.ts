import { RunnelError, type FlowRunId } from "../../base";
import { State, type EventLog, type RunEvent } from "../../engine";
import type { RunnableNotebook } from "../../notebook";
import { maskedEvent, moduleName, parseEvent, storedEvent, type StoredEvent } from "../../runtime";
import type { Mask } from "../secrets/mask";
import { isPageEvent, noteEvent } from "./page-event";
import { crashedAt, ownersIn, placesOf, withPlaces } from "./place";

/** An event that was let in, and the line under which it is stored. */
export interface Admitted {
  readonly event: RunEvent;
  readonly stored: StoredEvent;
}

/** The one door of what the sandbox says of a run: only its own events come in, and behind it nothing is secret. */
export class RunDoor {
  readonly #id: FlowRunId;
  readonly #mask: Mask;
  readonly #compiled: RunnableNotebook;

  /** `compiled` is what the run was started from: places are said while it is known. */
  constructor(id: FlowRunId, mask: Mask, compiled: RunnableNotebook) {
    this.#id = id;
    this.#mask = mask;
    this.#compiled = compiled;
  }

  /** Lets an event in, with the places in a line of the log, or in what a state says, as its author knows them. Throws `run/integrity` for what is none of the run's. */
  read(line: StoredEvent): Admitted {
    const stored = maskedEvent(line, this.#mask);
    const event = parseEvent(stored);
    if (!event || isPageEvent(event) || event.type === "simulation" || !this.#isOwn(event))
      throw new RunnelError(
        "run/integrity",
        "The run sent something that is no event of its own, and was stopped.",
      );
    const placed = this.#placed(event);
    return placed === event ? { event, stored } : { event: placed, stored: storedEvent(placed) };
  }

  /** A text of the sandbox, with places as their author knows them. */
  placed(text: string): string {
    return withPlaces(text, this.#compiled);
  }

  #placed(event: RunEvent): RunEvent {
    if (event.type === "log") {
      const message = this.placed(event.message);
      return message === event.message ? event : { ...event, message };
    }
    if (event.type !== "task-state" && event.type !== "flow-state") return event;
    const { id, at, type, name, message, held, stateDetails: details } = event.state;
    if (!message?.includes(moduleName)) return event;
    const proposal = { type, name, message: this.placed(message), details, ...(held && { held }) };
    return { ...event, state: new State(id, at, proposal) };
  }

  /** The note of where in the notebook a failure comes from; undefined where that is not known, or nothing failed. */
  located(event: RunEvent, log: Pick<EventLog, "taskRun">): RunEvent | undefined {
    if (event.type !== "task-state" && event.type !== "flow-state") return undefined;
    const { state } = event;
    if (!state.isFailed() && !state.isCrashed()) return undefined;
    const task = event.type === "task-state" ? log.taskRun(event.id)?.taskName : undefined;
    const crashed = state.isCrashed() ? crashedAt(state.message ?? "", this.#compiled) : undefined;
    const [place, ...calledFrom] = crashed ? [crashed] : placesOf(state.data, task, this.#compiled);
    if (!place) return undefined;
    const note = { kind: "located", runId: event.id, place } as const;
    return noteEvent(event.at, this.#id, calledFrom.length > 0 ? { ...note, calledFrom } : note);
  }

  /** The note of which cell the run went without, as it threw where it was loaded; undefined where an event tells of none. */
  unloaded(event: RunEvent): RunEvent | undefined {
    if (event.type !== "log" || event.level !== "error" || event.taskRunId !== null) return undefined;
    const { cells } = this.#compiled;
    const [, message] =
      /^Ran without [^:]+, which cannot be loaded: ([^]*) \([^()]*\)$/.exec(event.message) ?? [];
    const place = crashedAt(event.message, this.#compiled);
    const owner = place && ownersIn(this.#compiled).get(place.definition);
    const fingerprint = owner && cells[owner]?.fingerprint;
    if (message === undefined || !place || fingerprint === undefined) return undefined;
    return noteEvent(event.at, this.#id, { kind: "unloaded", place, message, fingerprint });
  }

  #isOwn(event: RunEvent): boolean {
    if (event.type !== "flow-run") return true;
    return event.flowRun.parentFlowRunId !== null || event.flowRun.id === this.#id;
  }
}
