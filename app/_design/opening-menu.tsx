"use client";

import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { MenuProps } from "./menu";

interface OpeningMenuProps extends MenuProps<string> {
  /** The click or key that asked for it before it was there. */
  readonly press: Event;
}

const look =
  "flex cursor-default items-center justify-between gap-4 rounded-md px-2 py-1 data-highlighted:bg-sunken pointer-coarse:py-2 forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] forced-colors:data-highlighted:forced-color-adjust-none";

/** A menu from its first press on: its button stands in the place of the one that was pressed, and is told of that. */
export default function OpeningMenu({ press, trigger, items, value, onChoose }: OpeningMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const untold = useRef<Event | undefined>(press);
  // At once: a dialog round it would take a focus that is nowhere, and that closes the menu.
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const event = untold.current;
    untold.current = undefined;
    if (!event) return;
    button.current?.dispatchEvent(
      event instanceof KeyboardEvent
        ? new KeyboardEvent(event.type, event)
        : new MouseEvent("click", { bubbles: true, detail: event instanceof UIEvent ? event.detail : 0 }),
    );
  }, []);
  return (
    <Menu.Root>
      <Menu.Trigger ref={button} render={trigger} />
      <Menu.Portal>
        {/* Fixed, as the bars are: a page that is scrolled while an item is pressed would take the item from under the finger. */}
        <Menu.Positioner positionMethod="fixed" sideOffset={6} align="end" className="z-menu">
          <Menu.Popup className="max-h-(--available-height) min-w-32 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-sm shadow-raised">
            {value === undefined ? (
              items.map((item) => (
                <Menu.Item key={item.value} className={look} onClick={() => onChoose(item.value)}>
                  {item.label}
                </Menu.Item>
              ))
            ) : (
              <Menu.RadioGroup value={value} onValueChange={onChoose}>
                {items.map((item) => (
                  <Menu.RadioItem key={item.value} value={item.value} closeOnClick className={look}>
                    {item.label}
                    <Menu.RadioItemIndicator>
                      <Check className="size-3.5" aria-hidden />
                    </Menu.RadioItemIndicator>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
