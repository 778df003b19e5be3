"use client";

import { useEffect, useState } from "react";
import type { CatalogueTable, PickedFile, Shelf, ShelvedNotebook } from "@/lib/workspace";
import { go } from "../_shell/navigation";
import { requestRun } from "../_shell/run-request";
import { useTitle } from "../_shell/title";
import { useDroppedFiles } from "../_shell/use-dropped-files";
import { openedWorkspace, useWorkspace } from "../_shell/workspace-provider";
import { DropVeil } from "../_ui/drop-veil";
import { HomeLink } from "../_ui/home-link";
import { RunsLink } from "../_ui/runs-link";
import { SecretsDialog } from "../_ui/secrets-dialog";
import { ThemeMenu } from "../_ui/theme-menu";
import { FileDrop } from "./file-drop";
import { StorageDialog } from "./storage-dialog";
import { usePastedText } from "./use-pasted-text";
import { part } from "../_design/part";

const Examples = part(() => import("./examples"));
const LearnSection = part(() => import("./learn-section"));

// The page is drawn before what it lists is read.
const NotebookList = part(async () => ({ default: (await import("./notebook-list")).NotebookList }));
const TableList = part(async () => ({ default: (await import("./table-list")).TableList }));
const SharedLinkList = part(async () => ({ default: (await import("./shared-link-list")).SharedLinkList }));

/** The home page. */
export function HomeView() {
  const workspace = useWorkspace();
  const [shelf, setShelf] = useState<Shelf>();
  const [notebooks, setNotebooks] = useState<readonly ShelvedNotebook[]>();
  const [tables, setTables] = useState<readonly CatalogueTable[]>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [backup, setBackup] = useState<File>();

  useEffect(() => {
    void workspace?.shelf().then(async (opened) => {
      setShelf(opened);
      setNotebooks(await opened.list());
    });
    void workspace?.catalogue.list().then(setTables);
  }, [workspace]);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  const openFiles = (files: readonly PickedFile[]) =>
    attempt(async () => {
      if (files.length === 0) return;
      // They may come before the page is ready for them.
      const library = await openedWorkspace();
      const { readAny } = await import("@/lib/exchange");
      const { notebooks, data, backup: found, problems } = await readAny(files);
      const [notebook, ...others] = notebooks;
      setBackup(found);
      if (found) {
        setBusy(false);
        setProblem(problems.join(" ") || undefined);
      } else if (notebook) {
        // What comes from elsewhere is not run before its person has seen it.
        const id = await library.importFrom(notebook, data, problems);
        for (const other of others) await library.importFrom(other, data);
        go({ page: "notebook", id });
      } else {
        const id = await library.createFrom(data, problems);
        requestRun(id);
        go({ page: "notebook", id });
      }
    });
  useDroppedFiles((files) => void openFiles(files));
  usePastedText((file) => {
    if (file) void openFiles([{ file }]);
    else
      setProblem(
        "What was pasted is no notebook, data, SQL, TypeScript or link to one. Save it as a file, and drop that.",
      );
  });
  useTitle(undefined);
  const openNew = () =>
    attempt(async () => {
      if (workspace) go({ page: "notebook", id: await workspace.create() });
    });
  const look = async () => {
    setNotebooks(await shelf?.list());
    setTables(await workspace?.catalogue.list());
  };
  const removeTable = (name: string) =>
    attempt(async () => {
      await workspace?.catalogue.remove(name);
      await look();
      setBusy(false);
    });
  const readersOf = ({ name, notebook: owner }: CatalogueTable) => {
    const named = shelf?.find(name) ?? new Set();
    return (notebooks ?? []).flatMap(({ id, title }) =>
      named.has(id) && id !== owner?.id ? [title || "Untitled"] : [],
    );
  };
  const openOver = (table: string) =>
    attempt(async () => {
      if (!workspace) return;
      const id = await workspace.createOver(table);
      requestRun(id);
      go({ page: "notebook", id });
    });

  return (
    <div data-home className="mx-auto max-w-4xl px-4 sm:px-6">
      <DropVeil>Drop to open</DropVeil>
      <header className="flex h-14 items-center justify-between">
        <HomeLink />
        <div className="flex items-center gap-1.5">
          <RunsLink />
          <SecretsDialog />
          {workspace && (
            <StorageDialog keeper={workspace.keeper} backup={backup} onRestored={() => void look()} />
          )}
          <ThemeMenu />
        </div>
      </header>
      <main className="pb-16">
        <section className="pt-8 pb-8 sm:pt-12">
          <h1 className="max-w-xl text-2xl font-semibold tracking-tight text-balance">
            Pipelines that run in this tab
          </h1>
          <p className="mt-2 max-w-xl text-muted">
            SQL and TypeScript cells become flows with tasks, retries, caching and a history, as in Prefect.
            Your data stays in this browser.
          </p>
        </section>
        <FileDrop
          isBusy={isBusy || !workspace}
          isMain={notebooks === undefined || notebooks.length > 0}
          problem={problem}
          onFiles={(files) => void openFiles(files)}
          onNew={() => void openNew()}
        />
        {workspace && shelf && (
          <NotebookList workspace={workspace} shelf={shelf} notebooks={notebooks} onChange={look} />
        )}
        {/* Where it stays: not above what comes yet. */}
        <div className={notebooks ? undefined : "invisible"}>
          {workspace && <LearnSection meanwhile={<div className="h-27" />} workspace={workspace} />}
          <Examples
            meanwhile={<div className="min-h-dvh" />}
            shelf={shelf}
            notebooks={notebooks}
            onAnew={(slug) =>
              void attempt(async () => {
                if (shelf) go({ page: "notebook", id: await shelf.exampleAnew(slug) });
              })
            }
          />
        </div>
        {workspace && <SharedLinkList links={workspace.sharedLinks} />}
        {workspace && (
          <TableList
            tables={tables}
            catalogue={workspace.catalogue}
            readersOf={readersOf}
            onRemove={(name) => void removeTable(name)}
            onUse={(name) => void openOver(name)}
          />
        )}
      </main>
    </div>
  );
}
