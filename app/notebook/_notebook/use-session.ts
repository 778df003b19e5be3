import { useEffect, useState } from "react";
import type { NotebookId, NotebookSession, Workspace } from "@/lib/workspace";
import { firstSight } from "./first-sight";

interface Looked {
  readonly session: NotebookSession | undefined;
  /** Why it cannot be opened. */
  readonly problem: unknown;
}

/** Looks at a notebook for as long as the page does, and has it saved when the person looks away. */
export function useSession(workspace: Workspace, id: NotebookId): Looked {
  const [session, setSession] = useState<NotebookSession>();
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => {
    let isGone = false;
    const looking = workspace.opened.look(id);
    looking.then(
      async ({ session: found }) => {
        await firstSight(found.notebook);
        if (!isGone) setSession(found);
      },
      (error: unknown) => {
        if (!isGone) setProblem(error);
      },
    );
    return () => {
      isGone = true;
      looking.then(({ leave }) => leave()).catch(() => undefined);
    };
  }, [workspace, id]);
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
  return { session, problem };
}
