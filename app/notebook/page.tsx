"use client";

import { useEffect, useState } from "react";
import type { FlowRunId, NotebookId, NotebookSession } from "@/lib/workspace";
import { takeRunRequest } from "../_app/run-request";
import { useWorkspace } from "../_app/workspace-provider";
import { ErrorPage } from "../_ui/error-page";
import { NotebookView } from "./_notebook/notebook-view";

/** One notebook, by `?id=`, and a run of it by `&run=`; or the person's copy of an example, by `?example=`. */
export default function NotebookPage() {
  const workspace = useWorkspace();
  const [session, setSession] = useState<NotebookSession>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!workspace) return;
    let isGone = false;
    let opened: NotebookSession | undefined;
    const open = async () => {
      const query = new URLSearchParams(location.search);
      const example = query.get("example");
      const id = example === null ? (query.get("id") as NotebookId | null) : await workspace.example(example);
      if (id === null) throw new Error("The address names no notebook.");
      if (example !== null) history.replaceState(null, "", `${location.pathname}?id=${id}`);
      opened = await workspace.open(id);
      if (isGone) return void opened.close();
      setSession(opened);
      const run = query.get("run") as FlowRunId | null;
      if (run !== null) await opened.showRun(run);
      if (takeRunRequest(id)) await opened.run({ kind: "notebook" });
    };
    open().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
    return () => {
      isGone = true;
      void opened?.close();
    };
  }, [workspace]);

  useEffect(() => {
    if (!session) return;
    const save = () => void session.save();
    document.addEventListener("visibilitychange", save);
    window.addEventListener("pagehide", save);
    return () => {
      document.removeEventListener("visibilitychange", save);
      window.removeEventListener("pagehide", save);
    };
  }, [session]);

  if (problem) return <ErrorPage title="This notebook cannot be opened" text={problem} />;
  if (!session) return <Opening />;
  return <NotebookView session={session} />;
}

function Opening() {
  return (
    <main className="mx-auto max-w-4xl px-6 py-16" aria-busy="true">
      <h1 className="sr-only">Notebook</h1>
      <div className="h-6 w-48 animate-pulse rounded bg-sunken" />
      <div className="mt-6 h-32 animate-pulse rounded-lg bg-sunken" />
      <div className="mt-4 h-48 animate-pulse rounded-lg bg-sunken" />
    </main>
  );
}
