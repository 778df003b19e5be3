"use client";

import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { baseUrl } from "./base-url";
import { goInPlace } from "./go";
import { KeptNowhere } from "./kept-nowhere";
import { useWorkspace } from "./workspace-provider";

const HomePage = lazy(() => import("../page"));
const NotebookPage = lazy(() => import("../notebook/page"));

/** The pages of the app, by their folders. */
const pages: Readonly<Record<string, ReactNode>> = { "": <HomePage />, "notebook/": <NotebookPage /> };

/** The page that was opened. Where the browser keeps nothing, the others come in its place: leaving it would lose everything. */
export function Pages({ children }: { readonly children: ReactNode }) {
  const workspace = useWorkspace();
  if (!workspace || workspace.isPersistent) return children;
  return (
    <>
      <KeptNowhere keeper={workspace.keeper} />
      <InPlace>{children}</InPlace>
    </>
  );
}

function InPlace({ children }: { readonly children: ReactNode }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    // A relative base would follow the address.
    document.querySelector("base")?.setAttribute("href", baseUrl());
    const show = (to: string) => {
      history.pushState(null, "", to);
      setAddress(new URL(to, document.baseURI).href);
      scrollTo(0, 0);
    };
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!link || !isPlain || event.defaultPrevented || link.target !== "" || link.download !== "") return;
      if (!pageAt(link.href)) return;
      event.preventDefault();
      show(link.href);
    };
    const back = () => setAddress(location.href);
    const stopGoing = goInPlace(show);
    document.addEventListener("click", follow);
    addEventListener("popstate", back);
    addEventListener("beforeunload", ask);
    return () => {
      stopGoing();
      document.removeEventListener("click", follow);
      removeEventListener("popstate", back);
      removeEventListener("beforeunload", ask);
    };
  }, []);

  const page = address === undefined ? undefined : pageAt(address);
  return page ? <Suspense key={address}>{page}</Suspense> : children;
}

function pageAt(address: string): ReactNode {
  const { origin, pathname } = new URL(address);
  const base = baseUrl();
  const here = `${origin}${pathname}`;
  return here.startsWith(base) ? pages[here.slice(base.length)] : undefined;
}

/** Has the browser ask before the page is left. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
