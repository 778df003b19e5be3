import { KeyRound } from "lucide-react";
import { Banner } from "../../_design/banner";
import { Button } from "../../_design/button";
import { useRunner } from "./open-notebook";

/** Asks whether the notebook's code may have a secret. */
export default function SecretRequest({ name }: { readonly name: string }) {
  const runner = useRunner();
  return (
    <Banner
      tone="warn"
      icon={KeyRound}
      role="group"
      label={`Secret ${name}`}
      actions={
        <>
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
        </>
      }
    >
      This run asks for the secret <span className="font-mono font-medium">“{name}”</span>
      <span className="block text-muted">
        Its code can then read it, and send it wherever this notebook may connect.
      </span>
    </Banner>
  );
}
