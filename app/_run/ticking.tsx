"use client";

import { useEffect, useState, type ReactNode } from "react";

/** Draws anew four times a second, with the time: a stopwatch. */
export function Ticking({ children }: { readonly children: (now: number) => ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return children(now);
}
