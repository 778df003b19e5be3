"use client";

import { useEffect } from "react";
import { useTitle } from "./_shell/title";
import { HomeLink } from "./_ui/home-link";

/** An address that leads nowhere. */
export default function NotFound() {
  useTitle("Not found");
  useEffect(() => {
    // Some chat clients encode the # of a link, which then is asked for as a page.
    const { pathname, search } = location;
    const at = pathname.indexOf("%23");
    if (at >= 0) location.replace(`${pathname.slice(0, at)}#${pathname.slice(at + 3)}${search}`);
  }, []);
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
