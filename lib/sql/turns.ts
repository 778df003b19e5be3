import type { Clock } from "../base";
import type { OnWait } from "../engine";

/** Milliseconds that a wait lasts before it is told: queries that take turns wait a fraction of that for each other's steps. */
const patience = 100;

interface Turn {
  readonly onWait: OnWait | undefined;
  isTold: boolean;
  stopTimer: (() => void) | undefined;
}

/** Takes a turn behind those who have one; gives how to end it. */
export type TakeTurn = (onWait?: OnWait) => () => void;

/** Turns of one that does one thing at a time, in the order in which it was asked: who waits long for theirs is told. */
export function turns(clock: Clock): TakeTurn {
  const line: Turn[] = [];
  const come = (turn: Turn) => {
    turn.stopTimer?.();
    if (turn.isTold) turn.onWait?.(false);
    turn.isTold = false;
  };
  return (onWait) => {
    const turn: Turn = { onWait, isTold: false, stopTimer: undefined };
    if (onWait && line.length > 0)
      turn.stopTimer = clock.after(patience, () => {
        turn.isTold = true;
        onWait(true);
      });
    line.push(turn);
    return () => {
      come(turn);
      line.splice(line.indexOf(turn), 1);
      const [next] = line;
      if (next) come(next);
    };
  };
}
