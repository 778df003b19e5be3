import { useTitle } from "../_shell/title";

/** What is there while a link is read. */
export function Reading() {
  useTitle("From a link");
  return (
    <main className="mx-auto max-w-4xl px-6 py-16" aria-busy="true">
      <h1 className="sr-only">A notebook from a link</h1>
      <div className="h-6 w-48 animate-pulse rounded bg-sunken" />
      <div className="mt-6 h-32 animate-pulse rounded-lg bg-sunken" />
    </main>
  );
}
