"use client";

import { Dialog } from "@base-ui/react/dialog";
import { HardDrive, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Evictable, Keeper, StorageView } from "@/lib/workspace";
import { Ago } from "./ago";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { saveBlob } from "./save-blob";
import { countText, sizeText } from "./time";

/** What this browser stores: how much, for how long, and how it is freed, backed up and restored. */
export function StorageDialog({ keeper }: { readonly keeper: Keeper }) {
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
          <header className="flex items-center justify-between">
            <Dialog.Title className="text-lg font-semibold tracking-tight">Storage</Dialog.Title>
            <Dialog.Close render={<IconButton icon={X} label="Close" />} />
          </header>
          <Content keeper={keeper} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ keeper }: { readonly keeper: Keeper }) {
  const [view, setView] = useState<StorageView>();
  const [busy, setBusy] = useState<string>();
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean }>();
  const attempt = async (doing: string, work: () => Promise<string | undefined>) => {
    setBusy(doing);
    setSaid(undefined);
    try {
      const text = await work();
      if (text !== undefined) setSaid({ text, isBad: false });
      setView(await keeper.look());
    } catch (error) {
      setSaid({ text: error instanceof Error ? error.message : String(error), isBad: true });
    }
    setBusy(undefined);
  };
  useEffect(() => {
    keeper.look().then(setView, (error: unknown) => setSaid({ text: String(error), isBad: true }));
  }, [keeper]);
  return (
    <div aria-busy={busy !== undefined || !view} className="text-sm">
      {view ? <Bytes view={view} /> : <p className="mt-2 text-muted">Measuring…</p>}
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
            onBackup={() =>
              void attempt("backing up", async () => {
                saveBlob(await keeper.backup(), `runnel-${new Date().toISOString().slice(0, 10)}.runnel`);
                return "The backup was handed to you as a file. Keep it elsewhere than in this browser.";
              })
            }
            onRestore={(file, mode) =>
              void attempt("restoring", async () => {
                await keeper.restore(file, mode);
                location.reload();
                return undefined;
              })
            }
          />
        </>
      )}
      <p
        role={said?.isBad ? "alert" : "status"}
        className={`mt-3 ${said?.isBad ? "text-danger" : "text-muted"}`}
      >
        {busy === undefined ? said?.text : `One moment: ${busy}…`}
      </p>
    </div>
  );
}

async function askFor(keeper: Keeper): Promise<string> {
  return (await keeper.persist())
    ? "The browser will keep all this."
    : "The browser does not promise it. Most do once the site is bookmarked, installed or used often.";
}

const kinds = {
  notebooks: "Notebooks",
  runs: "Runs",
  results: "Results",
  tables: "Tables",
  files: "Files",
  settings: "Settings and pins",
} as const;

function Bytes({ view }: { readonly view: StorageView }) {
  const { bytes, used, quota, oldestRun } = view;
  return (
    <>
      <dl className="mt-3 grid grid-cols-[1fr_auto] gap-y-1">
        {(Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => (
          <div key={kind} className="col-span-2 grid grid-cols-subgrid border-b border-line/60 pb-1">
            <dt>{kinds[kind]}</dt>
            <dd className="text-right text-muted tabular-nums">{sizeText(bytes[kind])}</dd>
          </div>
        ))}
      </dl>
      {used !== undefined && quota !== undefined && (
        <p className="mt-2 text-muted">
          The browser counts {sizeText(used)} and allows about {sizeText(quota)}.
        </p>
      )}
      {oldestRun && (
        <p className="mt-1 text-muted">
          The oldest run is from <Ago at={oldestRun.createdAt} />.
        </p>
      )}
    </>
  );
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

const day = 24 * 3_600_000;
const ages = [
  { label: "Whenever used", ms: 0 },
  { label: "Not used for a day", ms: day },
  { label: "Not used for a week", ms: 7 * day },
  { label: "Not used for a month", ms: 30 * day },
] as const;
const words = { results: "results", tables: "tables' rows", files: "files that nothing names" } as const;

interface FreeSpaceProps {
  readonly items: readonly Evictable[];
  readonly isBusy: boolean;
  readonly onFree: (items: readonly Evictable[]) => void;
}

function FreeSpace({ items, isBusy, onFree }: FreeSpaceProps) {
  const [age, setAge] = useState(0);
  const [now] = useState(() => Date.now());
  const chosen = items.filter(({ usedAt }) => usedAt <= now - age);
  const counts = (Object.keys(words) as Evictable["kind"][]).flatMap((kind) => {
    const own = chosen.filter((one) => one.kind === kind);
    return own.length > 0 ? [`${countText(own.length)} ${words[kind]} (${sizeText(total(own))})`] : [];
  });
  return (
    <section aria-label="Free space" className="mt-4 rounded-lg border border-line p-3">
      <label className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">Results and table rows</span>
        <select
          value={age}
          onChange={(event) => setAge(Number(event.target.value))}
          className="h-8 rounded-md border border-line-strong bg-surface px-2"
        >
          {ages.map(({ label, ms }) => (
            <option key={ms} value={ms}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <p className="mt-1 text-muted">
        {counts.length > 0 ? `These would go: ${counts.join(", ")}.` : "Nothing of this age can go."} They are
        made again when they are needed. Notebooks, runs, and what pinned runs left stay.
      </p>
      <Button
        look="danger"
        className="mt-2"
        disabled={isBusy || chosen.length === 0}
        onClick={() => onFree(chosen)}
      >
        Free {sizeText(total(chosen))}
      </Button>
    </section>
  );
}

interface BackupProps {
  readonly isBusy: boolean;
  readonly onBackup: () => void;
  readonly onRestore: (file: File, mode: "add" | "replace") => void;
}

function Backup({ isBusy, onBackup, onRestore }: BackupProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  return (
    <section aria-label="Backup" className="mt-3 rounded-lg border border-line p-3">
      <p className="font-medium">Backup</p>
      <p className="mt-1 text-muted">Everything but secrets, as one file.</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button disabled={isBusy} onClick={onBackup}>
          Back up
        </Button>
        <Button disabled={isBusy} onClick={() => picker.current?.click()}>
          Restore…
        </Button>
      </div>
      <input
        ref={picker}
        type="file"
        accept=".runnel"
        className="hidden"
        aria-label="Backup file"
        tabIndex={-1}
        onChange={(event) => {
          setFile(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {file && (
        <div role="group" aria-label="Restore" className="mt-3">
          <p className="break-words">Restore “{file.name}”?</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button look="primary" disabled={isBusy} onClick={() => onRestore(file, "add")}>
              Add what is missing
            </Button>
            <Button look="danger" disabled={isBusy} onClick={() => onRestore(file, "replace")}>
              Replace all that is here
            </Button>
            <Button look="quiet" disabled={isBusy} onClick={() => setFile(undefined)}>
              Cancel
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function total(items: readonly Evictable[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}
