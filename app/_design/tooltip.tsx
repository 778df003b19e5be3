"use client";

import { useEffect, useState } from "react";

/** Says that the element's name is shown when it is pointed at or has the focus. */
export const named = { "data-named": "" };

interface Tip {
  readonly name: string;
  readonly of: Element;
}

/** Milliseconds that one points at something before its name is shown; the next is shown at once until as many after. */
const moment = 400;

/** Shows the names of what bears `named`, one at a time: once for all pages. To those who listen they are read out without it. */
export function Tooltips() {
  const [tip, setTip] = useState<Tip>();
  useEffect(() => watch(setTip), []);
  return (
    tip && (
      <div
        ref={(drawn) => {
          if (drawn) place(drawn, tip.of);
        }}
        aria-hidden
        data-tip
        // What is around it bridges the way to it: one may point at the tip itself.
        className="fixed z-tooltip py-1.5"
      >
        <div className="max-w-80 rounded-md border border-transparent bg-ink px-2 py-1 text-xs text-canvas shadow-raised">
          {tip.name}
        </div>
      </div>
    )
  );
}

/** Above the middle of something, or below where there is no room, and within the window. */
function place(tip: HTMLElement, of: Element): void {
  const { left, right, top, bottom } = of.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const middle = (left + right - width) / 2;
  tip.style.left = `${Math.max(4, Math.min(middle, document.documentElement.clientWidth - width - 4))}px`;
  tip.style.top = `${top < height ? bottom : top - height}px`;
}

/** Tells what to show, as the person goes over the page; gives what ends that. */
function watch(show: (tip: Tip | undefined) => void): () => void {
  let at: Element | null = null;
  let isShown = false;
  let hidden = -moment;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = () => {
    clearTimeout(timer);
    if (isShown) hidden = performance.now();
    isShown = false;
    show(undefined);
  };
  const go = (to: Element | null, isAtOnce: boolean) => {
    if (to === at) return;
    hide();
    at = to;
    const name = to?.getAttribute("aria-label");
    if (!to || !name) return;
    const draw = () => {
      isShown = true;
      show({ name, of: to });
    };
    if (isAtOnce) draw();
    else timer = setTimeout(draw, moment);
  };

  const point = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === "touch" || !(target instanceof Element) || target.closest("[data-tip]")) return;
    go(target.closest("[data-named]"), performance.now() - hidden < moment);
  };
  const focus = ({ target }: FocusEvent) => {
    if (target instanceof Element && target.matches("[data-named]:focus-visible")) go(target, true);
  };
  const leave = () => go(null, true);
  const press = ({ key }: KeyboardEvent) => {
    // Whatever else it closes: nobody presses it for a tip alone.
    if (key === "Escape") hide();
  };

  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener("pointerover", point, { signal });
  document.documentElement.addEventListener("pointerleave", leave, { signal });
  document.addEventListener("focusin", focus, { signal });
  document.addEventListener("focusout", leave, { signal });
  for (const over of ["pointerdown", "click", "scroll"])
    document.addEventListener(over, hide, { signal, capture: true });
  document.addEventListener("keydown", press, { signal, capture: true });
  return () => {
    clearTimeout(timer);
    ending.abort();
  };
}
