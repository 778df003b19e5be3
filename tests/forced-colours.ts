/**
 * In a page that is shown in the system's own colours: what cannot be seen of it. A control that takes the focus has a text, a drawing or
 * a border that stands out from what is behind it, and a ring while it has the focus; bars, ribbons and lines have colours of the system.
 */
export function unseenInForcedColours(): readonly string[] {
  const unseen: string[] = [];
  const probe = document.body.appendChild(document.createElement("span"));
  const system = (name: string) => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const names = ["CanvasText", "Canvas", "Highlight", "HighlightText", "LinkText", "GrayText", "ButtonText"];
  const colours = new Set(names.map(system));
  const canvasText = system("CanvasText");
  probe.remove();

  const partsOf = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const isClear = (colour: string) => colour === "transparent" || partsOf(colour)[3] === 0;
  const light = (colour: string) => {
    const [r = 0, g = 0, b = 0] = partsOf(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string) => {
    const [a, b] = [light(one), light(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const isDrawn = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().width > 1;
  const groundOf = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!isClear(backgroundColor)) return backgroundColor;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40)}`;
  /** Whether it has a text, a drawing or a border that stands out. */
  const stands = (element: Element): boolean => {
    const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor, color } =
      getComputedStyle(element);
    const behind = groundOf(element.parentElement);
    if (!isClear(backgroundColor) && contrast(backgroundColor, behind) >= 3) return true;
    const hasBorder = borderTopStyle !== "none" && parseFloat(borderTopWidth) > 0 && !isClear(borderTopColor);
    if (hasBorder && contrast(borderTopColor, behind) >= 3) return true;
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
    );
    const hasOwn = hasText || element.tagName === "svg" || element.matches("input, select, textarea");
    if (hasOwn && isDrawn(element) && contrast(color, groundOf(element)) >= 3) return true;
    return element.tagName !== "svg" && [...element.children].some(stands);
  };

  const focusable =
    "a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable='true']";
  const before = document.activeElement;
  for (const element of document.querySelectorAll<HTMLElement>(focusable)) {
    if (element.matches(":disabled, [aria-disabled='true'], [inert] *") || !isDrawn(element)) continue;
    if (!stands(element)) unseen.push(`cannot be seen: ${nameOf(element)}`);
    element.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement !== element) continue;
    // The ring of an editor is the border of its cell.
    const cell = element.matches(".cm-content, [data-editor] textarea") ? element.closest("section") : null;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const ring = cell ? getComputedStyle(cell).borderTopColor : outlineColor;
    const hasRing = cell !== null || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1);
    if (!hasRing || contrast(ring, groundOf(element.parentElement)) < 3)
      unseen.push(`no ring: ${nameOf(element)}, ${outlineStyle} ${outlineWidth} ${ring}`);
  }
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });

  for (const line of document.querySelectorAll("[role='region'] svg path[stroke='currentColor']"))
    if (isDrawn(line) && !colours.has(getComputedStyle(line).stroke))
      unseen.push(`a line in ${getComputedStyle(line).stroke}`);
  for (const drawing of document.querySelectorAll<SVGElement>("svg.lucide")) {
    const { parentElement } = drawing;
    const { color } = getComputedStyle(drawing);
    if (isDrawn(drawing) && parentElement && color !== getComputedStyle(parentElement).color)
      unseen.push(`a mark in ${color}: ${drawing.getAttribute("class")}`);
  }
  for (const bar of document.querySelectorAll("[role='row'] [title]:empty")) {
    const { backgroundColor, borderTopColor, borderTopStyle } = getComputedStyle(bar);
    const isSolid = backgroundColor === canvasText;
    if (isDrawn(bar) && !isSolid && (borderTopStyle === "none" || !colours.has(borderTopColor)))
      unseen.push(`a bar in ${backgroundColor}, ${borderTopStyle} ${borderTopColor}`);
  }
  for (const canvas of document.querySelectorAll("canvas")) {
    const { width, height } = canvas;
    if (width === 0 || height === 0) continue;
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] };
    const text = partsOf(canvasText);
    const isOf = (at: number) => text.every((part, index) => Math.abs(part - (data[at + index] ?? 0)) <= 8);
    const solid = Array.from({ length: width * height }, (_, index) => index * 4).filter(
      (at) => (data[at + 3] ?? 0) >= 64,
    );
    if (solid.length === 0) unseen.push("an empty ribbon");
    const other = solid.find((at) => !isOf(at));
    if (other !== undefined) unseen.push(`a ribbon in ${[...data.slice(other, other + 4)].join(" ")}`);
  }
  return unseen;
}
