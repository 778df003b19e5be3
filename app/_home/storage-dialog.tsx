"use client";

import { Dialog } from "@base-ui/react/dialog";
import { HardDrive, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Keeper, StorageView } from "@/lib/workspace";
import { Button } from "../_ui/button";
import { IconButton } from "../_ui/icon-button";
import { saveBlob } from "../_ui/save-blob";
import { sizeText } from "../_ui/time";
import { Backup } from "./backup";
import { FreeSpace, total } from "./free-space";
import { StoredBytes } from "./stored-bytes";

interface StorageDialogProps {
  readonly keeper: Keeper;
  /** A backup was restored: there may be other notebooks. */
  readonly onRestored: () => void;
}

/** What this browser stores: how much, for how long, and how it is freed, backed up and restored. */
export function StorageDialog({ keeper, onRestored }: StorageDialogProps) {
  return (
    <Dialog.Root>
      <Dialog.Trigger
        render={
          <Button look="quiet">
            <HardDrive className="size-4" aria-hidden />
            Storage
          </Button>
        }
      />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-ink/30" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] -translate-1/2 overflow-auto rounded-xl border border-line bg-surface p-5 shadow-raised">
          <header className="sticky -top-5 z-10 -mx-5 -mt-5 flex items-center justify-between bg-surface px-5 pt-5 pb-2">
            <Dialog.Title className="text-lg font-semibold tracking-tight">Storage</Dialog.Title>
            <Dialog.Close render={<IconButton icon={X} label="Close" />} />
          </header>
          <Content keeper={keeper} onRestored={onRestored} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ keeper, onRestored }: StorageDialogProps) {
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
      {view ? <StoredBytes view={view} /> : !said && <p className="mt-2 text-muted">Measuring…</p>}
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
            isBusy={busy !== undefined}
            onChoose={() => setSaid(undefined)}
            onBackup={() =>
              void attempt("backing up", async () => {
                saveBlob(await keeper.backup(), `runnel-${new Date().toISOString().slice(0, 10)}.runnel`);
                return "The backup was handed to you as a file. Keep it elsewhere than in this browser.";
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
      <p
        role={said?.isBad ? "alert" : "status"}
        className={`sticky -bottom-5 -mx-5 -mb-5 bg-surface px-5 pt-3 pb-5 empty:hidden ${said?.isBad ? "text-danger" : ""}`}
      >
        {busy === undefined ? said?.text : `One moment: ${busy}…`}
      </p>
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
