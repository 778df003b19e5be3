import type { ChaosPlan } from "./plan";

/** The clock of a simulated run, as far as jumps go. */
interface JumpingClock {
  after(ms: number, callback: () => void): () => void;
  /** Sets the hour on, or back, by so many milliseconds. */
  jump(ms: number): void;
}

/** Has a simulated run's clock jump as its plan says, from now on; says so in the run's log, before each. */
export function armJumps({ rules }: ChaosPlan, clock: JumpingClock, say: (message: string) => void): void {
  for (const rule of rules)
    if (rule.kind === "jump")
      clock.after(rule.after * 1000, () => {
        const way = rule.by < 0 ? "back" : "on";
        say(`The clock is set ${way} by ${Math.abs(rule.by)} s, as the plan of chaos says.`);
        clock.jump(rule.by * 1000);
      });
}
