import type { Attempt, DagTask } from "./dag";
import { verdictOf, type EndState } from "./trigger-rule";

export type AirflowState = EndState | "none" | "scheduled" | "queued" | "running" | "up_for_retry";

/** How a task went. Times are seconds on the clock of the run. */
export interface TaskInstance {
  readonly name: string;
  readonly states: readonly { readonly state: AirflowState; readonly at: number }[];
  /** What it has written for others to read; absent where it returned nothing, or did not succeed. */
  readonly xcom?: string;
  /** Why what it returned could not be written; absent where it could. */
  readonly unwritable?: string;
}

export interface DagRun {
  /** In the order of the tasks. */
  readonly tasks: readonly TaskInstance[];
  readonly state: "success" | "failed";
  readonly endedAt: number;
}

/** Runs a DAG by Airflow's rules, from a moment of the clock on (AF10 to AF14). */
export function runDag(tasks: readonly DagTask[], from: number): DagRun {
  const running = tasks.map((task) => new Running(task, from));
  const byName = new Map(running.map((one) => [one.task.name, one]));
  const end = (name: string) => byName.get(name)?.end;
  for (let now: number | undefined = from; now !== undefined;) {
    const at: number = now;
    for (const one of running) one.reach(at);
    // What one task's end decides may decide the next: until nobody moves.
    while (running.some((one) => one.look(at, end)));
    now = earliest(running.flatMap(({ due }) => (due === undefined ? [] : [due])));
  }
  const isUpstream = new Set(tasks.flatMap(({ upstream }) => upstream));
  const hasFailed = running.some(
    ({ task, end: state }) =>
      !isUpstream.has(task.name) &&
      (state === "failed" || state === "upstream_failed" || state === undefined),
  );
  return {
    tasks: running.map(({ instance }) => instance),
    state: hasFailed ? "failed" : "success",
    endedAt: Math.max(from, ...running.map(({ changedAt }) => changedAt)),
  };
}

function earliest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
}

/** A task while the DAG runs. */
class Running {
  readonly task: DagTask;
  /** When its attempt ends, or the next begins; undefined where it waits for others, or has ended. */
  due: number | undefined;
  readonly #states: { state: AirflowState; at: number }[];
  #tries = 0;
  #unwritable: string | undefined;

  constructor(task: DagTask, at: number) {
    this.task = task;
    this.#states = [{ state: "none", at }];
  }

  get end(): EndState | undefined {
    const { state } = this.#last;
    return state === "success" || state === "failed" || state === "skipped" || state === "upstream_failed"
      ? state
      : undefined;
  }

  get changedAt(): number {
    return this.#last.at;
  }

  get instance(): TaskInstance {
    const { name, value } = this.task;
    return {
      ...{ name, states: this.#states },
      ...(this.end === "success" && value !== undefined && { xcom: value }),
      ...(this.#unwritable !== undefined && { unwritable: this.#unwritable }),
    };
  }

  /** Has happen what is due by then. */
  reach(now: number): void {
    if (this.due === undefined || this.due > now) return;
    this.due = undefined;
    if (this.#last.state === "running") this.#endAttempt(now);
    else this.#begin(now);
  }

  /** Has it begin, or end, where its rule says so; gives whether it did. */
  look(now: number, end: (name: string) => EndState | undefined): boolean {
    if (this.#last.state !== "none") return false;
    const verdict = verdictOf(this.task.rule, this.task.upstream.map(end));
    if (verdict === "wait") return false;
    if (verdict === "run") this.#begin(now);
    else this.#enter(verdict, now);
    return true;
  }

  get #last() {
    return this.#states.at(-1) ?? { state: "none" as const, at: 0 };
  }

  get #attempt(): Attempt {
    const { attempts } = this.task;
    return attempts[this.#tries - 1] ?? attempts.at(-1) ?? attempts[0];
  }

  #enter(state: AirflowState, at: number): void {
    this.#states.push({ state, at });
  }

  #begin(now: number): void {
    this.#tries++;
    for (const state of ["scheduled", "queued", "running"] as const) this.#enter(state, now);
    this.due = now + this.#attempt.seconds;
  }

  #endAttempt(now: number): void {
    const { end } = this.#attempt;
    this.#unwritable = end === "success" ? unwritableIn(this.task.value ?? "") : undefined;
    if (end === "skipped") this.#enter("skipped", now);
    else if (end === "success" && this.#unwritable === undefined) this.#enter("success", now);
    else if (this.#tries <= this.task.retries) {
      this.#enter("up_for_retry", now);
      this.due = now + this.task.retryDelay;
    } else this.#enter("failed", now);
  }
}

/** What in a value's short text is no data (AF13); undefined where all is. */
function unwritableIn(text: string): string | undefined {
  // What stands in quotes is text of the author's.
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  const [found] = /\bfunction\b ?\w*|\b\w+Array\(\d+ bytes\)|\[circular\]/.exec(bare) ?? [];
  return found?.trim();
}
