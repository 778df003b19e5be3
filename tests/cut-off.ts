/**
 * In a page: what is cut off or lies under something else. A text is in the boxes that clip it, or says with an ellipsis that it goes on;
 * whatever does not scroll is in the window; and a control that takes the focus is then in sight, with nothing over it.
 */
export function cutOff(): readonly string[] {
  const found = new Set<string>();
  const root = document.documentElement;
  const page = { left: 0, top: 0, right: root.clientWidth, bottom: innerHeight };
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  const slack = 2;
  const both = (one: Box, other: Box): Box => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()} “${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40)}”`;
  const isDrawn = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest(".sr-only, [aria-hidden='true'], [inert]") === null;
  const isStuck = (element: Element) => ["fixed", "sticky"].includes(getComputedStyle(element).position);
  const stuckAround = (element: Element | null): Element | null => {
    for (let at = element; at; at = at.parentElement) if (isStuck(at)) return at;
    return null;
  };
  /** The part of a box that is in sight; and whether something that does not scroll cuts it off. */
  const seen = (around: Element | null, box: Box) => {
    let sight = box;
    let isCut = false;
    let scrolls = { x: false, y: false };
    for (let at = around; at && at !== root && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX !== "visible" || style.overflowY !== "visible") {
        const clip = at.getBoundingClientRect();
        const isSmall = clip.width <= 1 || clip.height <= 1;
        const [canX, canY] = [/auto|scroll/.test(style.overflowX), /auto|scroll/.test(style.overflowY)];
        const isMore = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
        scrolls = { x: scrolls.x || canX || isMore || isSmall, y: scrolls.y || canY || isMore || isSmall };
        if (!scrolls.x && (sight.left < clip.left - slack || sight.right > clip.right + slack)) isCut = true;
        if (!scrolls.y && (sight.top < clip.top - slack || sight.bottom > clip.bottom + slack)) isCut = true;
        sight = both(sight, clip);
      }
      const isWhole =
        getComputedStyle(at).position === "fixed" || at.getBoundingClientRect().height > page.bottom;
      if (isStuck(at) && isWhole && !scrolls.y && (sight.top < -slack || sight.bottom > page.bottom + slack))
        isCut = true;
    }
    if (!scrolls.x && (sight.left < -slack || sight.right > page.right + slack)) isCut = true;
    return { sight: both(sight, page), isCut };
  };
  /** What lies over the middle of the part in sight; nothing where there is none, or where it only scrolls under what stays. */
  const over = (element: Element, { left, top, right, bottom }: Box): Element | null => {
    if (right - left < 2 || bottom - top < 2) return null;
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!hit || hit.contains(element) || element.contains(hit)) return null;
    if (hit.closest("label")?.contains(element)) return null;
    const stuck = stuckAround(hit);
    return stuck && !stuck.contains(element) ? null : hit;
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const { parentElement: element } = node;
    if (!element || node.textContent?.trim() === "" || !isDrawn(element)) continue;
    if (element.closest("script, style, select, svg, .cm-editor, title")) continue;
    const { textOverflow, pointerEvents } = getComputedStyle(element);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const own = textOverflow === "ellipsis" ? both(box, element.getBoundingClientRect()) : box;
      const { sight, isCut } = seen(element, own);
      if (isCut) found.add(`cut off: ${nameOf(element)}`);
      const hit = pointerEvents === "none" ? null : over(element, sight);
      if (hit) found.add(`${nameOf(element)} is under ${nameOf(hit)}`);
    }
  }
  const focusable =
    "a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable='true']";
  for (const element of document.querySelectorAll<HTMLElement>(focusable)) {
    if (element.matches(":disabled, [inert] *") || !isDrawn(element)) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    const { sight, isCut } = seen(element.parentElement, element.getBoundingClientRect());
    const isGone = sight.right - sight.left < 4 || sight.bottom - sight.top < 4;
    // What is taller than the page is in sight with a part of it.
    const isSeen = [0.1, 0.5, 0.9].some((share) => {
      const y = sight.top + share * (sight.bottom - sight.top);
      const hit = document.elementFromPoint((sight.left + sight.right) / 2, y);
      return (
        hit && (hit.contains(element) || element.contains(hit) || hit.closest("label")?.contains(element))
      );
    });
    if (isGone || isCut) found.add(`cannot be reached: ${nameOf(element)}`);
    else if (!isSeen) found.add(`with the focus ${nameOf(element)} is under something`);
  }
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  scrollTo(0, 0);
  return [...found];
}
