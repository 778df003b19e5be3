"use client";

import { RefreshCw } from "lucide-react";
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { createWorkspace, type Workspace } from "@/lib/workspace";
import { Banner } from "../_design/banner";
import { Button } from "../_design/button";
import { ErrorPage } from "../_ui/error-page";
import { baseUrl } from "./base-url";
import { drafts } from "./drafts";
import { frameHost } from "./frame-host";

const WorkspaceContext = createContext<Workspace | undefined>(undefined);

let opening: Promise<Workspace> | undefined;

/** Opens the workspace once for the page, and hands it down; undefined until it is open. */
export function WorkspaceProvider({ children }: { readonly children: ReactNode }) {
  const [workspace, setWorkspace] = useState<Workspace>();
  const [problem, setProblem] = useState<{ readonly title: string; readonly text: string }>();

  const [reason, setReason] = useState<keyof typeof reasons>();

  useEffect(() => {
    const onOutdated = () => setReason("updated");
    const onRestored = () => setReason("restored");
    opening ??= createWorkspace({ base: baseUrl(), frameHost, drafts, onOutdated, onRestored });
    opening.then(setWorkspace, (error: unknown) =>
      setProblem({
        title: "Runnel could not start",
        text: error instanceof Error ? error.message : String(error),
      }),
    );
  }, []);

  if (problem) return <ErrorPage {...problem} />;
  return (
    <WorkspaceContext value={workspace}>
      {reason && <Outdated reason={reason} />}
      {children}
    </WorkspaceContext>
  );
}

const reasons = {
  updated: "Runnel was updated in another tab.",
  restored: "A backup was restored in another tab.",
};

/** What is on the page stays there, to be read: it can store nothing more. */
function Outdated({ reason }: { readonly reason: keyof typeof reasons }) {
  return (
    <div className="sticky top-0 z-alert">
      <Banner
        tone="warn"
        icon={RefreshCw}
        role="alert"
        actions={
          <Button look="primary" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        <strong>{reasons[reason]}</strong> Reload this page to go on: what is not saved yet is kept.
      </Banner>
    </div>
  );
}

/** The page's workspace; undefined while it opens. */
export function useWorkspace(): Workspace | undefined {
  return use(WorkspaceContext);
}
