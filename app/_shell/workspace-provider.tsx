"use client";

import { RefreshCw } from "lucide-react";
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { createWorkspace, type Workspace } from "@/lib/workspace";
import { Banner } from "../_design/banner";
import { Button } from "../_design/button";
import { ErrorPage } from "../_ui/error-page";
import { fileUrl } from "./base-url";
import { drafts } from "./drafts";
import { frameHost } from "./frame-host";
import { isEmbedded } from "./navigation";

const WorkspaceContext = createContext<Workspace | undefined>(undefined);

let opening: Promise<Workspace> | undefined;
let onMatter: (matter: keyof typeof matters) => void = () => undefined;

/** The page's workspace, once it is open: for what a person asks before that. */
export function openedWorkspace(): Promise<Workspace> {
  return (opening ??= createWorkspace({
    ...{ fileUrl, frameHost, drafts },
    onOutdated: () => onMatter("updated"),
    onRestored: () => onMatter("restored"),
  }));
}

/** Opens the workspace once for the page, and hands it down; undefined until it is open. */
export function WorkspaceProvider({ children }: { readonly children: ReactNode }) {
  const [workspace, setWorkspace] = useState<Workspace>();
  const [problem, setProblem] = useState<string>();
  const [matter, setMatter] = useState<keyof typeof matters>();

  useEffect(() => {
    onMatter = setMatter;
    // In a frame of another site nothing is kept, and its storage may be denied.
    if (isEmbedded()) return;
    openedWorkspace().then(setWorkspace, (error: unknown) =>
      setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, []);

  if (problem !== undefined) return <ErrorPage title="Runnel could not start" problem={problem} />;
  return (
    <WorkspaceContext value={workspace}>
      {matter && <Outdated matter={matter} />}
      {children}
    </WorkspaceContext>
  );
}

const matters = {
  updated: "Runnel was updated in another tab.",
  restored: "A backup was restored in another tab.",
};

/** What is on the page stays there, to be read: it can store nothing more. */
function Outdated({ matter }: { readonly matter: keyof typeof matters }) {
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
        <strong>{matters[matter]}</strong> Reload this page to go on: what is not saved yet is kept.
      </Banner>
    </div>
  );
}

/** The page's workspace; undefined while it opens. */
export function useWorkspace(): Workspace | undefined {
  return use(WorkspaceContext);
}
