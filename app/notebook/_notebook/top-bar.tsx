"use client";

import { useLayoutEffect, useRef, useState } from "react";
import { FileDown, Hourglass, Play, Square } from "lucide-react";
import { foreignLimits } from "@/lib/notebook";
import type { EngineView, Saving } from "@/lib/workspace";
import { handOnFocus, isDrawn } from "../../_run/sheet/stop-focus";
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
  useFlows,
  useIsLink,
  useIsRunning,
  useOutline,
  useRunner,
  useSaving,
} from "./open-notebook";
import { part } from "../../_design/part";

const MoreMenu = part(async () => ({ default: (await import("./more-menu")).MoreMenu }));

interface TopBarProps {
  /** Whether the strip of simulated time is there, which has a button of its own that runs. */
  readonly isSimulating: boolean;
  readonly onSimulate: () => void;
}

/** The notebook's name and whether it is saved; and what runs it. */
export function TopBar({ isSimulating, onSimulate }: TopBarProps) {
  const isLink = useIsLink();
  return (
    <div className="@container/bar h-12 border-b border-line">
      <div className="flex h-full items-center gap-3 px-3 @max-[40rem]/bar:gap-1.5 @min-[40rem]/bar:px-4">
        <HomeLink isCompact />
        <span className="text-line-strong @max-5xl/bar:hidden" aria-hidden>
          /
        </span>
        <Title />
        {!isLink && <SavingLine />}
        <div className="ml-auto flex items-center gap-1.5 @max-[40rem]/bar:gap-1">
          <EngineLine />
          {!isLink && (
            <>
              <ShareButton />
              <span className="flex items-center gap-1.5 @max-[40rem]/bar:hidden">
                <PlanButton />
                <IconButton icon={Hourglass} label="Simulate" onClick={onSimulate} />
              </span>
              <RunButton {...{ isSimulating, onSimulate }} />
            </>
          )}
          {/* On a phone these are under More. */}
          <span className="flex items-center gap-1.5 @max-[40rem]/bar:hidden">
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

/** One button, so that whoever pressed it has the focus on it still. */
function RunButton({ isSimulating, onSimulate }: TopBarProps) {
  const runner = useRunner();
  const isRunning = useIsRunning();
  const [flow, choose] = useChosenFlow();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!isRunning || document.activeElement !== button.current || isDrawn(button.current)) return;
    handOnFocus();
  }, [isRunning]);
  const Icon = isRunning ? Square : Play;
  const run = () => void runner.run(flow === undefined ? { kind: "notebook" } : { kind: "flow", name: flow });
  return (
    // The sheet of the run has what stops it, where there is one.
    <div
      className={`flex ${isRunning ? "max-lg:hidden" : ""}`}
      title={isSimulating ? "In real time" : undefined}
    >
      <Button
        ref={button}
        data-run
        look={isRunning ? "danger" : isSimulating ? "plain" : "primary"}
        className={isRunning ? "" : "rounded-r-none"}
        // Who holds Enter runs once.
        onKeyDown={(event) => event.repeat && event.preventDefault()}
        onClick={isRunning ? () => runner.stop() : run}
      >
        <Icon className="size-3.5 fill-current" aria-hidden />
        {isRunning ? "Stop" : "Run"}
      </Button>
      {!isRunning && <RunMenu {...{ isSimulating, onSimulate }} chosen={flow} onChoose={choose} />}
    </div>
  );
}

/** Of several flows the one that runs from the top: the one that was chosen last, at first the notebook's first. */
function useChosenFlow() {
  const flows = useFlows();
  const [chosen, choose] = useState<string>();
  const [first] = flows;
  const flow = chosen !== undefined && flows.includes(chosen) ? chosen : first;
  return [flows.length > 1 ? flow : undefined, choose] as const;
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
      <span
        className={`text-xs whitespace-nowrap @max-[40rem]/bar:sr-only ${isBad ? "text-danger" : "text-faint"}`}
      >
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
    <span role="status" className="text-xs whitespace-nowrap text-muted @max-3xl/bar:sr-only">
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
