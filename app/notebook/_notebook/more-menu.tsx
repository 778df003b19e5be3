"use client";

import { Ellipsis } from "lucide-react";
import { useSyncExternalStore } from "react";
import { IconButton } from "../../_design/icon-button";
import { Menu } from "../../_design/menu";
import { go } from "../../_shell/navigation";
import { chooseTheme, onThemeChoice, themeChoice, type ThemeChoice } from "../../_shell/theme";

const themes: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: "system", label: "Theme of the system" },
  { value: "light", label: "Light theme" },
  { value: "dark", label: "Dark theme" },
];

/** What the bar of a phone has no room for. */
export function MoreMenu() {
  const theme = useSyncExternalStore(onThemeChoice, themeChoice, () => "system" as const);
  return (
    <Menu<"runs" | ThemeChoice>
      trigger={<IconButton icon={Ellipsis} label="More" />}
      items={[
        { value: "runs", label: "Runs" },
        ...themes.map(({ value, label }) => ({ value, label: value === theme ? `${label} ✓` : label })),
      ]}
      onChoose={(chosen) => (chosen === "runs" ? go({ page: "runs" }) : chooseTheme(chosen))}
    />
  );
}
