import type { CriticalPath, PathLink, TaskFold } from "../../fold";

/** A step of a run's longest path: one task run, or several of a task one after another. */
export interface PathStep extends Pick<PathLink, "ranMs" | "waits" | "pausedMs" | "flowMs"> {
  /** Of several the one that took longest. */
  readonly task: TaskFold;
  readonly count: number;
}

export interface PathSteps {
  /** Those that took longest, in the order in which they ran. */
  readonly steps: readonly PathStep[];
  /** How many are left out. */
  readonly left: number;
}

/** A path as it is read: calls of one task that follow each other are one step, and of more than `most` steps the longest are told. */
export function pathSteps({ links }: CriticalPath, most: number): PathSteps {
  const groups: PathLink[][] = [];
  for (const link of links) {
    const last = groups.at(-1);
    if (last?.[0]?.task.group === link.task.group) last.push(link);
    else groups.push([link]);
  }
  const ranked = groups
    .map((group, place) => ({ group, place, ms: group.reduce((sum, { from, to }) => sum + to - from, 0) }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, most)
    .sort((a, b) => a.place - b.place);
  return { steps: ranked.flatMap(({ group }) => stepOf(group)), left: groups.length - ranked.length };
}

function stepOf(links: readonly PathLink[]): readonly PathStep[] {
  const [first, ...rest] = links;
  if (!first) return [];
  const waits = new Map<string, PathLink["waits"][number]>();
  for (const wait of links.flatMap((link) => link.waits)) {
    const key = JSON.stringify([wait.reason, wait.names]);
    waits.set(key, { ...wait, ms: wait.ms + (waits.get(key)?.ms ?? 0) });
  }
  return [
    {
      task: rest.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a), first).task,
      count: links.length,
      ranMs: links.reduce((sum, { ranMs }) => sum + ranMs, 0),
      waits: [...waits.values()],
      pausedMs: links.reduce((sum, { pausedMs }) => sum + pausedMs, 0),
      flowMs: links.reduce((sum, { flowMs }) => sum + flowMs, 0),
    },
  ];
}
