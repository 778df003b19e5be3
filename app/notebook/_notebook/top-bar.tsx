"use client";

import { FileDown, Hourglass, Play, Square } from "lucide-react";
import { foreignLimits } from "@/lib/notebook";
import type { EngineView, Saving } from "@/lib/workspace";
import { useWorkspace } from "../../_shell/workspace-provider";
import { downloadForms } from "./download-forms";
import { Button } from "../../_design/button";
import { Menu } from "../../_design/menu";
import { DraftField } from "../../_design/draft-field";
import { HomeLink } from "../../_ui/home-link";
import { IconButton } from "../../_design/icon-button";
import { RunsLink } from "../../_ui/runs-link";
import { SecretsDialog } from "../../_ui/secrets-dialog";
import { ShareButton } from "../../_share/share-button";
import { ThemeMenu } from "../../_ui/theme-menu";
import { NetworkDialog } from "./network";
import { PlanButton } from "./plan";
import { RunMenu } from "./run-menu";
import {
  useCanEdit,
  useCompiler,
  useDownload,
  useEditor,
  useEngine,
  useIsLink,
  useIsRunning,
  useOutline,
  useRunner,
  useSaving,
} from "./open-notebook";
import { part } from "../../_design/part";

const MoreMenu = part(async () => ({ default: (await import("./more-menu")).MoreMenu }));

/** The notebook's name and whether it is saved; and what runs it. */
export function TopBar({ onSimulate }: { readonly onSimulate: () => void }) {
  const isLink = useIsLink();
  return (
    <header className="flex h-12 items-center gap-3 border-b border-line px-3 max-sm:gap-1.5 sm:px-4">
      <HomeLink isCompact />
      <span className="text-line-strong max-sm:hidden" aria-hidden>
        /
      </span>
      <Title />
      {!isLink && <SavingLine />}
      <div className="ml-auto flex items-center gap-1.5">
        <EngineLine />
        {!isLink && (
          <>
            <ShareButton />
            <PlanButton />
            <span className="flex max-sm:hidden">
              <IconButton icon={Hourglass} label="Simulate" onClick={onSimulate} />
            </span>
            <RunButton />
            <span className="flex max-sm:hidden">
              <RunsLink />
            </span>
            <SecretsDialog />
          </>
        )}
        <span className="flex max-sm:hidden">
          <DownloadButton />
        </span>
        {!isLink && <NetworkDialog />}
        <span className="flex max-sm:hidden">
          <ThemeMenu />
        </span>
        <MoreMenu meanwhile={<span className="size-8" />} onSimulate={isLink ? undefined : onSimulate} />
      </div>
    </header>
  );
}

function Title() {
  const { title } = useOutline();
  const editor = useEditor();
  return (
    <>
      <h1 className="sr-only">{title || "Untitled"}</h1>
      <DraftField
        value={title}
        label="Title of the notebook"
        className="max-w-[24rem] min-w-0 shrink truncate py-0.5 font-medium"
        isSnug
        isReadOnly={!useCanEdit()}
        // What is downloaded must be taken elsewhere.
        maxLength={foreignLimits.name}
        onCommit={(changed) => editor.setTitle(changed === "" ? "Untitled" : changed)}
      />
    </>
  );
}

function DownloadButton() {
  const session = useDownload();
  return (
    <Menu
      trigger={<IconButton icon={FileDown} label="Download the notebook" />}
      items={downloadForms}
      onChoose={(form) => void import("./download").then(({ download }) => download(session, form))}
    />
  );
}

function RunButton() {
  const runner = useRunner();
  if (useIsRunning())
    return (
      // The sheet of the run has this, where there is one.
      <Button look="danger" className="max-lg:hidden" onClick={() => runner.stop()}>
        <Square className="size-3.5 fill-current" aria-hidden />
        Stop
      </Button>
    );
  return (
    <div className="flex">
      <Button look="primary" className="rounded-r-none" onClick={() => void runner.run({ kind: "notebook" })}>
        <Play className="size-3.5 fill-current" aria-hidden />
        Run
      </Button>
      <RunMenu />
    </div>
  );
}

const savingText: Record<Saving, string> = {
  saved: "Saved",
  saving: "Saving…",
  conflict: "Not saved",
  failed: "Not saved",
  removed: "Not saved",
};

function SavingLine() {
  const saving = useSaving();
  const isKept = useWorkspace()?.isPersistent ?? true;
  const isBad = savingText[saving] === "Not saved";
  return (
    <span
      role="status"
      className={`text-xs whitespace-nowrap max-sm:sr-only ${isBad ? "text-danger" : "text-faint"}`}
    >
      {saving === "saved" && !isKept ? "In this tab only" : savingText[saving]}
    </span>
  );
}

/** Says what is loaded or started at the moment, while that takes time. */
function EngineLine() {
  const engine = useEngine();
  const isLoading = useCompiler() === "loading";
  const text = engineText(engine) ?? (isLoading ? "Loading TypeScript…" : undefined);
  if (text === undefined) return null;
  return (
    <span role="status" className="text-xs text-muted max-sm:sr-only">
      {text}
      {/* Not to be read out at each step. */}
      {engine.state === "starting" && engine.loaded !== undefined && (
        <span aria-hidden className="tabular-nums">
          {` ${engine.loaded} %`}
        </span>
      )}
    </span>
  );
}

function engineText({ state, loaded }: EngineView): string | undefined {
  switch (state) {
    case "starting":
      return loaded === undefined ? "Starting DuckDB…" : "Loading DuckDB…";
    case "lost":
      return "DuckDB was replaced";
    case "idle":
    case "ready":
      return undefined;
  }
}
