import type { FlowRunId } from "../../base";
import type { RunLook, TaskFold } from "../../fold";
import { isTable, type Definition } from "../../notebook";
import type { ShownRun } from "../shown/shown-run";
import { isKept } from "./kept";
import type { Verdict } from "./verdict";

/** The run that is to be retried: what its tasks of code kept, which the retry has again. */
export class Retried {
  readonly #run: Pick<ShownRun, "id" | "sources">;
  readonly #look: RunLook;
  readonly #tasks: ReadonlyMap<string, readonly TaskFold[]>;

  constructor(run: Pick<ShownRun, "id" | "sources" | "fold">) {
    this.#run = run;
    this.#look = run.fold.look();
    const tasks = new Map<string, TaskFold[]>();
    for (const task of this.#look.tasks) {
      const { definition } = task.run;
      const known = definition === null ? [] : tasks.get(definition);
      if (known) known.push(task);
      else if (definition !== null) tasks.set(definition, [task]);
    }
    this.#tasks = tasks;
  }

  /** The key under which the retry finds what the only task run of a definition gave; undefined where that is not known. */
  keyOf(definition: Definition): string | undefined {
    const [only, ...others] = this.#tasksOf(definition);
    if (!only || others.length > 0 || !isKept(only, this.#look) || !this.#isGivenSame(only)) return undefined;
    return only.decided?.decision.key ?? undefined;
  }

  /** What becomes of a task of code; undefined where the run says nothing of what it is now. */
  verdictOf(definition: Definition, runName: (id: FlowRunId) => string): Verdict | undefined {
    const tasks = this.#tasksOf(definition);
    if (tasks.length === 0) return undefined;
    const run = runName(this.#run.id);
    const kept = tasks.filter((task) => isKept(task, this.#look));
    const again = tasks.length - kept.length;
    if (kept.length === 0) {
      const isDone = tasks.some((task) => this.#look.stateOf(task)?.isCompleted());
      return {
        outcome: "runs",
        why: isDone
          ? `Runs again: what it gave in ${run} is not kept.`
          : `Runs again: it did not complete in ${run}.`,
      };
    }
    if (!kept.every((task) => this.#isGivenSame(task)))
      return {
        outcome: "open",
        why: `Decided as it runs: what it gave in ${run} counts where it is given the same.`,
      };
    if (again > 0)
      return {
        outcome: "runs",
        why: `Runs ${again.toLocaleString("en")} of ${tasks.length.toLocaleString("en")} again: the results of the others are kept from ${run}.`,
      };
    // Of one alone it is looked whether its result is still there.
    return tasks.length === 1
      ? undefined
      : {
          outcome: "reused",
          why: `Reused: its ${tasks.length.toLocaleString("en")} results are kept from ${run}.`,
        };
  }

  /** Its task runs, where it is a task of code with the source that it had. */
  #tasksOf(definition: Definition): readonly TaskFold[] {
    const { name, kind, source } = definition;
    if (kind === "flow" || isTable(definition) || this.#run.sources[name] !== source) return [];
    return this.#tasks.get(name) ?? [];
  }

  /** Whether all that came from task runs comes from what these kept. */
  #isGivenSame({ run }: TaskFold): boolean {
    return Object.entries(run.taskInputs).every(
      ([name, inputs]) =>
        name === "__parents__" ||
        name === "waitFor" ||
        inputs.every(({ id }) => {
          const upstream = this.#look.task(id);
          return upstream !== undefined && isKept(upstream, this.#look);
        }),
    );
  }
}
