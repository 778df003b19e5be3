import { useSyncExternalStore } from "react";
import { useMedia } from "../../_design/media";
import { remNow } from "../../_design/rem";

/** In pixels at the usual size of text; in style sheets it is `@max-[40rem]/bar`. */
const phone = 640;

/** Whether the page is as narrow as a phone's, beside its text. */
export function isPhoneNow(): boolean {
  return document.documentElement.clientWidth < phone * remNow();
}

/** The same, as that changes. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(onWidth, isPhoneNow, () => false);
}

/** A bar that scrolls takes some of the width, too. */
function onWidth(listener: () => void): () => void {
  const watch = new ResizeObserver(listener);
  watch.observe(document.documentElement);
  return () => watch.disconnect();
}

/** Whether the page is too narrow for the run beside the notebook, as that changes: the same as Tailwind's `max-lg`. */
export function useIsNarrow(): boolean {
  return useMedia("(width < 64rem)");
}
