import type { Clock } from "./clock";

/** A simulated clock, whose time moves only when nothing else can run. */
export interface TestClock extends Clock {
  /** Moves time on by so many seconds, firing what falls due on the way, in order. */
  advance(seconds: number): void;
  /** Sets the hour without firing anything: a clock that is put forward or back. */
  set(epochMs: number): void;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Makes a clock for tests and simulations. Once the event loop has nothing left to run, time jumps to the earliest
 * timer, so that a run that sleeps for hours ends at once, and in the same order as in real time.
 */
export function testClock(startMs = Date.UTC(2026, 0, 1)): TestClock {
  let time = startMs;
  let order = 0;
  let touched = 0;
  let holds = 0;
  let watching = false;
  const timers = new Set<Timer>();

  const earliest = () => {
    let first: Timer | undefined;
    for (const timer of timers)
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer;
    return first;
  };
  const fire = (timer: Timer) => {
    timers.delete(timer);
    time = Math.max(time, timer.due);
    touched++;
    timer.callback();
  };
  const watch = async () => {
    if (watching) return;
    watching = true;
    while (timers.size > 0 && holds === 0) {
      const due = earliest();
      if (due && due.due <= time) {
        // Time does not move: it is enough that what the last timer woke comes to rest.
        await rest();
        if (timers.has(due)) fire(due);
        continue;
      }
      const before = touched;
      await turn();
      const next = touched === before ? earliest() : undefined;
      if (next) fire(next);
    }
    watching = false;
  };

  return {
    now: () => time,
    after(ms, callback) {
      touched++;
      const timer: Timer = { due: time + Math.max(ms, 0), order: order++, callback };
      timers.add(timer);
      void watch();
      return () => {
        touched++;
        timers.delete(timer);
      };
    },
    hold() {
      holds++;
      touched++;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holds--;
        touched++;
        void watch();
      };
    },
    advance(seconds) {
      const end = time + seconds * 1000;
      for (let next = earliest(); next && next.due <= end; next = earliest()) fire(next);
      time = end;
      touched++;
    },
    set(epochMs) {
      time = epochMs;
      touched++;
    },
  };
}

/** Until no promise is left to settle. */
async function rest(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
  port1.close();
}

/** One full turn of the event loop: microtasks, then whatever timers and immediates are ready. */
async function turn(): Promise<void> {
  const scope = globalThis as { setImmediate?: (callback: () => void) => unknown };
  const { setImmediate } = scope;
  if (setImmediate) await new Promise<void>((resolve) => setImmediate(resolve));
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  if (setImmediate) await new Promise<void>((resolve) => setImmediate(resolve));
}
