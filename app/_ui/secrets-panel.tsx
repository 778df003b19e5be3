"use client";

import { useEffect, useState } from "react";
import type { SecretKeeper, SecretView } from "@/lib/workspace";
import { AlertDialog } from "../_design/dialog";
import { SecretForm } from "./secret-form";
import { SecretList } from "./secret-list";

interface SecretsPanelProps {
  readonly keeper: SecretKeeper;
  /** The name of a secret that is to be added. */
  readonly wanted: string | undefined;
  /** That one is kept. */
  readonly onAdded: () => void;
}

/** The secrets there are, and the ways to add, replace, take back and delete one. */
export function SecretsPanel({ keeper, wanted, onAdded }: SecretsPanelProps) {
  const [secrets, setSecrets] = useState<readonly SecretView[]>([]);
  const [problem, setProblem] = useState<string>();
  const [replaced, setReplaced] = useState<string>();
  const [doomed, setDoomed] = useState<string>();
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      setSecrets(await keeper.list());
      setProblem(undefined);
      return true;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  useEffect(() => {
    let isGone = false;
    keeper.list().then(
      (list) => !isGone && setSecrets(list),
      (error: unknown) => !isGone && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isGone = true;
    };
  }, [keeper]);
  return (
    <div className="mt-4">
      <SecretList
        secrets={secrets}
        onReplace={setReplaced}
        onRemove={setDoomed}
        onRevoke={(name, notebook) => void attempt(() => keeper.revoke(name, notebook))}
      />
      <SecretForm
        key={replaced ?? ""}
        replaced={replaced}
        wanted={wanted}
        problem={problem}
        onCancel={() => setReplaced(undefined)}
        onSave={async (name, text) => {
          const isSaved = await attempt(() =>
            replaced === undefined ? keeper.add(name, text) : keeper.replace(name, text),
          );
          if (isSaved) setReplaced(undefined);
          if (isSaved && name === wanted) onAdded();
          return isSaved;
        }}
      />
      {doomed !== undefined && (
        <AlertDialog
          title="Delete the secret?"
          cancel="Keep it"
          action="Delete"
          onAction={() => {
            if (doomed === replaced) setReplaced(undefined);
            void attempt(() => keeper.remove(doomed));
          }}
          onClose={() => setDoomed(undefined)}
        >
          “{doomed}” will be gone from this browser, and nobody can show you its value again.
        </AlertDialog>
      )}
    </div>
  );
}
