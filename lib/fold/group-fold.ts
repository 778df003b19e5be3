import type { FlowRunId } from "../base";
import type { Changes } from "./changes";
import { Counts } from "./counts";
import type { StateKinds } from "./kinds";
import type { TaskFold } from "./task-fold";

/** The task runs of one definition in one flow run: a row of the timeline, and a node of the graph. */
export class GroupFold {
  /** Names it in an address: the same in every look at the run. */
  readonly id: string;
  readonly name: string;
  readonly definition: string | null;
  /** The flow run that made them; undefined: made by none. */
  readonly flowRunId: FlowRunId | undefined;
  /** The position in the log at which the first came. */
  readonly born: number;
  readonly tasks: TaskFold[] = [];
  /** Whether any of them stands for a flow run. */
  hasChildren = false;
  /** How many task runs failed in the flow runs that they stand for. */
  failedBelow: Changes | undefined;
  /** How many things were made to go wrong in them. */
  faults = 0;
  readonly counts: Counts;

  constructor(
    id: string,
    kinds: StateKinds,
    of: Pick<GroupFold, "name" | "definition" | "flowRunId" | "born">,
  ) {
    this.id = id;
    this.name = of.name;
    this.definition = of.definition;
    this.flowRunId = of.flowRunId;
    this.born = of.born;
    this.counts = new Counts(kinds);
  }

  /** How many of its task runs there were before a position. */
  sizeAt(position: number): number {
    let [low, high] = [0, this.tasks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tasks[middle]?.states.born ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
