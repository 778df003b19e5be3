/** How many task runs were in Running at once, at any position of a log. */
export class Concurrency {
  readonly #positions: number[] = [];
  readonly #at: number[] = [];
  readonly #by: number[] = [];
  /** What was last asked for: a run that goes on is asked for the same again and again. */
  #known: { readonly of: string; readonly most: readonly number[] } | undefined;

  move(position: number, at: number, by: 1 | -1): void {
    this.#known = undefined;
    this.#positions.push(position);
    this.#at.push(at);
    this.#by.push(by);
  }

  /** The most that ran at once in each of so many equal parts of a time, by what is before a position. */
  most(position: number, from: number, to: number, parts: number): readonly number[] {
    const of = `${position} ${from} ${to} ${parts}`;
    if (this.#known?.of !== of) this.#known = { of, most: this.#most(position, from, to, parts) };
    return this.#known.most;
  }

  #most(position: number, from: number, to: number, parts: number): readonly number[] {
    const most = Array<number>(parts).fill(0);
    const partOf = (at: number) =>
      Math.min(parts - 1, Math.max(0, Math.floor(((at - from) / Math.max(1e-9, to - from)) * parts)));
    let [running, part] = [0, 0];
    for (let index = 0; index < this.#at.length; index++) {
      const at = this.#at[index] ?? 0;
      if ((this.#positions[index] ?? 0) >= position || at > to) break;
      if (at >= from) for (const next = partOf(at); part < next;) most[++part] = Math.max(0, running);
      running += this.#by[index] ?? 0;
      if (at >= from || part === 0) most[part] = Math.max(most[part] ?? 0, running);
    }
    while (part + 1 < parts) most[++part] = Math.max(0, running);
    return most;
  }

  /** The times between two moments in which nothing ran, and of which it is known that nothing did. */
  idle(
    position: number,
    from: number,
    to: number,
  ): readonly { readonly from: number; readonly to: number }[] {
    const gaps: { from: number; to: number }[] = [];
    let [running, since] = [0, from];
    for (let index = 0; index < this.#at.length; index++) {
      if ((this.#positions[index] ?? 0) >= position) break;
      const at = Math.min(to, Math.max(from, this.#at[index] ?? 0));
      if (running <= 0 && at > since) gaps.push({ from: since, to: at });
      running += this.#by[index] ?? 0;
      since = at;
    }
    if (running <= 0 && to > since) gaps.push({ from: since, to });
    return gaps;
  }
}
