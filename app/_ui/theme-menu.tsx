"use client";

import { Moon } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { chooseTheme, followSystem, onThemeChoice, themeChoice } from "../_shell/theme";
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
  useEffect(() => followSystem(choice), [choice]);
  return (
    <Menu
      trigger={<IconButton icon={Moon} label="Theme" />}
      items={choices}
      value={choice}
      onChoose={chooseTheme}
    />
  );
}
