import type { FlowRunId, TaskRunId } from "../base";
import type { LogLine, State } from "../engine";
import type { Count } from "./counts";
import type { Edge } from "./edges";
import type { GroupFold } from "./group-fold";
import type { FlowFold, RunFold } from "./run-fold";
import { segmentsOf, type Segment } from "./segments";
import type { TaskFold } from "./task-fold";
import { underWay, type UnderWay } from "./under-way";

/** From when to when something went, in milliseconds since the epoch; no end while it goes on. */
export interface Span {
  readonly from: number;
  readonly to?: number;
}

/** A run as it was at a moment: what every lens draws. It costs nothing to make; what is asked of it is cut out then. */
export class RunLook {
  /** How many of the log's events it has. */
  readonly position: number;
  /** Whether it had all that was known when it was made: it looks at the run as it goes on, not back. */
  readonly isLatest: boolean;
  readonly #fold: RunFold;
  readonly #until: number;

  /** What the run is set to, where its time and chance were simulated. */
  get simulation(): RunFold["simulation"] {
    return this.#fold.simulation;
  }

  constructor(fold: RunFold, position: number, until: number) {
    this.#fold = fold;
    this.position = position;
    this.isLatest = position === fold.end;
    this.#until = until;
  }

  /** The moment, in milliseconds since the epoch. */
  get time(): number {
    const last = this.#fold.timeAt(this.position) ?? 0;
    return this.isLatest && !this.isOver ? Math.max(last, this.#until) : last;
  }

  get root(): FlowFold | undefined {
    return this.flow(this.#fold.id);
  }

  /** The run's own state. */
  get state(): State | undefined {
    return this.root?.states.latest(this.position);
  }

  get isOver(): boolean {
    return this.state?.isFinal() ?? false;
  }

  /** From when the run began to its end. */
  get span(): Span {
    const from = this.#fold.startBefore(this.position);
    return this.isOver ? { from, to: this.time } : { from };
  }

  /** Milliseconds that the run took so far: from when it first ran, however often it was retried and whatever it waited for. */
  get tookMs(): number | undefined {
    const hasBegun = this.isOver
      ? true
      : this.root?.states.firstOf(({ type }) => type === "RUNNING", this.position);
    return hasBegun === undefined ? undefined : Math.max(0, this.time - this.span.from);
  }

  /** All task runs, by state. */
  get counts(): readonly Count[] {
    return this.#fold.counts.before(this.position);
  }

  get edges(): readonly Edge[] {
    return this.#fold.edges.before(this.position);
  }

  /** The number of the first line that can be read, from 0: those before it are only stored. */
  get firstLine(): number {
    return Math.min(this.#fold.lines.first, this.lineCount);
  }

  /** How many lines there were, with those. */
  get lineCount(): number {
    return this.#fold.lines.countBefore(this.position);
  }

  /** A line by its number. */
  line(number: number): LogLine | undefined {
    return number < this.lineCount ? this.#fold.lines.at(number) : undefined;
  }

  /** The numbers of lines that were changed after they had come, in order of the changes. */
  get changedLines(): readonly number[] {
    return this.#fold.lines.changed;
  }

  /** At which attempt of its task run a line was written, from 1; undefined for one of a flow, or before the first. */
  attemptOf(number: number): number | undefined {
    const position = this.#fold.lines.positionOf(number);
    const id = this.line(number)?.taskRunId;
    const task = id ? this.task(id) : undefined;
    return position === undefined ? undefined : task?.attemptsBefore(position) || undefined;
  }

  /** The lines of a task run that came with one of its states, by its index, or before the next: of the last so many. */
  linesIn(task: TaskFold, index: number, most = 20_000): readonly LogLine[] {
    const { lines } = this.#fold;
    const from = lines.countBefore(task.states.positionOf(index) ?? Infinity);
    const to = lines.countBefore(
      Math.min(this.position, (task.states.positionOf(index + 1) ?? Infinity) + 1),
    );
    const found: LogLine[] = [];
    for (let number = Math.max(from, to - most); number < to; number++) {
      const line = lines.at(number);
      if (line?.taskRunId === task.run.id) found.push(line);
    }
    return found;
  }

  flow(id: FlowRunId): FlowFold | undefined {
    const flow = this.#fold.flow(id);
    return flow && flow.states.born < this.position ? flow : undefined;
  }

  task(id: TaskRunId): TaskFold | undefined {
    const task = this.#fold.task(id);
    return task && task.states.born < this.position ? task : undefined;
  }

  /** The task run that stands for the flow run that made a task run: one that was there before that, whatever a log says. */
  callerOf({ group }: TaskFold): TaskFold | undefined {
    return group.flowRunId === undefined ? undefined : this.flow(group.flowRunId)?.caller;
  }

  /** All task runs, in the order of their making. */
  get tasks(): readonly TaskFold[] {
    return [...this.#fold.tasks].filter(({ states }) => states.born < this.position);
  }

  /** Of the task runs that a flow run made, or the run itself, the last that ran to be settled before a position. */
  lastEnded(position: number, flow?: FlowRunId): TaskFold | undefined {
    return this.#fold.lastEnded(Math.min(position, this.position), flow);
  }

  group(id: string): GroupFold | undefined {
    const group = this.#fold.group(id);
    return group && group.born < this.position ? group : undefined;
  }

  /** The group in which a definition came first; of a subflow, that of the task runs that stand for it. */
  groupOf(definition: string): GroupFold | undefined {
    const group = this.#fold.groupOf(definition);
    return group && group.born < this.position ? group : undefined;
  }

  /** The groups of a flow run, in the order in which they came; default: of the run itself. */
  groupsOf(id: FlowRunId = this.#fold.id): readonly GroupFold[] {
    const groups = this.#fold.groupsOf(id);
    if (this.#isAll) return groups;
    return groups.filter(({ born }) => born < this.position);
  }

  sizeOf(group: GroupFold): number {
    return this.#isAll ? group.tasks.length : group.sizeAt(this.position);
  }

  countsOf(group: GroupFold): readonly Count[] {
    return group.counts.before(this.position);
  }

  stateOf(task: TaskFold): State | undefined {
    return task.stateAt(this.position);
  }

  /** Milliseconds from a task run's first attempt to the end of its last, what it waited for in between too; undefined where it has not run. */
  tookOf(task: TaskFold, segments = this.segmentsOf(task)): number | undefined {
    const runs = segments.filter(({ kind }) => kind === "run");
    const [first, last] = [runs[0], runs.at(-1)];
    return first && last && last.to - first.from;
  }

  segmentsOf(task: TaskFold): readonly Segment[] {
    return segmentsOf(task, this.position, this.time, (id) => this.#fold.task(id));
  }

  /** Whether a task run, or a group, has ended, and was the same in an earlier look: nothing of it is to be drawn anew. */
  isStill(of: TaskFold | GroupFold, since: RunLook): boolean {
    if ("states" in of) {
      const state = this.stateOf(of);
      return state !== undefined && state.isFinal() && since.stateOf(of) === state;
    }
    const [from, to] = [since.position, this.position].sort((a, b) => a - b);
    return !of.counts.hasMoved(from ?? 0, to ?? 0) && this.countsOf(of).every(({ type }) => ends.has(type));
  }

  /** From the first attempt of a group's task runs to the end of the last; undefined where none has run. */
  spanOf(group: GroupFold): Span | undefined {
    const { kinds } = this.#fold;
    const [only] = group.tasks;
    let [from, to, open] = [Infinity, -Infinity, 0];
    group.counts.eachMove(this.position, (code, at, before) => {
      const { type } = kinds.kindOf(code);
      if (type === "RUNNING") from = Math.min(from, at);
      // What is rolled back had ended before.
      if (!(before >= 0 && ends.has(kinds.kindOf(before).type) && ends.has(type))) to = Math.max(to, at);
    });
    // It may have waited once more before its first attempt, as Running.
    if (only && this.sizeOf(group) === 1)
      from = this.segmentsOf(only).find(({ kind }) => kind === "run")?.from ?? Infinity;
    for (const { type, count } of this.countsOf(group))
      if (type === "RUNNING" || type === "CANCELLING") open += count;
    if (from === Infinity) return undefined;
    return open > 0 ? { from } : { from, to };
  }

  /** How many of a group's task runs ended in each of so many equal parts of a time, by kind of state. */
  ribbonOf(group: GroupFold, { from, to }: Required<Span>, parts: number): Ribbon {
    const ribbon = new Map<string, { type: State["type"]; name: string; ends: number[] }>();
    const { all } = this.#fold.kinds;
    const areEnds = all.map(isEnd);
    const width = Math.max(1e-9, to - from);
    group.counts.eachMove(this.position, (code, at) => {
      const kind = all[code];
      if (!kind || !areEnds[code] || at < from || at > to) return;
      const lane = ribbon.get(kind.name) ?? { ...kind, ends: Array<number>(parts).fill(0) };
      ribbon.set(kind.name, lane);
      const part = Math.min(parts - 1, Math.floor(((at - from) / width) * parts));
      lane.ends[part] = (lane.ends[part] ?? 0) + 1;
    });
    return [...ribbon.values()];
  }

  /** How many of a group's task runs ran and waited at once, at the most, in each of so many equal parts of a time, up to the look's own. */
  underWayOf(group: GroupFold, span: Required<Span>, parts: number): UnderWay {
    const at = { position: this.position, now: this.time, ...span };
    return underWay(group.counts, this.#fold.kinds, at, parts);
  }

  /** The most task runs that ran at once, in each of so many equal parts of a time, up to the look's own. */
  busy({ from, to }: Required<Span>, parts: number): readonly number[] {
    const most = this.#fold.concurrency.most(this.position, from, to, parts);
    const gone = ((this.time - from) / Math.max(1e-9, to - from)) * parts;
    return gone >= parts ? most : most.map((count, part) => (part <= gone ? count : 0));
  }

  /** The times in which nothing ran. */
  idle({ from, to }: Required<Span>): readonly Required<Span>[] {
    return this.#fold.concurrency.idle(this.position, from, to);
  }

  /** Whether nothing has come since. */
  get #isAll(): boolean {
    return this.position === this.#fold.end;
  }
}

/** Ends by kind of state, in equal parts of a time. */
export type Ribbon = readonly {
  readonly type: State["type"];
  readonly name: string;
  readonly ends: readonly number[];
}[];

const ends = new Set<State["type"]>(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]);

function isEnd({ type, name }: { readonly type: State["type"]; readonly name: string }): boolean {
  return ends.has(type) || name === "NotReady";
}
