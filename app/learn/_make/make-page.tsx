import { useEffect, useState } from "react";
import type { LessonMaker, Making, NotebookId, NotebookSession, Workspace } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { addressOf } from "../../_shell/route";
import { useTitle } from "../../_shell/title";
import { useSession } from "../../notebook/_notebook/use-session";
import { ErrorPage } from "../../_ui/error-page";
import { HomeLink } from "../../_ui/home-link";
import { useStore } from "../../_ui/store";
import { ThemeMenu } from "../../_ui/theme-menu";
import { openGrader } from "../_learn/grader-frame";
import { LessonForm } from "./lesson-form";
import { firstDraft, withOffered, type Draft } from "./plan";

interface MakePageProps {
  readonly workspace: Workspace;
  readonly notebook: NotebookId;
}

/** Makes a lesson of a notebook: what its last run did suggests what must hold. */
export default function MakePage({ workspace, notebook }: MakePageProps) {
  const { session, problem } = useSession(workspace, notebook);
  useTitle("Make a lesson");
  if (problem !== undefined) return <ErrorPage title="This notebook cannot be opened" problem={problem} />;
  return (
    <div className="mx-auto max-w-4xl px-4 sm:px-6">
      <header className="flex h-14 items-center justify-between gap-3">
        <HomeLink />
        <ThemeMenu />
      </header>
      <main className="pt-4 pb-16" aria-busy={!session}>
        <a
          href={addressOf({ page: "notebook", id: notebook })}
          className="text-sm text-accent hover:underline"
        >
          Back to the notebook
        </a>
        <h1 className="mt-2 text-xl font-semibold tracking-tight">Make a lesson</h1>
        <p className="mt-1 max-w-[64ch] text-muted">
          The notebook is the solution, and its prose is what is read. Say what the learner begins with, and
          what must hold of their runs: any way that gets there is right.
        </p>
        {session && <Making workspace={workspace} session={session} />}
      </main>
    </div>
  );
}

interface Begun {
  readonly maker: LessonMaker;
  readonly making: Making;
}

function Making({
  workspace,
  session,
}: {
  readonly workspace: Workspace;
  readonly session: NotebookSession;
}) {
  const run = useStore(session.shows.run);
  const isRunning = useStore(session.shows.isRunning);
  const [begun, setBegun] = useState<Begun>();
  const [draft, setDraft] = useState<Draft>();
  const [problem, setProblem] = useState<string>();
  const runId = run?.id;
  useEffect(() => {
    if (isRunning) return;
    let isGone = false;
    const begin = async () => {
      const lessons = await workspace.lessons();
      const maker = (await lessons.classroom(openGrader)).maker(session);
      return { maker, making: await maker.begin() };
    };
    begin().then(
      (one) => {
        if (isGone) return;
        setBegun(one);
        setDraft((now) => (now ? withOffered(now, one.making) : firstDraft(session, one.making)));
      },
      (error: unknown) => !isGone && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isGone = true;
    };
  }, [workspace, session, isRunning, runId]);
  return (
    <>
      <p className="mt-4 flex flex-wrap items-center gap-2 text-sm">
        <Button
          look={run ? "plain" : "primary"}
          disabled={isRunning}
          onClick={() => void session.run({ kind: "notebook" })}
        >
          {isRunning ? "Running…" : run ? "Run it again" : "Run it"}
        </Button>
        <span role="status" className="text-muted">
          {run
            ? "Checks are offered of what the last run did."
            : "Nothing has run yet: checks are offered of what a run does."}
        </span>
      </p>
      {problem !== undefined && (
        <p role="alert" className="mt-3 text-danger">
          {problem}
        </p>
      )}
      {begun && draft && (
        <LessonForm {...begun} session={session} workspace={workspace} draft={draft} onChange={setDraft} />
      )}
    </>
  );
}
