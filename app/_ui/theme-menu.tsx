"use client";

import { Moon } from "lucide-react";
import { useSyncExternalStore } from "react";
import { chooseTheme, onThemeChoice, themeChoice } from "../_shell/theme";
import { IconButton } from "../_design/icon-button";
import { Menu } from "../_design/menu";

const choices = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** Chooses between light, dark and what the system says. */
export function ThemeMenu() {
  const choice = useSyncExternalStore(onThemeChoice, themeChoice, () => "system" as const);
  return (
    <Menu
      trigger={<IconButton icon={Moon} label="Theme" />}
      items={choices}
      value={choice}
      onChoose={chooseTheme}
    />
  );
}
