"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Items, or choices. */
  readonly children: ReactNode;
}

/** A list that opens from a button, of what can be done or chosen. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" className="z-menu">
          <Base.Popup className="max-h-(--available-height) min-w-32 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-sm shadow-raised">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const item =
  "flex cursor-default items-center justify-between gap-4 rounded-md px-2 py-1 data-highlighted:bg-sunken pointer-coarse:py-2 forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] forced-colors:data-highlighted:forced-color-adjust-none";

interface MenuItemProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Something that can be done. */
export function MenuItem({ onClick, children }: MenuItemProps) {
  return (
    <Base.Item className={item} onClick={onClick}>
      {children}
    </Base.Item>
  );
}

interface MenuChoiceProps<Value extends string> {
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One of several, of which one holds. */
export function MenuChoice<Value extends string>({ value, choices, onChoose }: MenuChoiceProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChoose}>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} closeOnClick className={item}>
          {choice.label}
          <Base.RadioItemIndicator>
            <Check className="size-3.5" aria-hidden />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}
