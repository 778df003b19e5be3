"use client";

import { Ellipsis } from "lucide-react";
import { useSyncExternalStore } from "react";
import { IconButton } from "../../_design/icon-button";
import { Menu } from "../../_design/menu";
import { go } from "../../_shell/navigation";
import { chooseTheme, onThemeChoice, themeChoice, type ThemeChoice } from "../../_shell/theme";
import { downloadForms, type DownloadForm } from "./download-forms";
import { useDownload } from "./open-notebook";

const themes: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: "system", label: "Theme of the system" },
  { value: "light", label: "Light theme" },
  { value: "dark", label: "Dark theme" },
];

interface MoreMenuProps {
  /** Absent where the notebook cannot run. */
  readonly onSimulate?: (() => void) | undefined;
}

/** What the bar of a phone has no room for. */
export function MoreMenu({ onSimulate }: MoreMenuProps) {
  const theme = useSyncExternalStore(onThemeChoice, themeChoice, () => "system" as const);
  const session = useDownload();
  const choose = async (chosen: "simulate" | "runs" | DownloadForm | ThemeChoice) => {
    if (chosen === "simulate") onSimulate?.();
    else if (chosen === "runs") go({ page: "runs" });
    else if (isForm(chosen)) await (await import("./download")).download(session, chosen);
    else chooseTheme(chosen);
  };
  return (
    <Menu<"simulate" | "runs" | DownloadForm | ThemeChoice>
      trigger={<IconButton icon={Ellipsis} label="More" />}
      items={[
        ...(onSimulate ? [{ value: "simulate" as const, label: "Simulate" }] : []),
        { value: "runs", label: "Runs" },
        ...downloadForms.map(({ value, label }) => ({ value, label: `Download: ${label}` })),
        ...themes.map(({ value, label }) => ({ value, label: value === theme ? `${label} ✓` : label })),
      ]}
      onChoose={(chosen) => void choose(chosen)}
    />
  );
}

function isForm(chosen: DownloadForm | ThemeChoice): chosen is DownloadForm {
  return downloadForms.some(({ value }) => value === chosen);
}
