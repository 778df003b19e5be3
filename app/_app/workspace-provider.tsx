"use client";

import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { createWorkspace, type Workspace } from "@/lib/workspace";
import { ErrorPage } from "../_ui/error-page";
import { baseUrl } from "./base-url";
import { frameHost } from "./frame-host";

const WorkspaceContext = createContext<Workspace | undefined>(undefined);

let opening: Promise<Workspace> | undefined;

/** Opens the workspace once for the page, and hands it down; undefined until it is open. */
export function WorkspaceProvider({ children }: { readonly children: ReactNode }) {
  const [workspace, setWorkspace] = useState<Workspace>();
  const [problem, setProblem] = useState<{ readonly title: string; readonly text: string }>();

  useEffect(() => {
    const onOutdated = () =>
      setProblem({ title: "Runnel was updated", text: "Reload this page to go on with the new version." });
    opening ??= createWorkspace({ base: baseUrl(), frameHost, onOutdated });
    opening.then(setWorkspace, (error: unknown) =>
      setProblem({
        title: "Runnel could not start",
        text: error instanceof Error ? error.message : String(error),
      }),
    );
  }, []);

  if (problem) return <ErrorPage {...problem} />;
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

/** The page's workspace; undefined while it opens. */
export function useWorkspace(): Workspace | undefined {
  return use(WorkspaceContext);
}
