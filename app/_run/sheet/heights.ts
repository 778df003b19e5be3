/** How high the sheet of the run stands: a bar, about half of the page, or all of it below the top bar. */
export type Height = "bar" | "half" | "full";

const order: readonly Height[] = ["bar", "half", "full"];

/** Milliseconds for which a sheet that is let go moves on in thought: a flick takes it further than a drag. */
const glide = 150;

/** Pixels of each height; in the style sheet they are the same. */
const topBar = 48;
/** Half of a low page is too little. */
const enough = 384;

/** How high the sheet is on a page of that height, in pixels. */
export function pixelsOf(height: Height, page: number): number {
  const half = Math.max(page / 2, Math.min(page * 0.7, enough));
  return { bar: 56, half, full: page - topBar }[height];
}

/** Where a sheet comes to rest that is let go at so many pixels, going up by so many a millisecond. */
export function restOf(pixels: number, speed: number, page: number): Height {
  const goal = pixels + speed * glide;
  const far = (height: Height) => Math.abs(pixelsOf(height, page) - goal);
  return order.reduce((best, height) => (far(height) < far(best) ? height : best));
}

/** One height less: the bar stays. */
export function lowered(height: Height): Height {
  return order[order.indexOf(height) - 1] ?? "bar";
}
