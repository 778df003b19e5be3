"use client";

import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

interface ToolbarProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** Buttons that are one stop of the Tab key, as there are many such groups on a page: arrows go from one to the next. */
export function Toolbar({ label, className, children }: ToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (bar.current) keepOne(bar.current);
  });
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={label}
      className={className}
      onFocus={({ currentTarget, target }) => keepOne(currentTarget, target)}
      onKeyDown={step}
    >
      {children}
    </div>
  );
}

const buttonsOf = (bar: Element) => [...bar.querySelectorAll("button")];

/** Has Tab reach one button alone: the one that has the focus, else the one that it reached before. */
function keepOne(bar: Element, focused?: Element): void {
  const buttons = buttonsOf(bar);
  const one = buttons.find((button) => button === focused) ?? buttons.find(({ tabIndex }) => tabIndex === 0);
  for (const button of buttons) button.tabIndex = button === (one ?? buttons[0]) ? 0 : -1;
}

function step(event: KeyboardEvent): void {
  const buttons = buttonsOf(event.currentTarget);
  const at = buttons.findIndex((button) => button === event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons.at(to % buttons.length)?.focus();
}
