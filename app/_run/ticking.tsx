"use client";

import type { ReactNode } from "react";
import { useNow } from "../_ui/use-now";

/** Draws anew four times a second, with the time: a stopwatch. */
export function Ticking({ children }: { readonly children: (now: number) => ReactNode }) {
  return children(useNow(250));
}
