"use client";

import { useTitle } from "./_shell/title";
import { HomeLink } from "./_ui/home-link";

/** An address that leads nowhere. */
export default function NotFound() {
  useTitle("Not found");
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6 py-12">
      <HomeLink />
      <h1 className="text-xl font-semibold tracking-tight">There is no such page</h1>
      <p className="text-muted">
        Notebooks live in the browser in which they were made; the home page lists them.
      </p>
    </main>
  );
}
