import type { StateType } from "../engine";

/** What states are told apart by where they are counted. */
export interface StateKind {
  readonly type: StateType;
  readonly name: string;
}

/** The kinds of state that the runs of a log were in, each by a small number. Authors name states as they like. */
export class StateKinds {
  readonly #codes = new Map<string, number>();
  readonly #kinds: StateKind[] = [];

  codeOf({ type, name }: StateKind): number {
    const key = `${type} ${name}`;
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    const code = this.#kinds.push({ type, name }) - 1;
    this.#codes.set(key, code);
    return code;
  }

  /** All of them, by their codes. */
  get all(): readonly StateKind[] {
    return this.#kinds;
  }

  kindOf(code: number): StateKind {
    return this.#kinds[code] ?? { type: "PENDING", name: "Pending" };
  }
}
