import { compare, type Compared, type ComparedTask } from "../airflow";
import type { FlowData, LogData, RecordData, RunData, StateData, TaskData } from "./record";
import type { Told } from "./told";

/*
 * What a check is given. It asks for what it needs to see, by name, and says nothing of what is not there: a question for it ends
 * the check, with what was seen instead.
 */

/** What a check asked for is not there; ends the check. */
export class NotSeen extends Error {
  readonly told: Told;

  constructor(told: Told) {
    super(told.en);
    this.told = told;
  }
}

/** The runs of the notebook, as a check sees them. */
export class RecordSeen {
  /** The oldest first. */
  readonly runs: readonly RunSeen[];

  constructor({ runs }: RecordData) {
    this.runs = runs.map((data) => new RunSeen(data));
  }

  /** The run that has just ended. */
  get run(): RunSeen {
    return this.#latest(1, {
      en: "Nothing has run yet: press Run.",
      ko: "아직 아무것도 실행되지 않았습니다. Run을 누르세요.",
    });
  }

  /** The run before it. */
  get before(): RunSeen {
    return this.#latest(2, {
      en: "It has run only once: press Run again.",
      ko: "한 번만 실행되었습니다. Run을 다시 누르세요.",
    });
  }

  #latest(back: number, otherwise: Told): RunSeen {
    const run = this.runs.at(-back);
    if (run) return run;
    throw new NotSeen(otherwise);
  }
}

/** One run: its flows, its task runs, what it logged and gave. */
export class RunSeen {
  readonly data: RunData;
  readonly tasks: readonly TaskSeen[];
  /** The first is the run itself; what follows are the flows that were called in it. */
  readonly flows: readonly FlowSeen[];
  #compared: Compared | undefined;

  constructor(data: RunData) {
    this.data = data;
    this.flows = data.flows.map((one) => new FlowSeen(one));
    this.tasks = data.tasks.map((one) => new TaskSeen(one));
  }

  /** The run itself, as a flow. */
  get flow(): FlowSeen {
    const [flow] = this.flows;
    if (flow) return flow;
    throw new NotSeen({ en: "The run ended before it began.", ko: "실행이 시작되기 전에 끝났습니다." });
  }

  /** The name of its state: “Completed”, “Failed” and so on. */
  get state(): string {
    return this.flow.state;
  }

  get logs(): readonly LogData[] {
    return this.data.logs;
  }

  /** Whether a line of the log has this text. */
  says(text: string): boolean {
    return this.logs.some(({ message }) => message.includes(text));
  }

  /** Whether a task of that name ran. */
  has(task: string): boolean {
    return this.tasks.some((one) => one.task === task);
  }

  /** The task runs of a task, one at least. */
  tasksOf(task: string): readonly TaskSeen[] {
    const found = this.tasks.filter((one) => one.task === task);
    if (found.length > 0) return found;
    const others = [...new Set(this.tasks.map((one) => one.task))].join(", ");
    const { type, message } = this.flow;
    const why = type === "FAILED" ? ` ${message}` : "";
    throw new NotSeen({
      en: `No task ${task} ran; what ran: ${others || "no task at all"}.${why}`,
      ko: `${task} 태스크가 실행되지 않았습니다. 실행된 것: ${others || "없음"}.${why}`,
    });
  }

  /** The first task run of a task. */
  task(task: string): TaskSeen {
    const [first] = this.tasksOf(task);
    return first as TaskSeen;
  }

  /** The same pipeline under Airflow's rules, on the same clock, and where it parts from how it went. */
  get compared(): Compared {
    return (this.#compared ??= compare(this.data));
  }

  /** How the first task run of a task went on both sides. */
  sides(task: string): ComparedTask {
    const { name } = this.task(task);
    const found = this.compared.rows.find((row) => row.name === name);
    if (found) return found;
    throw new NotSeen({
      en: `${task} is not called by the run's own flow.`,
      ko: `실행의 플로우가 ${task} 태스크를 직접 호출하지 않았습니다.`,
    });
  }

  /** The first run of a flow that was called in this one, or this one. */
  flowOf(name: string): FlowSeen {
    const found = this.flows.find(({ flow }) => flow === name);
    if (found) return found;
    throw new NotSeen({ en: `No flow ${name} ran.`, ko: `${name} 플로우가 실행되지 않았습니다.` });
  }

  /** Rows of the table that a cell or a task gave. */
  rows(name: string): readonly Readonly<Record<string, unknown>>[] {
    return this.#table(name).rows;
  }

  /** How many rows that table has. */
  count(name: string): number {
    return this.#table(name).count;
  }

  /** The table's own name: of one that `load` gave, that by which it is kept. */
  tableName(name: string): string {
    return this.#table(name).name;
  }

  /** How many of some task runs were running at once, at most. Default: of all. */
  mostAtOnce(tasks: readonly TaskSeen[] = this.tasks): number {
    const moves = tasks.flatMap(({ running }) =>
      running.flatMap(([from, to]) =>
        to > from
          ? [
              { at: from, by: 1 },
              { at: to, by: -1 },
            ]
          : [],
      ),
    );
    // What ends makes room for what begins at the same moment.
    moves.sort((a, b) => a.at - b.at || a.by - b.by);
    let [now, most] = [0, 0];
    for (const { by } of moves) most = Math.max(most, (now += by));
    return most;
  }

  #table(name: string) {
    const { tables } = this.data;
    const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
    if (table) return table;
    const ran = this.tasks.findLast((one) => one.task === name);
    if (ran?.isCompleted)
      throw new NotSeen({
        en: `${name} ended as ${ran.state}, but gave no table: have it return one.`,
        ko: `${name} 태스크의 상태는 ${ran.state}이지만 반환한 테이블이 없습니다. 테이블을 반환하게 하세요.`,
      });
    throw new NotSeen({
      en: `The run gave no table ${name}.`,
      ko: `${name} 테이블이 만들어지지 않았습니다.`,
    });
  }
}

/** What runs of flows and of tasks have in common. */
abstract class OfRun<Data extends FlowData | TaskData> {
  readonly data: Data;

  constructor(data: Data) {
    this.data = data;
  }

  /** The run's own name. */
  get name(): string {
    return this.data.name;
  }

  /** The names of all states, in order. */
  get states(): readonly string[] {
    return this.data.states.map(({ name }) => name);
  }

  /** The name of the last state. */
  get state(): string {
    return this.last.name;
  }

  /** The type of the last state: `COMPLETED`, `FAILED` and so on. */
  get type(): string {
    return this.last.type;
  }

  /** What the last state says; empty where it says nothing. */
  get message(): string {
    return this.last.message ?? "";
  }

  /** What it gave, as a short text. */
  get result(): string {
    return this.data.result ?? "";
  }

  /** When it was made, began and ended, in seconds from the beginning of the run. */
  get madeAt(): number {
    return this.data.states[0]?.at ?? 0;
  }

  get startedAt(): number {
    return this.#begun?.at ?? this.endedAt;
  }

  get endedAt(): number {
    return this.last.at;
  }

  /** Whether it began when another had ended. */
  startsAfter(other: OfRun<FlowData | TaskData>): boolean {
    return (this.#begun?.position ?? -1) > other.last.position;
  }

  /** How often it was in a state of that name. */
  times(state: string): number {
    return this.states.filter((name) => name === state).length;
  }

  get #begun(): StateData | undefined {
    return this.data.states.find(({ type }) => type === "RUNNING");
  }

  protected get last(): StateData {
    return this.data.states.at(-1) ?? { type: "PENDING", name: "Pending", at: 0, position: 0 };
  }
}

/** A run of a flow. */
export class FlowSeen extends OfRun<FlowData> {
  get flow(): string {
    return this.data.flow;
  }
}

/** A task run. */
export class TaskSeen extends OfRun<TaskData> {
  get task(): string {
    return this.data.task;
  }

  /** How often its function was begun: what is served from the cache is begun, too, for a moment. */
  get attempts(): number {
    return this.running.length;
  }

  get retries(): number {
    return this.data.retries;
  }

  /** From when to when it was running, attempt by attempt. */
  get running(): readonly (readonly [from: number, to: number])[] {
    const { states } = this.data;
    return states.flatMap(({ type, at }, place) =>
      type === "RUNNING" ? [[at, states[place + 1]?.at ?? at] as const] : [],
    );
  }

  /** Seconds that passed between the end of an attempt and the beginning of the next, each. */
  get pauses(): readonly number[] {
    return this.running.slice(1).map(([from], place) => from - (this.running[place]?.[1] ?? from));
  }

  get isCached(): boolean {
    return this.state === "Cached";
  }

  get isCompleted(): boolean {
    return this.type === "COMPLETED";
  }

  /** The names of the parts that its cache key was made of; none where it has no key. */
  get keyParts(): readonly string[] {
    return this.data.cache?.parts ?? [];
  }

  /** Whether it was given a value of a task of that name, or waited for one. */
  reads(task: string, run: RunSeen): boolean {
    const names = new Set(run.tasks.filter((one) => one.task === task).map(({ name }) => name));
    return this.data.reads.some((name) => names.has(name));
  }

  waitsFor(task: string, run: RunSeen): boolean {
    const names = new Set(run.tasks.filter((one) => one.task === task).map(({ name }) => name));
    return this.data.waitsFor.some((name) => names.has(name));
  }
}
