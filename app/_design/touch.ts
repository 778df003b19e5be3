import { useMedia } from "./media";

/** Whether one points by touch, so that nothing can wait to be pointed at: the same as Tailwind's `pointer-coarse`. */
export function useIsTouch(): boolean {
  return useMedia("(pointer: coarse)");
}
