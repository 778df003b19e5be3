import { lazy, Suspense } from "react";
import { useSecretsAsked } from "./open-notebook";

// Most notebooks ask for none.
const SecretQuestion = lazy(() => import("./secret-question"));

/** The secrets for which the run under way waits, each a question to the person. */
export function SecretRequests() {
  const asked = useSecretsAsked();
  return (
    <div aria-live="polite">
      <Suspense>
        {asked.map((name) => (
          <SecretQuestion key={name} name={name} />
        ))}
      </Suspense>
    </div>
  );
}
