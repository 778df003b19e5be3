import { useMemo } from "react";

/** How large the person's text is, beside 16 pixels. */
export function remNow(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
}

/** The same, for what is placed by pixels. */
export function useRem(): number {
  return useMemo(() => (typeof document === "undefined" ? 1 : remNow()), []);
}
