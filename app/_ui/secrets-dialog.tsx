"use client";

import { Dialog } from "@base-ui/react/dialog";
import { KeyRound, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { SecretKeeper, SecretView } from "@/lib/workspace";
import { useWorkspace } from "../_app/workspace-provider";
import { ConfirmRemoval } from "./confirm-removal";
import { IconButton } from "./icon-button";
import { SecretForm } from "./secret-form";
import { SecretList } from "./secret-list";

/** The person's secrets: their names, who may use them, and a place to write new ones. No secret is ever shown. */
export function SecretsDialog() {
  const keeper = useWorkspace()?.secrets;
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <IconButton icon={KeyRound} label="Secrets" disabled={!keeper} onClick={() => setOpen(true)} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-ink/30" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] -translate-1/2 flex-col overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-raised">
          <div className="flex items-center justify-between gap-2">
            <Dialog.Title className="text-lg font-semibold tracking-tight">Secrets</Dialog.Title>
            <IconButton icon={X} label="Close" onClick={() => setOpen(false)} />
          </div>
          <Dialog.Description className="mt-1 text-sm text-muted">
            Encrypted in this browser, and handed to a notebook’s code by name once you allow it:{" "}
            <code className="font-mono text-ink">(await Secret.load("name")).get()</code>
          </Dialog.Description>
          {keeper && <Secrets keeper={keeper} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Secrets({ keeper }: { readonly keeper: SecretKeeper }) {
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
    <>
      <SecretList
        secrets={secrets}
        onReplace={setReplaced}
        onRemove={setDoomed}
        onRevoke={(name, notebook) => void attempt(() => keeper.revoke(name, notebook))}
      />
      <SecretForm
        key={replaced ?? ""}
        replaced={replaced}
        problem={problem}
        onCancel={() => setReplaced(undefined)}
        onSave={async (name, text) => {
          const isSaved = await attempt(() =>
            replaced === undefined ? keeper.add(name, text) : keeper.replace(name, text),
          );
          if (isSaved) setReplaced(undefined);
          return isSaved;
        }}
      />
      <ConfirmRemoval
        title="Delete the secret?"
        isOpen={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        onConfirm={() => {
          if (doomed === undefined) return;
          if (doomed === replaced) setReplaced(undefined);
          void attempt(() => keeper.remove(doomed));
        }}
      >
        “{doomed}” will be gone from this browser, and nobody can show you its value again.
      </ConfirmRemoval>
    </>
  );
}
