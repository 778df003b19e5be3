import type { RunData } from "./record";

/** How a run of the solution went: for each task its runs in the order of their making, and of each from when to when it ran, in milliseconds. */
export interface Goal {
  /** How long it took. */
  readonly ms: number;
  readonly tasks: Readonly<Record<string, readonly (readonly (readonly [from: number, to: number])[])[]>>;
}

/** What is shown of a run as a goal. */
export function goalOf({ tasks, flows }: RunData): Goal {
  const ms = (seconds: number) => Math.round(seconds * 1000);
  const drawn: Record<string, [number, number][][]> = {};
  for (const { task, states } of tasks) {
    const bars = states.flatMap(({ type, at }, place): [number, number][] =>
      type === "RUNNING" ? [[ms(at), ms(states[place + 1]?.at ?? at)]] : [],
    );
    (drawn[task] ??= []).push(bars);
  }
  return { ms: ms(flows[0]?.states.at(-1)?.at ?? 0), tasks: drawn };
}
