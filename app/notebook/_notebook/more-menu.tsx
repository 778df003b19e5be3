"use client";

import { Ellipsis } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { IconButton } from "../../_design/icon-button";
import { Menu } from "../../_design/menu";
import { part } from "../../_design/part";
import { useIsPhone } from "../../_run/sheet/narrow";
import { go } from "../../_shell/navigation";
import { chooseTheme, onThemeChoice, themeChoice, type ThemeChoice } from "../../_shell/theme";
import { downloadForms, type DownloadForm } from "./download-forms";
import { useDownload } from "./open-notebook";

const themes: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: "system", label: "Theme of the system" },
  { value: "light", label: "Light theme" },
  { value: "dark", label: "Dark theme" },
];

const PlanDialog = part(() => import("./plan-dialog"));
const OpenSecrets = part(async () => ({ default: (await import("../../_ui/secrets-dialog")).OpenSecrets }));
const NetworkDialog = part(() => import("./network-dialog"));
const ShortcutSheet = part(() => import("./shortcut-sheet"));
const Presentation = part(() => import("./presentation"));

/** What opens over the page, where the bar has no button for it. */
const dialogs = {
  plan: PlanDialog,
  secrets: OpenSecrets,
  network: NetworkDialog,
  present: Presentation,
  keys: ShortcutSheet,
};

type Opened = keyof typeof dialogs;
type Chosen = Opened | "simulate" | "runs" | "lesson" | DownloadForm | ThemeChoice;

interface MoreMenuProps {
  /** Absent where the notebook cannot run. */
  readonly onSimulate?: (() => void) | undefined;
}

/** Of a phone, where the notebook can run. */
const ofOwn: readonly { readonly value: Chosen; readonly label: string }[] = [
  { value: "plan", label: "Plan" },
  { value: "simulate", label: "Simulate" },
  { value: "secrets", label: "Secrets" },
  { value: "network", label: "Network" },
];

/** What the bar has no room for: of a phone, most of it. */
export function MoreMenu({ onSimulate }: MoreMenuProps) {
  const theme = useSyncExternalStore(onThemeChoice, themeChoice, () => "system" as const);
  const isPhone = useIsPhone();
  const session = useDownload();
  const [opened, setOpened] = useState<Opened>();
  const Over = opened && dialogs[opened];
  const choose = async (chosen: Chosen) => {
    if (chosen === "simulate") onSimulate?.();
    else if (isOpened(chosen)) setOpened(chosen);
    else if (chosen === "runs") go({ page: "runs" });
    else if (chosen === "lesson") go({ page: "learn", desk: { kind: "make", notebook: session.id } });
    else if (isForm(chosen)) await (await import("./download")).download(session, chosen);
    else chooseTheme(chosen);
  };
  const ofPhone: readonly { readonly value: Chosen; readonly label: string }[] = [
    { value: "runs", label: "Runs" },
    ...downloadForms.map(({ value, label }) => ({ value, label: `Download: ${label}` })),
    ...themes.map(({ value, label }) => ({ value, label: value === theme ? `${label} ✓` : label })),
  ];
  return (
    <>
      <Menu<Chosen>
        trigger={<IconButton icon={Ellipsis} label="More" />}
        items={[
          ...(onSimulate && isPhone ? ofOwn : []),
          { value: "present", label: "Present" },
          ...(onSimulate ? [{ value: "lesson" as const, label: "Make a lesson…" }] : []),
          { value: "keys", label: "Keyboard shortcuts" },
          ...(isPhone ? ofPhone : []),
        ]}
        onChoose={(chosen) => void choose(chosen)}
      />
      {Over && <Over onClose={() => setOpened(undefined)} />}
    </>
  );
}

function isOpened(chosen: Chosen): chosen is Opened {
  return chosen in dialogs;
}

function isForm(chosen: DownloadForm | ThemeChoice): chosen is DownloadForm {
  return downloadForms.some(({ value }) => value === chosen);
}
