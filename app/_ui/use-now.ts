import { useEffect, useState } from "react";

/** The time in milliseconds since the epoch, told anew every so many milliseconds while anything moves. */
export function useNow(every: number, isMoving = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every, isMoving]);
  return now;
}
