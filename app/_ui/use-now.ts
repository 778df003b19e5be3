import { useEffect, useState } from "react";

type Tell = (now: number) => void;

/** Who is told of the time, by how often: all at once, so that the page is drawn once for all of them. */
const told = new Map<number, Set<Tell>>();

/** Tells of the time every so many milliseconds, until that is taken back. */
function tick(every: number, tell: Tell): () => void {
  const others = told.get(every);
  if (others) {
    others.add(tell);
    return () => void others.delete(tell);
  }
  const all = new Set([tell]);
  told.set(every, all);
  const timer = setInterval(() => {
    if (all.size === 0) {
      clearInterval(timer);
      told.delete(every);
    }
    for (const one of all) one(Date.now());
  }, every);
  return () => void all.delete(tell);
}

/** The time in milliseconds since the epoch, told anew every so many milliseconds while anything moves. */
export function useNow(every: number, isMoving = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => (isMoving ? tick(every, setNow) : undefined), [every, isMoving]);
  return now;
}
