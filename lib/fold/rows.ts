import type { FlowRunId, TaskRunId } from "../base";
import type { State } from "../engine";
import type { Count } from "./counts";
import { failuresBelow, isFailure } from "./failures";
import type { GroupFold } from "./group-fold";
import type { Lane } from "./lanes";
import type { RunLook } from "./run-look";
import type { TaskFold } from "./task-fold";

export type Sort = "start" | "cell" | "slowest" | "failed";

export interface RowsOptions {
  /** Ids of the groups and task runs that are open. */
  readonly open: ReadonlySet<string>;
  readonly sort: Sort;
  /** Names of states: only what is in one of them; empty: all. */
  readonly states: ReadonlySet<string>;
  /** Only what has this in its name, in small letters. */
  readonly text: string;
  /** The place of a definition in the notebook. */
  readonly placeOf?: (definition: string | null) => number;
  /** The lanes that are listed in place of groups. */
  readonly lanes?: readonly Lane[] | undefined;
}

/** A row of the timeline: a group of task runs, one, or what ran in one place. */
export type Row = {
  readonly id: string;
  readonly depth: number;
  readonly canOpen: boolean;
  readonly isOpen: boolean;
} & (
  | { readonly kind: "group"; readonly group: GroupFold }
  | { readonly kind: "lane"; readonly lane: Lane }
  /** `isWhole`: it is all that there is of its group, and stands for it. */
  | { readonly kind: "task"; readonly task: TaskFold; readonly isWhole: boolean }
);

/** The rows of a look, made as they come into sight: of a hundred thousand few ever do. */
export interface Rows {
  readonly count: number;
  readonly at: (index: number) => Row | undefined;
  /** How many task runs the filter leaves, and of how many. */
  readonly shown: number;
  readonly total: number;
  /** The index of a row; -1 where it is not among them. */
  readonly indexOf: (id: string) => number;
  /** Whether at each place the same row stands as in others. */
  readonly isLike: (others: Rows) => boolean;
  /** What it is made of. */
  readonly blocks: readonly Block[];
}

/** Rows one after another: one, or those of many task runs. */
interface Block {
  readonly first: number;
  readonly depth: number;
  readonly rows: readonly Row[] | readonly TaskFold[];
}

/** Lists the rows of a look: groups first, and below those that are open what they hold. */
export function rowsOf(look: RunLook, options: RowsOptions): Rows {
  const { states, text } = options;
  const isFiltered = states.size > 0 || text !== "";
  const blocks: Block[] = [];
  let count = 0;
  const push = (rows: Block["rows"], depth: number) => {
    if (rows.length === 0) return;
    blocks.push({ first: count, depth, rows });
    count += rows.length;
  };
  const fits = (task: TaskFold) =>
    (states.size === 0 || states.has(look.stateOf(task)?.name ?? "")) &&
    (text === "" || `${task.group.name} ${task.run.name}`.toLowerCase().includes(text));

  // What is there only for what fits below it is open for good.
  const addTask = (task: TaskFold, depth: number, isWhole: boolean) => {
    const { id } = task.run;
    const hasRows = task.child !== undefined && look.groupsOf(task.child).length > 0;
    const isHolder = isFiltered && !fits(task);
    const canOpen = hasRows && !isHolder;
    const isOpen = hasRows && (isHolder || options.open.has(id));
    push([{ kind: "task", id, depth, canOpen, isOpen, task, isWhole }], depth);
    if (isOpen) addFlow(task.child, depth + 1);
  };
  const addGroup = (group: GroupFold, depth: number) => {
    const size = look.sizeOf(group);
    const all = size === group.tasks.length ? group.tasks : group.tasks.slice(0, size);
    const isCounted = text === "" && states.size > 0;
    const fitting = !isFiltered
      ? all
      : isCounted && look.countsOf(group).every(({ name }) => !states.has(name))
        ? []
        : all.filter(fits);
    const below = isFiltered && group.hasChildren ? all.filter(({ child }) => child && holds(child)) : [];
    if (fitting.length === 0 && below.length === 0) return;
    const [only] = all;
    if (size === 1 && only) {
      addTask(only, depth, true);
      return;
    }
    const canOpen = fitting.length > 0;
    const isOpen = !canOpen || options.open.has(group.id);
    push([{ kind: "group", id: group.id, depth, canOpen, isOpen, group }], depth);
    if (!isOpen) return;
    const both = below.length > 0 ? new Set([...fitting, ...below]) : undefined;
    const kept = both ? all.filter((task) => both.has(task)) : fitting;
    const isEven = options.sort === "start" && look.countsOf(group).every((kind) => weightOf(kind) === 2);
    const tasks = isEven ? kept : byWeight(kept, look, options.sort);
    if (group.hasChildren) for (const task of tasks) addTask(task, depth + 1, false);
    else push(tasks, depth + 1);
  };
  /** Whether anything in a subflow passes the filter. */
  const holds = (id: FlowRunId): boolean =>
    look
      .groupsOf(id)
      .some((group) => group.tasks.some((task) => fits(task) || (task.child && holds(task.child))));
  const addFlow = (id: FlowRunId | undefined, depth: number) => {
    for (const group of sorted(look.groupsOf(id), look, options)) addGroup(group, depth);
  };
  /** How many task runs there are, and how many of them the filter leaves: also below rows that are closed. */
  const counted = (): Pick<Rows, "shown" | "total"> => {
    if (options.lanes) {
      const listed = options.lanes.flatMap(({ tasks }) => tasks);
      return { total: listed.length, shown: isFiltered ? listed.filter(fits).length : listed.length };
    }
    const sum = (counts: readonly Count[]) => counts.reduce((all, one) => all + one.count, 0);
    const total = sum(look.counts);
    if (!isFiltered) return { total, shown: total };
    const shown = text
      ? look.tasks.filter(fits).length
      : sum(look.counts.filter(({ name }) => states.has(name)));
    return { total, shown };
  };
  const addLane = (lane: Lane) => {
    const tasks = isFiltered ? lane.tasks.filter(fits) : lane.tasks;
    const bars = isFiltered ? lane.bars.filter(({ task }) => fits(task)) : lane.bars;
    if (tasks.length === 0 && bars.length === 0) return;
    const { id } = lane;
    const canOpen = tasks.length > 0;
    const isOpen = canOpen && options.open.has(id);
    push([{ kind: "lane", id, depth: 0, canOpen, isOpen, lane: { ...lane, tasks, bars } }], 0);
    if (isOpen) push(tasks, 1);
  };
  if (options.lanes) for (const lane of options.lanes) addLane(lane);
  else addFlow(undefined, 0);

  const blockAt = (index: number) => {
    let [low, high] = [0, blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((blocks[middle]?.first ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return blocks[low];
  };
  const { shown, total } = counted();
  return {
    ...{ count, shown, total, blocks },
    isLike: (others) =>
      count === others.count &&
      blocks.length === others.blocks.length &&
      blocks.every((block, place) => isSame(block, others.blocks[place])),
    at(index) {
      const block = blockAt(index);
      const row = block?.rows[index - block.first];
      return row && ("states" in row ? taskRow(row, block.depth) : row);
    },
    indexOf(id) {
      for (const { first, rows } of blocks) {
        const index = rows.findIndex((row) => ("states" in row ? row.run.id : row.id) === id);
        if (index >= 0) return first + index;
      }
      return -1;
    },
  };
}

/** The ids of the rows that must be open for a task run's row to be among them: its group's, and those of the subflow that it is in. */
export function holdersOf(look: RunLook, id: string): readonly string[] {
  const task = look.task(id as TaskRunId);
  if (!task) return [];
  const caller = look.callerOf(task)?.run.id;
  return [task.group.id, ...(caller ? [caller, ...holdersOf(look, caller)] : [])];
}

function isSame({ first, depth, rows }: Block, other: Block | undefined): boolean {
  if (first !== other?.first || depth !== other.depth || rows.length !== other.rows.length) return false;
  return rows === other.rows || rows.every((row, place) => keyOf(row) === keyOf(other.rows[place]));
}

/** What tells a row from others: a task run itself; of another its kind and id. */
function keyOf(row: Row | TaskFold | undefined): unknown {
  return row && "kind" in row ? `${row.kind} ${row.id}` : row;
}

function taskRow(task: TaskFold, depth: number): Row {
  return { kind: "task", id: task.run.id, depth, canOpen: false, isOpen: false, task, isWhole: false };
}

function sorted(
  groups: readonly GroupFold[],
  look: RunLook,
  { sort, placeOf }: RowsOptions,
): readonly GroupFold[] {
  const by = (key: (group: GroupFold) => number) => {
    const keys = new Map(groups.map((group) => [group, key(group)]));
    return [...groups].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
  };
  switch (sort) {
    case "start":
      return groups;
    case "cell":
      return placeOf ? by(({ definition }) => placeOf(definition)) : groups;
    case "slowest":
      return by((group) => {
        const span = look.spanOf(group);
        return span ? span.from - (span.to ?? look.time) : 0;
      });
    case "failed":
      return by((group) => worst(look.countsOf(group), group, look));
  }
}

/** What failed comes first, then what is under way; else in order of their making. */
function byWeight(tasks: readonly TaskFold[], look: RunLook, sort: Sort): readonly TaskFold[] {
  if (sort === "slowest") {
    const took = new Map(tasks.map((task) => [task, look.tookOf(task)]));
    return [...tasks].sort((a, b) => (took.get(b) ?? 0) - (took.get(a) ?? 0));
  }
  const heavy: TaskFold[][] = [[], [], []];
  for (const task of tasks) {
    const state = look.stateOf(task);
    const own = state ? [state] : [];
    heavy[sort === "failed" ? worst(own, task, look) : Math.min(2, ...own.map(weightOf))]?.push(task);
  }
  return heavy[2]?.length === tasks.length ? tasks : heavy.flat();
}

/** Of what is in some states, also what failed below it. */
function worst(states: readonly Pick<State, "type">[], of: GroupFold | TaskFold, look: RunLook): number {
  const own = Math.min(2, ...states.map(weightOf));
  return failuresBelow(of, look) > 0 ? 0 : own;
}

function weightOf({ type }: Pick<State, "type">): number {
  if (isFailure({ type })) return 0;
  return type === "RUNNING" ? 1 : 2;
}
