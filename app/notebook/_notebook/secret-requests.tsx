import { KeyRound } from "lucide-react";
import { Button } from "../../_design/button";
import { useRunner, useSecretsAsked } from "./open-notebook";

/** Asks the person whether this notebook's code may have a secret; the code waits for the answer. */
export function SecretRequests() {
  const asked = useSecretsAsked();
  const runner = useRunner();
  return (
    <div aria-live="polite" className="sticky top-12 z-20">
      {asked.map((name) => (
        <div
          key={name}
          role="group"
          aria-label={`Secret ${name}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warn-soft px-3 py-2 text-sm sm:px-4"
        >
          <p className="flex min-w-0 flex-1 basis-60 items-start gap-2">
            <KeyRound className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
            <span className="min-w-0 break-words">
              This run asks for the secret <span className="font-mono font-medium">“{name}”</span>
              <span className="block text-muted">
                Its code can then read it, and send it wherever this notebook may connect.
              </span>
            </span>
          </p>
          <div className="ml-auto flex gap-2">
            <Button onClick={() => void runner.answerSecret(name, false)}>Deny</Button>
            <Button
              look="primary"
              onClick={({ detail }) => {
                // The second click of two may be meant for what stood here before.
                if (detail < 2) void runner.answerSecret(name, true);
              }}
            >
              Allow for this notebook
            </Button>
          </div>
        </div>
      ))}
    </div>
  );
}
