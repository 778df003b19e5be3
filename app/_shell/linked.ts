/*
 * The page that a host sends for a link is the home page: it is hidden from the start, as it is not what one came for.
 */

/** Runs in the page's head. What counts as a link is told as `parseRoute` tells it, or more of it. */
export const linkedScript = `if(/^#(?:url=|\\W*r|[^&]*%)/.test(location.hash))document.documentElement.dataset.linked=""`;

/** Shows the home page, which is what one came for after all, or went to. */
export function showHome(): void {
  delete document.documentElement.dataset["linked"];
}
