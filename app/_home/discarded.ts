import { useCallback, useEffect, useRef, useState } from "react";
import type { NotebookId, Workspace } from "@/lib/workspace";

/*
 * A notebook that is deleted here is hidden at first, and can be had back as long as the page says so. It is removed when that is over:
 * when the note is dismissed or the page is left. Which are hidden outlives the tab, so that one that is closed or killed takes nothing
 * back: the next home page removes what nobody offers any more.
 */

const key = "runnel:discarded";
const lockOf = (id: NotebookId) => `runnel:discarded:${id}`;

/** As long as the page, where the browser keeps nothing. */
let inMemory: readonly NotebookId[] = [];

function hidden(): readonly NotebookId[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter((id): id is NotebookId => typeof id === "string") : [];
  } catch {
    return inMemory;
  }
}

function hide(ids: readonly NotebookId[]): void {
  inMemory = ids;
  try {
    localStorage.setItem(key, JSON.stringify(ids));
  } catch {
    // As above.
  }
}

export interface Discarded {
  /** All that are hidden, whichever tab offers them. */
  readonly hidden: ReadonlySet<NotebookId>;
  /** Those that can be had back here, the latest first. */
  readonly offered: readonly NotebookId[];
  readonly discard: (id: NotebookId) => void;
  readonly undo: (id: NotebookId) => void;
  /** Offers it no longer, and removes it. */
  readonly finish: (id: NotebookId) => void;
}

/** Deletes notebooks with a way back, as long as the page is there. */
export function useDiscarded(workspace: Workspace | undefined): Discarded {
  const [offered, setOffered] = useState<readonly NotebookId[]>([]);
  const [all, setAll] = useState<ReadonlySet<NotebookId>>(() => new Set());
  const holds = useRef(new Map<NotebookId, () => void>());
  /** What was removed here: a list that was read before still has it. */
  const gone = useRef(new Set<NotebookId>());
  const look = useCallback(() => setAll(new Set([...hidden(), ...gone.current])), []);

  const forget = useCallback(
    (id: NotebookId) => {
      hide(hidden().filter((one) => one !== id));
      holds.current.get(id)?.();
      holds.current.delete(id);
      look();
      setOffered((ids) => ids.filter((one) => one !== id));
    },
    [look],
  );
  const finish = useCallback(
    (id: NotebookId) => {
      // Still hidden, until it is gone.
      void workspace?.remove(id).then(() => {
        gone.current.add(id);
        forget(id);
      });
      setOffered((ids) => ids.filter((one) => one !== id));
    },
    [workspace, forget],
  );

  useEffect(() => {
    if (!workspace) return;
    const held = holds.current;
    look();
    void removeLeft(workspace, (id) => gone.current.add(id)).then(look);
    return () => {
      for (const id of held.keys()) finish(id);
    };
  }, [workspace, finish, look]);

  const discard = useCallback(
    (id: NotebookId) => {
      hide([...hidden().filter((one) => one !== id), id]);
      // Held as long as it can be had back here.
      const hold = new Promise<void>((resolve) => holds.current.set(id, resolve));
      navigator.locks.request(lockOf(id), () => hold).catch(() => undefined);
      look();
      setOffered((ids) => [id, ...ids]);
    },
    [look],
  );
  return { hidden: all, offered, discard, undo: forget, finish };
}

/** Removes what tabs that are gone have left hidden. */
async function removeLeft(workspace: Workspace, onGone: (id: NotebookId) => void): Promise<void> {
  for (const id of hidden())
    await navigator.locks
      .request(lockOf(id), { ifAvailable: true }, async (lock) => {
        if (!lock) return;
        await workspace.remove(id);
        onGone(id);
        hide(hidden().filter((one) => one !== id));
      })
      // Another time.
      .catch(() => undefined);
}
