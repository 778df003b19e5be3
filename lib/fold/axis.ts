import type { RunLook, Span } from "./run-look";

/** A mark on an axis. */
export interface Tick {
  /** Where, from 0 to 1. */
  readonly at: number;
  /** Milliseconds since the axis' zero. */
  readonly ms: number;
}

/** A time in which nothing ran, drawn short. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A gap is folded from this part of the whole on, and takes this part then. */
const [foldedFrom, foldedTo] = [0.2, 0.04];

/** Where a moment is between the left edge, 0, and the right one, 1: in proportion, but for gaps, which are folded. */
export class Axis {
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly Gap[];
  /** How many milliseconds the whole stands for when gaps are folded. */
  readonly #width: number;
  readonly #shortness: number;

  constructor({ from, to }: Required<Span>, gaps: readonly Gap[] = []) {
    this.from = from;
    this.to = Math.max(to, from + 1);
    const whole = this.to - from;
    const folded = gaps.filter((gap) => gap.to - gap.from > foldedFrom * whole);
    const left = whole - folded.reduce((sum, gap) => sum + gap.to - gap.from, 0);
    // Where nothing ran in all of the time, it is drawn as it is.
    this.gaps = left > 0 ? folded : [];
    const idle = left > 0 ? whole - left : 0;
    // Each gap takes its part of what is drawn in the end: the rest, and all gaps.
    this.#width = (whole - idle) / Math.max(0.2, 1 - this.gaps.length * foldedTo);
    this.#shortness = foldedTo * this.#width;
  }

  /** Of what a look has: a part of it, or all that there was, until then at least. */
  static of(
    look: RunLook,
    { zoom, until = 0 }: { zoom?: Required<Span> | undefined; until?: number } = {},
  ): Axis {
    const { from } = look.span;
    const span = zoom ?? { from, to: Math.max(endOf(look), until) };
    return new Axis(span, until > 0 ? [] : look.idle(span));
  }

  /** Whether each moment is where it is in another. */
  isLike({ from, to, gaps }: Axis): boolean {
    return (
      this.from === from &&
      this.to === to &&
      this.gaps.length === gaps.length &&
      this.gaps.every((gap, place) => gap.from === gaps[place]?.from && gap.to === gaps[place].to)
    );
  }

  /** From 0 to 1; beyond that for what is not in sight. */
  x(time: number): number {
    let drawn = time - this.from;
    for (const gap of this.gaps) {
      if (time <= gap.from) break;
      const length = gap.to - gap.from;
      const part = Math.min(1, (time - gap.from) / length);
      drawn += part * (this.#shortness - length);
    }
    return drawn / this.#width;
  }

  /** The moment that is drawn there. */
  time(x: number): number {
    let [low, high] = [this.from, this.to];
    if (x <= 0) return low;
    if (x >= 1) return high;
    // x() grows with time, so halving finds it: to a thousandth of a pixel.
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2;
      if (this.x(middle) < x) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }

  /** At most so many marks, at round times since `zero`, none of them in a gap. */
  ticks(most: number, zero = this.from): readonly Tick[] {
    const step = roundStep(this.#width / Math.max(1, most));
    const ticks: Tick[] = [];
    const first = Math.ceil((this.from - zero) / step - 1e-9) * step;
    for (let ms = first; zero + ms <= this.to + 1e-6 && ticks.length < 1_000; ms += step) {
      const time = zero + ms;
      const gap = this.gaps.find(({ from, to }) => time > from && time < to);
      if (gap) {
        ms = Math.floor((gap.to - zero) / step) * step;
        continue;
      }
      const at = this.x(time);
      if (ticks.every((tick) => at - tick.at > 0.4 / most)) ticks.push({ at, ms });
    }
    return ticks;
  }
}

/** The end of what is drawn. A run that goes on has room behind it, so that its axis stays as it is for some time. */
export function endOf(look: RunLook): number {
  const { from, to = look.time } = look.span;
  if (look.isOver || !look.isLatest) return to;
  const room = 2 ** Math.floor(Math.log2(Math.max(1, to - from))) / 2;
  return from + (Math.floor((to - from) / room) + 1) * room;
}

/** 1, 2 or 5 of a power of ten of milliseconds; above a second also round parts of a minute and an hour. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-3)));
  const decimal = [1, 2, 5, 10].map((factor) => factor * power);
  const clock = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400].map(
    (s) => s * 1000,
  );
  const steps = least > 10_000 ? [...clock, ...decimal.filter((step) => step > 86_400_000)] : decimal;
  return steps.sort((a, b) => a - b).find((step) => step >= least) ?? least;
}
