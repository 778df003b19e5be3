import type { TaskRunId } from "../../../base";
import { EventLog, type CacheDecision, type LogLine, type RunEvent } from "../../../engine";
import { parseEvent } from "../../../runtime";
import type { RunSummary } from "../../../storage";
import type { Comparison } from "../../run/last-keys";
import { noteOf } from "../../run/page-event";

type EventType = RunEvent["type"];

/** A stored run as far as some of its events tell it: what is no event, or cannot have happened, is left out. */
export class FoldedRun {
  readonly summary: RunSummary;
  /** Null where the notebook is gone. */
  readonly notebookTitle: string | null;
  readonly log = new EventLog({ keepEvents: false });
  readonly lines: LogLine[] = [];
  readonly decisions: { readonly at: number; readonly decision: CacheDecision }[] = [];
  /** How keys compare with those that their tasks had before. */
  readonly comparisons = new Map<TaskRunId, Comparison>();
  readonly #needs: ReadonlySet<EventType>;

  /** `needs` are the events that are to be read at all. */
  constructor(summary: RunSummary, notebookTitle: string | null, needs: ReadonlySet<EventType>) {
    this.summary = summary;
    this.notebookTitle = notebookTitle;
    this.#needs = needs;
  }

  /** Takes in a line of the run's journal. */
  take(line: unknown): void {
    if (!this.#isNeeded(line)) return;
    const event = parseEvent(line);
    if (!event) return;
    try {
      this.log.record(event);
    } catch {
      return;
    }
    if (this.#needs.has("log")) this.lines.push(...this.log.linesOf(event));
    if (event.type === "cache") this.decisions.push(event);
    const note = noteOf(event);
    if (note?.kind === "compared") for (const one of note.runs) this.comparisons.set(one.taskRunId, one);
  }

  /** Lines begin with their type: reading one takes ten times as long as looking at that. */
  #isNeeded(line: unknown): boolean {
    const type = typeof line === "string" ? /^\{"type":"([a-z-]+)"/.exec(line)?.[1] : undefined;
    return type === undefined || this.#needs.has(type as EventType);
  }
}
