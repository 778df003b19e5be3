import { KeyRound, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "../../_design/button";
import { OpenSecrets } from "../../_ui/secrets-dialog";
import { useIsLink, useIsRunning, useLookedRun, useRunner } from "./open-notebook";

/** What one does about a secret that could not be read, where a message says that of one: adds it, or runs again and allows it. */
export function SecretAdvice({ message }: { readonly message: string }) {
  const runner = useRunner();
  const isRunning = useIsRunning();
  const isLink = useIsLink();
  const run = useLookedRun();
  const [isOpen, setOpen] = useState(false);
  const [, name, advice = ""] = /No secret named ([a-z0-9-]+) could be read\. (.*)/.exec(message) ?? [];
  if (name === undefined || isLink) return null;
  if (!advice.startsWith("Add it"))
    return (
      <Button
        className="mt-1 flex"
        disabled={isRunning}
        onClick={() => void runner.run(run?.retry ?? { kind: "notebook" })}
      >
        <Play className="size-3.5" aria-hidden />
        Run again, to be asked
      </Button>
    );
  return (
    <>
      <Button className="mt-1 flex" onClick={() => setOpen(true)}>
        <KeyRound className="size-3.5" aria-hidden />
        Add {name}…
      </Button>
      {isOpen && <OpenSecrets wanted={name} onClose={() => setOpen(false)} />}
    </>
  );
}
