import { deferred, type FlowRunId, type TaskRunId } from "../base";
import type { RunEvent } from "../engine";
import type { Moment } from "./moment";

/** More than so many moments, and a run is none to check: it would not end in time. */
export const mostMoments = 20_000;

/** Counts a run's moments, and kills it after one of them: from then on nothing of it is heard. */
export class Fuse {
  readonly moments: Moment[] = [];
  readonly #after: number;
  readonly #blown = deferred<undefined>();
  readonly #names = new Map<TaskRunId | FlowRunId, string>();
  #isBlown = false;
  #onBlow: (() => void) | undefined;

  /** `after`: how many moments the run lives for. */
  constructor(after: number) {
    this.#after = Math.min(after, mostMoments);
  }

  get isBlown(): boolean {
    return this.#isBlown;
  }

  /** Resolves once the run is killed. */
  get blown(): Promise<undefined> {
    return this.#blown.promise;
  }

  /** Calls back at once when it blows. */
  onBlow(callback: () => void): void {
    this.#onBlow = callback;
  }

  tell(moment: Moment): void {
    if (this.#isBlown) return;
    this.moments.push(moment);
    if (this.moments.length < this.#after) return;
    this.#isBlown = true;
    this.#onBlow?.();
    this.#blown.resolve(undefined);
  }

  /** Tells of an event of the run's log. */
  tellEvent(event: RunEvent): void {
    this.tell(this.#momentOf(event));
  }

  nameOf(id: TaskRunId | null): string | null {
    return (id && this.#names.get(id)) ?? null;
  }

  #momentOf(event: RunEvent): Moment {
    switch (event.type) {
      case "flow-run":
        this.#names.set(event.flowRun.id, event.flowRun.flowName);
        return {
          ...{ type: "state", of: "flow" },
          ...{ name: event.flowRun.flowName, state: event.flowRun.state.name },
        };
      case "task-run":
        this.#names.set(event.taskRun.id, event.taskRun.taskName);
        return {
          ...{ type: "state", of: "task" },
          ...{ name: event.taskRun.taskName, state: event.taskRun.state.name },
        };
      case "flow-state":
      case "task-state":
        return {
          ...{ type: "state", of: event.type === "flow-state" ? "flow" : "task" },
          ...{ name: this.#names.get(event.id) ?? "", state: event.state.name },
        };
      case "wait":
      case "go":
      case "placed":
      case "fault":
        return { type: "event", event: event.type, task: this.nameOf(event.id) };
      case "log":
        return { type: "event", event: "log", task: this.nameOf(event.taskRunId) };
      default:
        return { type: "event", event: event.type, task: null };
    }
  }
}
