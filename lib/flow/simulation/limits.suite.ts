import type { RunEvent } from "../../engine";
import type { Journal } from "./journal.suite";
import type { Program } from "./program.suite";

/** Counts what runs, as it happens: no more of a tag, or of a flow's submissions, than may at a time. */
export class Attendance {
  readonly #journal: Journal;
  readonly #program: Program;
  readonly #tags = new Map<string, readonly string[]>();
  readonly #flowOf = new Map<string, string | null>();
  readonly #flowNames = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #submitted = new Set<string>();
  /** Those that wait for their retry, which keep what they hold but a worker. */
  readonly #retrying = new Set<string>();
  #known = 0;

  constructor(program: Program, journal: Journal) {
    this.#program = program;
    this.#journal = journal;
  }

  hear(event: RunEvent): void {
    if (event.type === "flow-run") this.#flowNames.set(event.flowRun.id, event.flowRun.flowName);
    if (event.type === "task-run") {
      const { id, tags, flowRunId } = event.taskRun;
      this.#tags.set(id, tags);
      this.#flowOf.set(id, flowRunId);
    }
    if (event.type !== "task-state") return;
    if (event.state.type === "SCHEDULED") this.#retrying.add(event.id);
    else this.#retrying.delete(event.id);
    if (event.state.isRunning()) this.#enter(event.id);
    else if (event.state.isFinal()) this.#running.delete(event.id);
  }

  #enter(id: string): void {
    this.#running.add(id);
    for (const tag of this.#tags.get(id) ?? []) {
      const limit = this.#program.limits.find(({ name }) => name === `tag:${tag}`)?.limit ?? Infinity;
      const count = this.#count((other) => this.#tags.get(other)?.includes(tag) ?? false);
      if (count > limit && !this.#journal.isForgiving())
        this.#breach(`${count} runs of tag '${tag}', of ${limit}`);
    }
    for (; this.#known < this.#journal.futures.length; this.#known++)
      this.#submitted.add(this.#journal.futures[this.#known]!.taskRunId);
    const flow = this.#flowOf.get(id) ?? null;
    if (!flow || !this.#submitted.has(id)) return;
    const most = this.#mostIn(flow);
    const { hasWorkers } = this.#program;
    const isWorker = (this.#planOf(flow)?.runner?.kind ?? (hasWorkers && "worker")) === "worker";
    const count = this.#count(
      (other) =>
        this.#flowOf.get(other) === flow &&
        this.#submitted.has(other) &&
        !(isWorker && this.#retrying.has(other)),
    );
    if (count > most) this.#breach(`${count} submitted runs of one flow, of ${most}`);
  }

  #mostIn(flow: string): number {
    const plan = this.#planOf(flow);
    if (plan?.runner?.kind === "sequential") return 1;
    return (plan?.runner ? plan.runner.maxWorkers : this.#program.maxWorkers) ?? Infinity;
  }

  #planOf(flow: string): Program["flows"][number] | undefined {
    return this.#program.flows.find(({ name }) => name === this.#flowNames.get(flow));
  }

  #count(test: (id: string) => boolean): number {
    return [...this.#running].filter(test).length;
  }

  #breach(what: string): void {
    this.#journal.breaches.push(`limits: ${what} are running`);
  }
}
