"use client";

import {
  cloneElement,
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { part } from "./part";

// What is behind it is heavy, and nobody needs it before the first menu.
const OpeningMenu = part(() => import("./opening-menu"));

export interface MenuProps<Value extends string> {
  /** The button that opens it. */
  readonly trigger: ReactElement<ComponentProps<"button">>;
  readonly items: readonly { readonly value: Value; readonly label: ReactNode }[];
  /** The item that holds, where one of them does. */
  readonly value?: Value;
  readonly onChoose: (value: Value) => void;
}

/** A list that opens from a button, of what can be done or chosen. */
export function Menu<Value extends string>({ onChoose, ...rest }: MenuProps<Value>) {
  const [press, setPress] = useState<Event>();
  if (press)
    return (
      <OpeningMenu
        {...rest}
        press={press}
        onChoose={(value) => {
          const item = rest.items.find((one) => one.value === value);
          if (item) onChoose(item.value);
        }}
      />
    );
  // The button stays until the other is there to take its place.
  const open = ({ nativeEvent }: MouseEvent | KeyboardEvent) =>
    void OpeningMenu.preload().then(() => setPress(nativeEvent));
  return cloneElement(rest.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: () => void OpeningMenu.preload(),
    onFocus: () => void OpeningMenu.preload(),
    onClick: open,
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      open(event);
    },
  });
}
