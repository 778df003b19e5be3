"use client";

import { CircleAlert, Trash2 } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { NotebookId, Shelf, ShelvedNotebook, Workspace } from "@/lib/workspace";
import { Button, primaryLink } from "../_design/button";
import { EmptyState } from "../_design/empty-state";
import { controlLook } from "../_design/field";
import { List } from "../_design/list";
import { Toast, Toasts } from "../_design/toast";
import { addressOf } from "../_shell/route";
import { saveBlob } from "../_ui/save-blob";
import { useDiscarded } from "./discarded";
import { HomeSection } from "./home-section";
import { NotebookRow, type NotebookAct } from "./notebook-row";

interface NotebookListProps {
  readonly workspace: Workspace;
  readonly shelf: Shelf;
  /** Undefined while they are read. */
  readonly notebooks: readonly ShelvedNotebook[] | undefined;
  /** Has them read again. */
  readonly onChange: () => Promise<void>;
}

const orders = {
  changed: { label: "Last changed", compare: (a, b) => b.updatedAt - a.updatedAt },
  made: { label: "Last made", compare: (a, b) => b.createdAt - a.createdAt },
  name: { label: "By name", compare: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }) },
} as const satisfies Record<
  string,
  { readonly label: string; readonly compare: (a: ShelvedNotebook, b: ShelvedNotebook) => number }
>;

/** The notebooks of this browser: found, opened, and changed without being opened. */
export function NotebookList({ workspace, shelf, notebooks, onChange }: NotebookListProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { hidden, offered, discard, undo, finish } = useDiscarded(workspace);
  const [words, setWords] = useState("");
  const [order, setOrder] = useState<keyof typeof orders>("changed");
  const [problem, setProblem] = useState<string>();
  const soughtWords = useDeferredValue(words);
  const all = useMemo(() => notebooks?.filter(({ id }) => !hidden.has(id)), [notebooks, hidden]);
  const shown = useMemo(() => {
    const found = shelf.find(soughtWords);
    return all?.filter(({ id }) => soughtWords === "" || found.has(id)).toSorted(orders[order].compare);
  }, [all, shelf, soughtWords, order]);

  const attempt = (work: () => Promise<unknown>) => {
    setProblem(undefined);
    work()
      .then(onChange)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const acts: Record<NotebookAct, (id: NotebookId) => void> = {
    duplicate: (id) => attempt(() => shelf.duplicate(id)),
    download: (id) =>
      attempt(async () => {
        const file = await shelf.file(id);
        saveBlob(file, file.name);
      }),
    delete: (id) => {
      const place = shown?.findIndex((one) => one.id === id) ?? 0;
      flushSync(() => discard(id));
      const links = list.current?.querySelectorAll<HTMLElement>("li a[href]");
      // The row that stands there now, else the last; where none is left, the heading.
      (links?.[Math.min(place, links.length - 1)] ?? heading.current)?.focus();
    },
  };
  const titleOf = (id: NotebookId) => notebooks?.find((one) => one.id === id)?.title || "Untitled";

  return (
    <>
      <HomeSection title="Your notebooks" heading={heading}>
        {all?.length === 0 && <FirstStep />}
        {all && all.length > 1 && (
          <div className="mb-2 flex flex-wrap gap-2">
            <input
              type="search"
              aria-label="Find notebooks"
              placeholder="Find by title, text or #tag"
              className={`${controlLook} flex-1 basis-48`}
              value={words}
              onChange={({ target }) => setWords(target.value)}
            />
            <select
              aria-label="Order"
              className={controlLook}
              value={order}
              onChange={({ target }) => setOrder(target.value as keyof typeof orders)}
            >
              {Object.entries(orders).map(([value, { label }]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        )}
        <p role="status" className="sr-only">
          {words !== "" && shown && `${shown.length} found`}
        </p>
        {words !== "" && shown?.length === 0 && <EmptyState>No notebook has “{words}”.</EmptyState>}
        <div ref={list}>
          <List>
            {shown?.map((notebook) => (
              <NotebookRow
                key={notebook.id}
                notebook={notebook}
                opened={workspace.opened}
                onRename={(title) => attempt(() => shelf.rename(notebook.id, title))}
                onTag={(tags) => attempt(() => shelf.tag(notebook.id, tags))}
                onAct={(act) => acts[act](notebook.id)}
                onFind={setWords}
              />
            ))}
          </List>
        </div>
      </HomeSection>
      <Toasts className="fixed inset-x-0">
        {problem !== undefined && (
          <Toast tone="danger" icon={CircleAlert} role="alert" onDismiss={() => setProblem(undefined)}>
            {problem}
          </Toast>
        )}
        {offered.map((id) => (
          <Toast
            key={id}
            tone="info"
            icon={Trash2}
            role="status"
            actions={<Button onClick={() => undo(id)}>Undo</Button>}
            onDismiss={() => finish(id)}
          >
            “{titleOf(id)}” and its runs are deleted. You can have it back until you leave this page.
          </Toast>
        ))}
      </Toasts>
    </>
  );
}

/** For whoever is here for the first time: one thing to do. */
function FirstStep() {
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-4">
      <p className="text-sm text-muted">
        None yet. They stay in this browser, and are nowhere else. Begin with one that is there: open it, and
        press Run.
      </p>
      <a
        href={addressOf({ page: "example", slug: "hello-flow" })}
        className={`mt-3 min-h-8 px-3 text-sm ${primaryLink}`}
      >
        Start with an example
      </a>
    </div>
  );
}
