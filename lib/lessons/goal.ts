import type { RunData, StateData } from "./record";

/** How a run of the solution went: for each task its runs in the order of their making, and of each from when to when it ran, in milliseconds. */
export interface Goal {
  /** How long it took. */
  readonly ms: number;
  /** Whether no time passes in it, so that its milliseconds count events. */
  readonly isOrder?: true;
  readonly tasks: Readonly<Record<string, readonly (readonly (readonly [from: number, to: number])[])[]>>;
}

/** What is shown of a run as a goal. Where no time passes in it, each of its events takes a millisecond: its order is what can be seen. */
export function goalOf({ tasks, flows }: RunData): Goal {
  const last = flows[0]?.states.at(-1);
  const whole = (seconds: number) => Math.round(seconds * 1000);
  const takesTime = last !== undefined && whole(last.at) > 0;
  const ms = ({ at, position }: StateData) => (takesTime ? whole(at) : position);
  const drawn: Record<string, [number, number][][]> = {};
  for (const { task, states } of tasks) {
    const bars = states.flatMap((state, place): [number, number][] =>
      state.type === "RUNNING" ? [[ms(state), ms(states[place + 1] ?? state)]] : [],
    );
    (drawn[task] ??= []).push(bars);
  }
  const ends = Object.values(drawn)
    .flat(2)
    .map(([, to]) => to);
  return {
    ms: Math.max(takesTime ? ms(last) : 0, ...ends),
    ...(!takesTime && { isOrder: true }),
    tasks: drawn,
  };
}
