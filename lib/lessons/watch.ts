import type { TaskRunId } from "../base";
import type { RunFold } from "../fold";

/** A moment of a run, as a lesson's link names it: the n-th time that a task or flow came into a state. */
export interface Watched {
  /** The task's or flow's name. */
  readonly name: string;
  readonly state: string;
  /** From 1. */
  readonly time: number;
}

/** The moment that an address names: `watch:retrying/AwaitingRetry`, or `…/2` for the second time; undefined where it is no such address. */
export function watchedIn(address: string): Watched | undefined {
  const [, name, state, time = "1"] = /^watch:([\w$-]+)\/([A-Za-z]+)(?:\/([1-9]\d?))?$/.exec(address) ?? [];
  return name === undefined || state === undefined ? undefined : { name, state, time: Number(time) };
}

/** Where in a run's log such a moment is, and of which task run; undefined where there was none. */
export function momentOf(
  fold: RunFold,
  { name, state, time }: Watched,
): { readonly position: number; readonly task?: TaskRunId } | undefined {
  const flows = [...new Set([fold.id, ...[...fold.tasks].flatMap(({ child }) => child ?? [])])];
  const subjects = [
    ...[...fold.tasks]
      .filter(({ run }) => run.taskName === name)
      .map(({ run, states }) => ({ states, task: run.id })),
    ...flows
      .flatMap((id) => fold.flow(id) ?? [])
      .filter(({ run }) => run.flowName === name)
      .map(({ states }) => ({ states })),
  ];
  const moments = subjects.flatMap(({ states, ...of }) =>
    Array.from({ length: states.countBefore(Infinity) }, (_, index) => index)
      .filter((index) => states.at(index)?.name === state)
      // A look shows what is before a position.
      .map((index) => ({ position: (states.positionOf(index) ?? 0) + 1, ...of })),
  );
  moments.sort((a, b) => a.position - b.position);
  return moments[time - 1];
}

/** A text with the links to moments that are in it, as they are written in Markdown. */
export function withLinks(
  text: string,
): readonly (string | { readonly text: string; readonly address: string })[] {
  const parts = text.split(/\[([^\][]+)\]\((watch:[^\s()]+)\)/);
  return Array.from({ length: Math.ceil(parts.length / 3) }, (_, third) => {
    const [plain = "", words, address] = parts.slice(third * 3, third * 3 + 3);
    return [plain, ...(words !== undefined && address !== undefined ? [{ text: words, address }] : [])];
  }).flat();
}
