import { useSyncExternalStore } from "react";

const coarse = "(pointer: coarse)";

/** Whether one points by touch, so that nothing can wait to be pointed at: the same as Tailwind's `pointer-coarse`. */
export function useIsTouch(): boolean {
  return useSyncExternalStore(
    onChange,
    () => matchMedia(coarse).matches,
    () => false,
  );
}

function onChange(listener: () => void): () => void {
  const query = matchMedia(coarse);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
