"use client";

import { Menu } from "@base-ui/react/menu";
import { Check, Moon } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { chooseTheme, followSystem, onThemeChoice, themeChoice, type ThemeChoice } from "../_app/theme";

const choices: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Chooses between light, dark and what the system says. */
export function ThemeMenu() {
  const choice = useSyncExternalStore(onThemeChoice, themeChoice, () => "system" as const);
  useEffect(() => followSystem(choice), [choice]);

  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label="Theme"
        className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <Moon className="size-4" aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="z-50">
          <Menu.Popup className="min-w-32 rounded-lg border border-line bg-surface p-1 text-sm shadow-raised">
            <Menu.RadioGroup value={choice} onValueChange={(value: ThemeChoice) => chooseTheme(value)}>
              {choices.map(({ value, label }) => (
                <Menu.RadioItem
                  key={value}
                  value={value}
                  closeOnClick
                  className="flex cursor-default items-center justify-between gap-4 rounded-md px-2 py-1 data-highlighted:bg-sunken"
                >
                  {label}
                  <Menu.RadioItemIndicator>
                    <Check className="size-3.5" aria-hidden />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
