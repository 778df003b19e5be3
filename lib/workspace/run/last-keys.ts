import type { TaskRunId } from "../../base";
import type { CacheDecision, EventLog } from "../../engine";

type Parts = CacheDecision["parts"];

/** How the parts of a task run's cache key compare with those of its counterpart, the last run before it. */
export interface Comparison {
  readonly taskRunId: TaskRunId;
  /** The counterpart. */
  readonly last: TaskRunId;
  /** The names of the parts that differ, or that only one of the two has. */
  readonly differs: readonly string[];
}

interface LastKey {
  readonly taskRunId: TaskRunId;
  readonly parts: Parts;
}

/**
 * The parts of the cache keys that the tasks of a notebook had last. The counterpart of a task run is the last run before it
 * of the same task with the same number: by its name in the notebook's module, and by its place among the run's runs of
 * that name, so that each element of a map has its own.
 */
export class LastKeys {
  readonly #last = new Map<string, LastKey>();
  #latest: Parts = {};

  /** Compares a decision with the last one of its counterpart; undefined where either has no parts. */
  compare(places: Places, { taskRunId, parts }: CacheDecision): Comparison | undefined {
    const place = places.of(taskRunId);
    const last = place === undefined ? undefined : this.#last.get(place);
    // Ids are in the order of their making: what another tab began later is none before.
    if (!last || last.taskRunId >= taskRunId || Object.keys(parts).length === 0) return undefined;
    const names = new Set([...Object.keys(last.parts), ...Object.keys(parts)]);
    const differs = [...names].filter((name) => last.parts[name] !== parts[name]).sort();
    return { taskRunId, last: last.taskRunId, differs };
  }

  /** Remembers a decision, unless a later one of its counterpart is known. */
  note(places: Places, { taskRunId, parts }: CacheDecision): void {
    if (Object.keys(parts).length === 0) return;
    const place = places.of(taskRunId);
    if (place === undefined || (this.#last.get(place)?.taskRunId ?? "") > taskRunId) return;
    this.#latest = shared(parts, this.#latest);
    this.#last.set(place, { taskRunId, parts: this.#latest });
  }
}

/** The places of a run's task runs: `rate#3` is its fourth of the task `rate`. Worked out as far as anybody asks. */
export class Places {
  readonly #log: EventLog;
  readonly #counts = new Map<string, number>();
  readonly #numbers = new Map<TaskRunId, number>();
  #known = 0;

  constructor(log: EventLog) {
    this.#log = log;
  }

  of(id: TaskRunId): string | undefined {
    const { taskRuns } = this.#log;
    for (; this.#known < taskRuns.length; this.#known++) {
      const run = taskRuns[this.#known];
      if (!run) continue;
      const name = run.definition ?? run.taskName;
      const number = this.#counts.get(name) ?? 0;
      this.#counts.set(name, number + 1);
      this.#numbers.set(run.id, number);
    }
    const run = this.#log.taskRun(id);
    return run && `${run.definition ?? run.taskName}#${this.#numbers.get(id) ?? 0}`;
  }
}

/** The parts with the texts of others where they are equal: a thousand runs of a map hold the text of their source once. */
function shared(parts: Parts, others: Parts): Parts {
  return Object.fromEntries(
    Object.entries(parts).map(([name, text]) => {
      const other = others[name];
      return [name, other === text ? other : text];
    }),
  );
}
