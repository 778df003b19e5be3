"use client";

import { useEffect, useState } from "react";
import type { AllRuns, RunFind, Workspace } from "@/lib/workspace";
import { go, useRoute } from "../../_shell/navigation";
import { useTitle } from "../../_shell/title";
import { useWorkspace } from "../../_shell/workspace-provider";
import { HomeLink } from "../../_ui/home-link";
import { ThemeMenu } from "../../_ui/theme-menu";
import { RunList } from "./run-list";

/** The page of the runs of all notebooks. */
export function RunsView() {
  const workspace = useWorkspace();
  const route = useRoute();
  const { all, problem } = useAllRuns(workspace);
  useTitle("Runs");
  return (
    <div className="mx-auto max-w-5xl px-4 sm:px-6">
      <header className="flex h-14 items-center justify-between gap-3">
        <HomeLink />
        <ThemeMenu />
      </header>
      <main className="pt-4 pb-16" aria-busy={!all}>
        <h1 className="text-xl font-semibold tracking-tight">Runs</h1>
        {problem !== undefined && (
          <p role="alert" className="mt-4 text-danger">
            {problem}
          </p>
        )}
        {workspace && all && route?.page === "runs" && (
          <RunList workspace={workspace} all={all} find={route} onFind={show} />
        )}
      </main>
    </div>
  );
}

function show(find: RunFind): void {
  go({ ...find, page: "runs" }, { replace: true });
}

/** Reads the runs for as long as the page is shown, and anew when one comes back to it. */
function useAllRuns(workspace: Workspace | undefined) {
  const [all, setAll] = useState<AllRuns>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    const opening = workspace?.watchRuns();
    opening?.then(
      (opened) => {
        if (!isGone) setAll(opened);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isGone = true;
      opening?.then((opened) => opened.close()).catch(() => undefined);
    };
  }, [workspace]);
  useEffect(() => {
    if (!all) return;
    const look = () => {
      if (document.visibilityState === "visible") void all.refresh();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [all]);
  return { all, problem };
}
