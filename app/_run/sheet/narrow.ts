import { useSyncExternalStore } from "react";

/** The same as Tailwind's `max-lg`. */
const narrow = "(width < 64rem)";

/** Whether it is as narrow as a phone's: Tailwind's `max-sm`. */
export function isPhoneNow(): boolean {
  return matchMedia("(width < 40rem)").matches;
}

/** Whether the page is too narrow for the run beside the notebook, as that changes. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    onChange,
    () => matchMedia(narrow).matches,
    () => false,
  );
}

function onChange(listener: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
