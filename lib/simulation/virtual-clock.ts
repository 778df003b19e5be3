import type { Clock } from "../base";
import { EventQueue, type Upcoming } from "./event-queue";
import { realTime, rest, type RealTime } from "./real-time";

/** What a simulated clock shows. */
export interface ClockView {
  /** The hour, in milliseconds since the epoch: between two events it moves as the speed says, and only here. */
  readonly now: number;
  /** Simulated milliseconds for each real one; 0: it stands; Infinity: as quickly as can be. */
  readonly speed: number;
  /** When the next event is due; undefined where none is. */
  readonly next: number | undefined;
}

/** What a person does with a simulated clock. */
export type ClockCommand =
  | { readonly type: "speed"; readonly speed: number }
  /** Lets the next event happen, and no other. */
  | { readonly type: "step" }
  /** Lets all happen that is due within so many milliseconds, at once. */
  | { readonly type: "forward"; readonly ms: number };

/** A question to somebody outside the realm. */
interface Question {
  readonly settled: Promise<void>;
  readonly deliver: () => void;
}

export interface VirtualClockOptions {
  /** The hour at its start, in milliseconds since the epoch. */
  readonly startsAt: number;
  /** Default: as quickly as can be. */
  readonly speed?: number;
  readonly real?: RealTime;
}

/**
 * A clock whose time moves only when its realm is at rest: from one event to the next, by when each is due and then by who asked
 * first. How quickly that goes is for who looks on; what happens, in which order and at which hour, never depends on it.
 */
export class VirtualClock implements Clock {
  readonly #real: RealTime;
  readonly #events = new EventQueue();
  readonly #questions: Question[] = [];
  /** The hour, less the milliseconds that have gone by. */
  #start: number;
  #elapsed = 0;
  #asked = 0;
  #holds = 0;
  #isPlaying = false;
  #isOver = false;
  #speed: number;
  #steps = 0;
  /** All that is due by then happens at once. */
  #forwardTo = 0;
  /** What was shown at a moment of real time, since when it moves. */
  #shown = { elapsed: 0, real: 0 };
  /** Ends the wait for the next event's time. */
  #look: (() => void) | undefined;

  constructor({ startsAt, speed = Infinity, real = realTime }: VirtualClockOptions) {
    this.#start = startsAt;
    this.#speed = speed;
    this.#real = real;
    this.#show(0);
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  /** Milliseconds since the start, whatever was done to the hour. */
  get elapsed(): number {
    return this.#elapsed;
  }

  after(ms: number, callback: () => void): () => void {
    const event: Upcoming = { due: this.#due(ms), order: this.#asked++, callback };
    this.#events.add(event);
    this.#play();
    return () => {
      event.callback = undefined;
    };
  }

  hold(): () => void {
    this.#holds++;
    let release = () => {
      release = () => undefined;
      this.#holds--;
      this.#play();
    };
    return () => release();
  }

  /**
   * Asks somebody outside the realm. Time stands until the answer is there, and answers are given in the order of their questions,
   * each once the realm is at rest again: however long any of them took. Once the clock has ended nobody is asked, nor answered.
   */
  ask<T>(question: () => PromiseLike<T>): Promise<T> {
    if (this.#isOver) return new Promise(() => undefined);
    return new Promise((resolve, reject) => {
      let deliver = () => undefined as void;
      const settled = Promise.resolve(question()).then(
        (value) => {
          deliver = () => resolve(value);
        },
        (error: unknown) => {
          deliver = () => reject(error);
        },
      );
      this.#questions.push({ settled, deliver: () => deliver() });
      this.#play();
    });
  }

  /** Puts the hour on or back by so many milliseconds. What was asked for is due as before: a wait is as long as it was meant. */
  jump(ms: number): void {
    this.#start += ms;
  }

  /** Whether it waits for the realm: nothing is due, and nobody was asked. */
  get isIdle(): boolean {
    return !this.#isPlaying;
  }

  /** Nothing happens any more. */
  end(): void {
    this.#isOver = true;
    this.#look?.();
  }

  view(): ClockView {
    const next = this.#events.first?.due;
    const isToCome = next !== undefined && next < Infinity;
    return {
      now: this.#start + Math.floor(this.#shownElapsed()),
      speed: this.#speed,
      next: isToCome ? this.#start + next : undefined,
    };
  }

  control(command: ClockCommand): void {
    this.#show(this.#shownElapsed());
    if (command.type === "speed") this.#speed = Math.max(0, command.speed) || 0;
    else if (command.type === "step") this.#steps++;
    else this.#forwardTo = this.#shown.elapsed + Math.max(0, command.ms);
    this.#look?.();
  }

  #due(ms: number): number {
    // Hours are whole milliseconds, as the platform's are.
    return Math.ceil(this.#elapsed + (ms > 0 ? ms : 0));
  }

  #play(): void {
    this.#look?.();
    if (this.#isPlaying || this.#isOver) return;
    this.#isPlaying = true;
    void this.#playOn();
  }

  async #playOn(): Promise<void> {
    for (;;) {
      await rest();
      if (this.#isOver) return;
      const [question] = this.#questions;
      if (question) {
        await question.settled;
        this.#questions.shift();
        question.deliver();
        continue;
      }
      const next = this.#holds === 0 ? this.#events.first : undefined;
      if (!next || next.due === Infinity) break;
      const wait = this.#waitFor(next.due);
      if (wait > 0) await this.#wait(wait);
      else this.#fire(next);
    }
    this.#isPlaying = false;
  }

  #fire(event: Upcoming): void {
    const { due, callback } = event;
    event.callback = undefined;
    if (this.#steps > 0) this.#steps--;
    this.#elapsed = due;
    this.#show(Math.max(due, this.#shownElapsed()));
    callback?.();
  }

  /** Real milliseconds until what is due at that time may happen; Infinity: not before somebody says so. */
  #waitFor(due: number): number {
    if (this.#speed === Infinity || this.#steps > 0 || due <= this.#forwardTo) return 0;
    if (this.#speed === 0) return Infinity;
    const wait = (due - this.#shownElapsed()) / this.#speed;
    return wait < 0.5 ? 0 : wait;
  }

  /** Until so much real time is over, or something is to be looked at. */
  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = ms === Infinity ? () => undefined : this.#real.after(ms, () => this.#look?.());
      this.#look = () => {
        this.#look = undefined;
        stop();
        resolve();
      };
    });
  }

  #show(elapsed: number): void {
    this.#shown = { elapsed, real: this.#real.now() };
  }

  /** What is shown now: never past the next event. */
  #shownElapsed(): number {
    const { elapsed, real } = this.#shown;
    const isMoving = this.#speed > 0 && this.#speed < Infinity;
    const moved = isMoving ? elapsed + (this.#real.now() - real) * this.#speed : elapsed;
    const due = this.#events.first?.due ?? Infinity;
    const next = due < Infinity ? due : this.#elapsed;
    return Math.max(this.#elapsed, Math.min(Math.max(moved, this.#forwardTo), next));
  }
}
