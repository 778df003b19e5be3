import { useEffect, useState } from "react";
import type { NotebookId, NotebookSession, Workspace } from "@/lib/workspace";

/** Looks at a notebook for as long as the page does, and has it saved when the person looks away. */
export function useSession(workspace: Workspace, id: NotebookId) {
  const [session, setSession] = useState<NotebookSession>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    const looking = workspace.opened.look(id);
    looking.then(
      (look) => {
        if (!isGone) setSession(look.session);
      },
      (error: unknown) => {
        if (!isGone) setProblem(error instanceof Error ? error.message : String(error));
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
