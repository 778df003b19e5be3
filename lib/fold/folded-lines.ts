import { below } from "./below";
import type { LogLevel, LogLine } from "../engine";
import type { RunLook } from "./run-look";

/** Which lines of a log are listed, and how. */
export interface LineFilter {
  /** Only lines of these levels; empty: all. */
  readonly levels: ReadonlySet<LogLevel>;
  /** Only lines that have this, in small letters, in what they say or in the name of whose they are. */
  readonly text: string;
  /** The id of a task run or a group: only its lines, and those of the flow runs that it stands for. Absent: all. */
  readonly of?: string | undefined;
  /** Names of states: only lines of task runs that are in one of them at the look; empty or absent: all. */
  readonly states?: ReadonlySet<string>;
  /** Numbers of lines: the equal ones that follow each of these are not folded. */
  readonly open: ReadonlySet<number>;
}

/** Equal lines that came one after another, as one row. */
export interface LineRow {
  /** The number of the first. */
  readonly number: number;
  readonly count: number;
  /** The number of the first line of the equal ones of which this row is one, where they are not folded; else its own. */
  readonly head: number;
  /** Whether they are of several tasks or flows. */
  readonly isMixed: boolean;
}

/** The rows of a log at a look. */
export interface FoldedRows {
  readonly count: number;
  /** How many lines are in them. */
  readonly lines: number;
  /** How many lines of each level there are, whichever levels are listed. */
  readonly levels: Readonly<Record<LogLevel, number>>;
  readonly at: (index: number) => LineRow | undefined;
}

/**
 * The lines of a log that a filter leaves, equal ones folded. It takes in each line once, so that a look costs what has come
 * since the last, and one at an earlier moment a cut.
 */
export class FoldedLines {
  readonly #filter: LineFilter;
  /** Lines before this one are only stored. */
  #first = 0;
  /** The number of the next line to be taken in, and how many changes of lines are. */
  #next = 0;
  #changes = 0;
  /** The position of the last look. */
  #position = 0;
  /** The numbers of the lines that are listed. */
  readonly #numbers: number[] = [];
  /** Of each row: where in `#numbers` it begins, the number of its head, and where it is of a second task. */
  readonly #starts: number[] = [];
  readonly #heads: number[] = [];
  readonly #mixed: number[] = [];
  readonly #levels: Readonly<Record<LogLevel, number[]>> = { debug: [], info: [], warning: [], error: [] };

  constructor(filter: LineFilter) {
    this.#filter = filter;
  }

  /** The rows at a look. */
  rows(look: RunLook): FoldedRows {
    this.#take(look);
    const [numbers, starts, heads, mixed] = [this.#numbers, this.#starts, this.#heads, this.#mixed];
    const lines = below(numbers, look.lineCount);
    const count = below(starts, lines);
    const levelCount = (level: LogLevel) => below(this.#levels[level], look.lineCount);
    return {
      ...{ count, lines },
      levels: {
        debug: levelCount("debug"),
        info: levelCount("info"),
        warning: levelCount("warning"),
        error: levelCount("error"),
      },
      at(index) {
        const [start, head] = [starts[index], heads[index]];
        const number = start === undefined ? undefined : numbers[start];
        if (start === undefined || head === undefined || number === undefined || index >= count)
          return undefined;
        const end = Math.min(starts[index + 1] ?? lines, lines);
        return { number, head, count: end - start, isMixed: (mixed[index] ?? Infinity) < end };
      },
    };
  }

  #take(look: RunLook): void {
    if (look.firstLine > this.#first) {
      this.#first = look.firstLine;
      this.#cutTo(0);
      this.#next = this.#first;
    }
    // Task runs that went on since may fit now, or no more.
    if (this.#filter.states?.size && look.position !== this.#position) this.#cutTo(this.#first);
    this.#position = look.position;
    const { changedLines } = look;
    let earliest = Infinity;
    for (; this.#changes < changedLines.length; this.#changes++)
      earliest = Math.min(earliest, changedLines[this.#changes] ?? Infinity);
    this.#cutTo(Math.max(this.#first, earliest));
    for (; this.#next < look.lineCount; this.#next++) {
      const line = look.line(this.#next);
      if (line && this.#fits(line, look)) this.#add(this.#next, line, look);
    }
  }

  #fits(line: LogLine, look: RunLook): boolean {
    const { text, of, states } = this.#filter;
    if (states?.size && !states.has(stateOf(line, look) ?? "")) return false;
    if (of !== undefined && !isOf(line, of, look)) return false;
    return (
      text === "" ||
      line.message.toLowerCase().includes(text) ||
      (nameOf(line, look)?.toLowerCase().includes(text) ?? false)
    );
  }

  #add(number: number, line: LogLine, look: RunLook): void {
    this.#levels[line.level].push(number);
    const { levels, open } = this.#filter;
    if (levels.size > 0 && !levels.has(line.level)) return;
    const place = this.#numbers.push(number) - 1;
    const row = this.#starts.length - 1;
    const before = look.line(this.#numbers[place - 1] ?? -1);
    const isEqual = before?.message === line.message && before.level === line.level;
    const head = isEqual ? (this.#heads[row] ?? number) : number;
    if (isEqual && !open.has(head)) {
      if (whose(before, look) !== whose(line, look))
        this.#mixed[row] = Math.min(this.#mixed[row] ?? Infinity, place);
      return;
    }
    this.#starts.push(place);
    this.#heads.push(head);
    this.#mixed.push(Infinity);
  }

  /** Forgets the lines from a number on, which are taken in again. */
  #cutTo(number: number): void {
    if (number >= this.#next) return;
    this.#next = number;
    const lines = below(this.#numbers, number);
    const rows = below(this.#starts, lines);
    this.#numbers.length = lines;
    for (const list of [this.#starts, this.#heads, this.#mixed]) list.length = rows;
    if (rows > 0 && (this.#mixed[rows - 1] ?? Infinity) >= lines) this.#mixed[rows - 1] = Infinity;
    for (const list of Object.values(this.#levels)) list.length = below(list, number);
  }
}

/** The name of the run that a line is of. */
function nameOf({ taskRunId, flowRunId }: LogLine, look: RunLook): string | undefined {
  if (taskRunId !== null) return look.task(taskRunId)?.run.name;
  return flowRunId === null ? undefined : look.flow(flowRunId)?.run.flowName;
}

/** The name of the state of the task run that a line is of. */
function stateOf({ taskRunId }: LogLine, look: RunLook): string | undefined {
  const task = taskRunId === null ? undefined : look.task(taskRunId);
  return task && look.stateOf(task)?.name;
}

/** What tells the task or flow of a line apart from others. */
function whose({ taskRunId, flowRunId }: LogLine, look: RunLook): unknown {
  return (taskRunId !== null && look.task(taskRunId)?.group) || flowRunId;
}

/** Flow runs in each other that are looked through; a log may say that two are in each other. */
const deepest = 100;

/** Whether a line is of a task run or a group, or of what ran below it. */
function isOf({ taskRunId, flowRunId }: LogLine, id: string, look: RunLook): boolean {
  let task = taskRunId === null ? undefined : look.task(taskRunId);
  let flow = flowRunId;
  for (let depth = 0; depth < deepest; depth++) {
    if (task && (task.run.id === id || task.group.id === id)) return true;
    const parent = flow === null ? null : look.flow(flow)?.run.parentTaskRunId;
    task = parent ? look.task(parent) : undefined;
    if (!task) return false;
    flow = task.run.flowRunId;
  }
  return false;
}
