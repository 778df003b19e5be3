/** A run that is killed once and resumed: all that it depends on, beside the notebook. */
export interface History {
  readonly seed: number;
  /** How many moments it lives for. */
  readonly after: number;
}

/** A history as one line, as front matter has it. */
export function historyText({ seed, after }: History): string {
  return `seed ${seed}, kill after ${after}`;
}

/** The history that a line tells; undefined where it tells none. */
export function parseHistory(text: unknown): History | undefined {
  const [, seed, after] =
    (typeof text === "string" ? /^\s*seed (-?\d{1,15}), kill after (\d{1,6})\s*$/.exec(text) : null) ?? [];
  const history = { seed: Number(seed), after: Number(after) };
  return history.after >= 1 && Number.isSafeInteger(history.seed) ? history : undefined;
}
