import { countText, manyText } from "../_ui/time";
import type { Progress } from "./progress";

/** What of a run is worth a sentence. */
export interface Going {
  readonly id: string;
  readonly flowName: string;
  /** The type of its state. */
  readonly type: string;
  readonly isOver: boolean;
  /** Whether it waits for a person. */
  readonly isWaiting: boolean;
  readonly progress: Progress;
  /** Why it failed, where it did. */
  readonly cause?: string;
}

/** Milliseconds in which progress is told once at most. */
const window = 5_000;

/** Says how a run goes to those who do not see it: beginnings, waits and ends at once, progress in a sentence every few seconds. */
export class Announcer {
  #told: Going | undefined;
  #toldAt = -Infinity;

  /** The sentence for a run as it goes at a time in milliseconds; undefined: none, for now. */
  next(now: Going, at: number): string | undefined {
    const told = this.#told;
    const sentence = told === undefined ? firstOf(now) : sentenceOf(told, now, at - this.#toldAt >= window);
    if (told !== undefined && sentence === undefined) return undefined;
    this.#told = now;
    this.#toldAt = at;
    return sentence;
  }
}

/** Of a run that was over before anybody looked, there is nothing to tell. */
function firstOf(now: Going): string | undefined {
  return now.isOver ? undefined : newOf(now);
}

function sentenceOf(told: Going, now: Going, isTime: boolean): string | undefined {
  if (now.id !== told.id) return newOf(now);
  if (now.isOver) return told.isOver ? undefined : endOf(now);
  if (now.isWaiting !== told.isWaiting) return newOf(now);
  return isTime && isFurther(told.progress, now.progress) ? progressText(now.progress) : undefined;
}

function newOf(now: Going): string {
  if (now.isOver) return endOf(now);
  return now.isWaiting ? `${now.flowName} waits for you` : `${now.flowName} is running`;
}

function endOf({ flowName, type, cause, progress: { all, failed, cached } }: Going): string {
  const end = `${flowName} ${type.toLowerCase()}`;
  if (cause !== undefined) return `${end}: ${cause}`;
  if (type !== "COMPLETED" || all === 0) return end;
  return [`${end}: ${manyText(all, "task run")}`, ...partsOf({ "from the cache": cached, failed })].join(
    ", ",
  );
}

function isFurther(told: Progress, now: Progress): boolean {
  return now.done !== told.done || now.failed !== told.failed || now.retried !== told.retried;
}

function progressText({ all, done, failed, retried }: Progress): string {
  const completed = `${countText(done - failed)} of ${countText(all)} completed`;
  return [completed, ...partsOf({ failed, "tried again": retried })].join(", ");
}

/** What there is of each, in words. */
function partsOf(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).flatMap(([what, count]) =>
    count > 0 ? [`${countText(count)} ${what}`] : [],
  );
}
