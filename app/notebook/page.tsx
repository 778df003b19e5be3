"use client";

import { useEffect, useMemo, useState } from "react";
import { loadWorkbench, type NotebookSession, type Workspace } from "@/lib/workspace";
import { go, useRoute } from "../_shell/navigation";
import type { Route } from "../_shell/route";
import { takeRunRequest } from "../_shell/run-request";
import { useTitle } from "../_shell/title";
import { useWorkspace } from "../_shell/workspace-provider";
import { ErrorPage } from "../_ui/error-page";
import { prepareTexts } from "./_notebook/first-sight";
import { NotebookView } from "./_notebook/notebook-view";
import type { CellNote } from "./_notebook/open-notebook";
import { part } from "../_design/part";
import { useSession } from "./_notebook/use-session";

const CameFrom = part(() => import("./_notebook/came-from"));
const CameData = part(() => import("./_notebook/came-data"));

/** One notebook, and the run of it that the address names; or the person's copy of an example. */
export default function NotebookPage() {
  const workspace = useWorkspace();
  const route = useRoute();
  useEffect(() => {
    // While the storage opens. Where it fails, who opens the notebook hears of it.
    loadWorkbench().catch(() => undefined);
    prepareTexts();
  }, []);
  if (!workspace || !route) return <Opening />;
  switch (route.page) {
    case "notebook":
      return <Notebook key={route.id} workspace={workspace} route={route} />;
    case "example":
      return <Example key={route.slug} workspace={workspace} slug={route.slug} />;
    default:
      return (
        <ErrorPage
          title="This notebook cannot be opened"
          problem="The address names no notebook."
          isForGood
        />
      );
  }
}

interface NotebookProps {
  readonly workspace: Workspace;
  readonly route: Extract<Route, { page: "notebook" }>;
}

function Notebook({ workspace, route: { id, run } }: NotebookProps) {
  const { session, problem } = useSession(workspace, id);
  useEffect(() => {
    if (session && run !== undefined) void session.runs.showRun(run);
  }, [session, run]);
  useEffect(() => {
    const target = session && takeRunRequest(id);
    if (target) void session.run(target);
  }, [session, id]);
  const cameFrom = session?.cameFrom;
  const note = useMemo(() => noteOf(session), [session]);
  if (problem !== undefined) return <ErrorPage title="This notebook cannot be opened" problem={problem} />;
  if (!session) return <Opening />;
  return (
    <NotebookView
      session={session}
      bar={cameFrom && <CameFrom of={cameFrom} session={session} />}
      note={note}
    />
  );
}

/** What is said of the cells of a notebook whose link knew the columns of its data. */
function noteOf(session: NotebookSession | undefined): CellNote | undefined {
  const was = session?.cameFrom?.data;
  if (!was) return undefined;
  return (view) => <CameData of={view} was={was} />;
}

/** Makes the person's copy of an example, and goes there. */
function Example({ workspace, slug }: { readonly workspace: Workspace; readonly slug: string }) {
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => {
    let isGone = false;
    workspace.example(slug).then(
      (id) => {
        if (!isGone) go({ page: "notebook", id }, { replace: true });
      },
      (error: unknown) => {
        if (!isGone) setProblem(error);
      },
    );
    return () => {
      isGone = true;
    };
  }, [workspace, slug]);
  if (problem !== undefined) return <ErrorPage title="This notebook cannot be opened" problem={problem} />;
  return <Opening />;
}

function Opening() {
  useTitle("Notebook");
  return (
    <main className="mx-auto max-w-4xl px-6 py-16" aria-busy="true">
      <h1 className="sr-only">Notebook</h1>
      <div className="h-6 w-48 animate-pulse rounded bg-sunken" />
      <div className="mt-6 h-32 animate-pulse rounded-lg bg-sunken" />
      <div className="mt-4 h-48 animate-pulse rounded-lg bg-sunken" />
    </main>
  );
}
