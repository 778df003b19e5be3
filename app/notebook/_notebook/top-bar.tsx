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
import { NetworkButton } from "./network-button";
import { PlanButton } from "./plan-button";
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
    <div className="flex h-12 items-center gap-3 border-b border-line px-3 max-sm:gap-1.5 sm:px-4">
      <HomeLink isCompact />
      <span className="text-line-strong max-lg:hidden" aria-hidden>
        /
      </span>
      <Title />
      {!isLink && <SavingLine />}
      <div className="ml-auto flex items-center gap-1.5">
        <EngineLine />
        {!isLink && (
          <>
            <ShareButton />
            <span className="flex items-center gap-1.5 max-sm:hidden">
              <PlanButton />
              <IconButton icon={Hourglass} label="Simulate" onClick={onSimulate} />
            </span>
            <RunButton />
          </>
        )}
        {/* On a phone these are under More. */}
        <span className="flex items-center gap-1.5 max-sm:hidden">
          {!isLink && (
            <>
              <RunsLink />
              <SecretsDialog />
            </>
          )}
          <DownloadButton />
          {!isLink && <NetworkButton />}
          <ThemeMenu />
        </span>
        <MoreMenu meanwhile={<span className="size-8" />} onSimulate={isLink ? undefined : onSimulate} />
      </div>
    </div>
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
  const isRunning = useIsRunning();
  const Icon = isRunning ? Square : Play;
  return (
    // The sheet of the run has Stop, where there is one.
    <div className={`flex ${isRunning ? "max-lg:hidden" : ""}`}>
      {/* One button for both, so that the focus stays on it. */}
      <Button
        look={isRunning ? "danger" : "primary"}
        className={isRunning ? "" : "rounded-r-none"}
        onClick={() => (isRunning ? runner.stop() : void runner.run({ kind: "notebook" }))}
      >
        <Icon className="size-3.5 fill-current" aria-hidden />
        {isRunning ? "Stop" : "Run"}
      </Button>
      {!isRunning && <RunMenu />}
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
    <>
      <span className={`text-xs whitespace-nowrap max-sm:sr-only ${isBad ? "text-danger" : "text-faint"}`}>
        {saving === "saved" && !isKept ? "In this tab only" : savingText[saving]}
      </span>
      {/* That it is saved with each pause in the typing is nothing to hear. */}
      <span role="status" className="sr-only">
        {isBad && "Changes could not be saved"}
      </span>
    </>
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
