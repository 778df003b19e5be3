import { part } from "../../_design/part";
import { useSecretsAsked } from "./open-notebook";

const SecretRequest = part(() => import("./secret-request"));

/** Asks the person whether this notebook's code may have a secret; the code waits for the answer. */
export function SecretRequests() {
  const asked = useSecretsAsked();
  return (
    <div aria-live="polite">
      {asked.map((name) => (
        <SecretRequest key={name} name={name} />
      ))}
    </div>
  );
}
