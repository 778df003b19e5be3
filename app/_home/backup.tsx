"use client";

import { useRef, useState } from "react";
import { Button } from "../_design/button";
import { sizeText } from "../_ui/time";

type Mode = "add" | "replace";

interface BackupProps {
  /** A backup to begin with. */
  readonly given: File | undefined;
  readonly isBusy: boolean;
  readonly onBackup: () => void;
  /** A file was chosen: the person is asked how to restore it. */
  readonly onChoose: () => void;
  readonly onRestore: (file: File, mode: Mode) => void;
}

/** Hands out all that is stored as one file, and takes such a file back. */
export function Backup({ given, isBusy, onBackup, onChoose, onRestore }: BackupProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState(given);
  return (
    <section aria-label="Backup" className="mt-3 rounded-lg border border-line p-3">
      <h3 className="font-medium">Backup</h3>
      <p className="mt-1 text-muted">
        Everything as one file, with the content of files that are read from your disk; except secrets: these
        never leave this browser.
      </p>
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
          onChoose();
          event.target.value = "";
        }}
      />
      {file && (
        <Restore
          file={file}
          isBusy={isBusy}
          onCancel={() => setFile(undefined)}
          onRestore={(mode) => {
            setFile(undefined);
            onRestore(file, mode);
          }}
        />
      )}
    </section>
  );
}

const modes = {
  add: { label: "Add what is missing here", effect: "What is here stays as it is.", verb: "Restore" },
  replace: {
    label: "Replace all that is here",
    effect:
      "Notebooks, runs and files that are not in the backup are deleted. Secrets stay, and notebooks ask for them anew.",
    verb: "Delete and restore",
  },
} as const;

interface RestoreProps {
  readonly file: File;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onRestore: (mode: Mode) => void;
}

/** Asks how a backup is to be restored. */
function Restore({ file, isBusy, onCancel, onRestore }: RestoreProps) {
  const [mode, setMode] = useState<Mode>("add");
  return (
    <fieldset
      ref={(node) => node?.scrollIntoView({ block: "nearest" })}
      className="mt-3 scroll-mb-9 border-t border-line pt-3"
    >
      <legend className="sr-only">Restore</legend>
      <p className="break-words">
        Restore “{file.name}” ({sizeText(file.size)})? Only from a file that you made yourself.
      </p>
      {(Object.keys(modes) as Mode[]).map((one) => (
        <label key={one} className="mt-2 flex items-start gap-2">
          <input
            type="radio"
            name="mode"
            checked={mode === one}
            onChange={() => setMode(one)}
            className="mt-1 accent-accent"
          />
          <span>
            {modes[one].label}
            <span className="block text-muted">{modes[one].effect}</span>
          </span>
        </label>
      ))}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          look={mode === "replace" ? "danger" : "primary"}
          disabled={isBusy}
          onClick={() => onRestore(mode)}
        >
          {modes[mode].verb}
        </Button>
        <Button look="quiet" disabled={isBusy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </fieldset>
  );
}
