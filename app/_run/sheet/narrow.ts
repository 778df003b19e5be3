import { useMedia } from "../../_design/media";

/** The same as Tailwind's `max-sm`. */
const phone = "(width < 40rem)";

/** Whether the page is as narrow as a phone's. */
export function isPhoneNow(): boolean {
  return matchMedia(phone).matches;
}

/** The same, as that changes. */
export function useIsPhone(): boolean {
  return useMedia(phone);
}

/** Whether the page is too narrow for the run beside the notebook, as that changes: the same as Tailwind's `max-lg`. */
export function useIsNarrow(): boolean {
  return useMedia("(width < 64rem)");
}
