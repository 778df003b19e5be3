"use client";

import { useEffect, useState } from "react";
import type { Keeper, StorageView } from "@/lib/workspace";
import { Button } from "../_design/button";
import { DialogFoot } from "../_design/dialog";
import { saveBackup } from "../_ui/save-backup";
import { sizeText } from "../_ui/time";
import { Backup } from "./backup";
import { FreeSpace, total } from "./free-space";
import { StoredBytes } from "./stored-bytes";

interface StoragePanelProps {
  readonly keeper: Keeper;
  /** A backup that was dropped. */
  readonly backup: File | undefined;
  /** A backup was restored: there may be other notebooks. */
  readonly onRestored: () => void;
}

/** How much is stored, for how long, and how it is freed, backed up and restored. */
export function StoragePanel({ keeper, backup, onRestored }: StoragePanelProps) {
  const [view, setView] = useState<StorageView>();
  const [busy, setBusy] = useState<string>();
  const [said, setSaid] = useState<Said>();
  const attempt = async (doing: string, work: () => Promise<string>) => {
    setBusy(doing);
    setSaid(undefined);
    try {
      setSaid({ text: await work(), isBad: false });
      setView(await keeper.look());
    } catch (error) {
      setSaid(failed(error));
    }
    setBusy(undefined);
  };
  useEffect(() => {
    keeper.look().then(setView, (error: unknown) => setSaid(failed(error)));
  }, [keeper]);
  return (
    <div aria-busy={busy !== undefined || !view} className="text-sm">
      {view ? <StoredBytes view={view} /> : !said && <p className="text-muted">Measuring…</p>}
      {view && (
        <>
          <Persistence
            view={view}
            isBusy={busy !== undefined}
            onAsk={() => void attempt("asking", () => askFor(keeper))}
          />
          <FreeSpace
            items={view.evictables}
            isBusy={busy !== undefined}
            onFree={(items) =>
              void attempt("freeing", async () => {
                await keeper.free(items);
                return `Freed about ${sizeText(total(items))}.`;
              })
            }
          />
          <Backup
            given={backup}
            isBusy={busy !== undefined}
            onChoose={() => setSaid(undefined)}
            onBackup={() =>
              void attempt("backing up", async () => {
                const lacks = await saveBackup(keeper);
                return `The backup was handed to you as a file. Keep it elsewhere than in this browser. ${lacks}`;
              })
            }
            onRestore={(file, mode) =>
              void attempt("restoring", async () => {
                await keeper.restore(file, mode);
                onRestored();
                return restored[mode];
              })
            }
          />
        </>
      )}
      <DialogFoot>
        <p role={said?.isBad ? "alert" : "status"} className={said?.isBad ? "text-danger" : ""}>
          {busy === undefined ? said?.text : `One moment: ${busy}…`}
        </p>
      </DialogFoot>
    </div>
  );
}

interface Said {
  readonly text: string;
  readonly isBad: boolean;
}

function failed(error: unknown): Said {
  return { text: error instanceof Error ? error.message : String(error), isBad: true };
}

const restored = {
  add: "Restored: what was missing here was added.",
  replace: "Restored: all is as it was in the backup.",
} as const;

async function askFor(keeper: Keeper): Promise<string> {
  return (await keeper.persist())
    ? "The browser will keep all this."
    : "The browser does not promise it. Most do once the site is bookmarked, installed or used often.";
}

interface PersistenceProps {
  readonly view: StorageView;
  readonly isBusy: boolean;
  readonly onAsk: () => void;
}

function Persistence({ view: { persisted }, isBusy, onAsk }: PersistenceProps) {
  if (persisted === undefined) return null;
  return (
    <section className="mt-4 flex flex-wrap items-center gap-2">
      <p className="min-w-48 flex-1">
        {persisted
          ? "The browser keeps all this until you delete it."
          : "When the disk gets full, the browser may delete all this."}
      </p>
      {!persisted && (
        <Button disabled={isBusy} onClick={onAsk}>
          Ask it to keep all
        </Button>
      )}
    </section>
  );
}
