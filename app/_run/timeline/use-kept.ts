import { useState } from "react";

/** What is made anew again and again: the one of before for as long as the next is like it, so that nothing is drawn for that. */
export function useKept<Made extends { isLike(other: Made): boolean }>(next: Made): Made {
  const [kept, setKept] = useState(next);
  if (kept === next || kept.isLike(next)) return kept;
  setKept(next);
  return next;
}
