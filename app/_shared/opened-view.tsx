import { useEffect, useState } from "react";
import { openLink, type LinkSession, type OpenedNotebook } from "@/lib/workspace/opened";
import { NotebookView } from "../notebook/_notebook/notebook-view";
import { parseViewed, view } from "../_run/viewed";
import { fileUrl } from "../_shell/base-url";
import { ErrorPage } from "../_ui/error-page";
import { useKeptTitle } from "./kept-title";
import { OpenedBar } from "./opened-bar";
import { useStandIns } from "./stand-ins";
import type { Origin } from "./origin";
import { Reading } from "./reading";

interface OpenedViewProps {
  readonly opened: OpenedNotebook;
  readonly origin: Origin;
  readonly problems: readonly string[];
  readonly isCut?: boolean;
  readonly isFramed?: boolean;
}

/** A notebook that came from elsewhere, to be read and replayed: nothing of it runs, and nothing is kept. */
export function OpenedView({ opened, origin, problems, isCut = false, isFramed = false }: OpenedViewProps) {
  const { linked, problem } = useLinkSession(opened);
  const missing = useStandIns(opened, isFramed);
  useKeptTitle(opened.notebook.title || "Untitled");
  if (problem !== undefined) return <ErrorPage title="This link cannot be shown" problem={problem} />;
  if (!linked) return <Reading />;
  return (
    <NotebookView
      session={linked.session}
      bar={<OpenedBar {...{ linked, opened, origin, missing, problems, isCut, isFramed }} />}
      note={missing.note}
      onFiles={missing.take}
    />
  );
}

function useLinkSession(opened: OpenedNotebook) {
  const [linked, setLinked] = useState<LinkSession>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    const opening = openLink(opened, fileUrl);
    opening.then(
      (one) => {
        if (isGone) return;
        const { moment } = opened.shared;
        // What the address itself says is a choice of whoever looks at it.
        if (moment !== undefined && one.run !== undefined && parseViewed(location.hash).run === undefined)
          view({ run: one.run, moment });
        setLinked(one);
      },
      (error: unknown) => {
        if (!isGone) setProblem(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isGone = true;
      opening.then(({ session }) => session.close()).catch(() => undefined);
    };
  }, [opened]);
  return { linked, problem };
}
