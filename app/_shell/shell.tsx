"use client";

import { Fragment, useEffect, useRef, useState, type ReactNode } from "react";
import type { Workspace } from "@/lib/workspace";
import { ErrorBoundary } from "../_design/error-boundary";
import { part } from "../_design/part";
import { ErrorPage } from "../_ui/error-page";
import { useStore } from "../_ui/store";
import { showHome } from "./linked";
import { isEmbedded, isLinked, navigateInPlace, navigateOutside, useRoute } from "./navigation";
import { addressOf, isSamePage, servedAs, type Route } from "./route";
import { followSystem } from "./theme";
import { useWorkspace } from "./workspace-provider";

const KeptNowhere = part(async () => ({ default: (await import("./kept-nowhere")).KeptNowhere }));
const NewVersion = part(async () => ({ default: (await import("./new-version")).NewVersion }));
const HomePage = part(() => import("../page"));
const NotebookPage = part(() => import("../notebook/page"));
const LearnPage = part(() => import("../learn/page"));
const loadShared = () => import("../_shared/shared-page");
const SharedPage = part(loadShared);
const RunsPage = part(() => import("../runs/page"));
const MissingPage = part(() => import("../not-found"));

// The page of a link is on its way before this one is awake.
if (typeof document !== "undefined" && isLinked()) loadShared().catch(() => undefined);

/** The pages of the app. An example becomes the person's copy of it on the notebook's page. */
const pages: Readonly<Record<Route["page"], ReactNode>> = {
  home: <HomePage />,
  notebook: <NotebookPage />,
  example: <NotebookPage />,
  runs: <RunsPage />,
  learn: <LearnPage />,
  lesson: <LearnPage />,
  shared: <SharedPage />,
  embed: <SharedPage />,
  fetched: <SharedPage />,
  missing: <MissingPage />,
};

/**
 * What is around every page: goes from one to the other in place, says what is the matter with all of them, and keeps a fault in
 * drawing one from leaving the person with nothing. `children` is the page that was loaded.
 */
export function Shell({ children }: { readonly children: ReactNode }) {
  const workspace = useWorkspace();
  useEffect(() => (isEmbedded() ? navigateOutside() : navigateInPlace()), []);
  useEffect(followSystem, []);
  return (
    <>
      {workspace && <Leaving workspace={workspace} />}
      {workspace && !workspace.isPersistent && <KeptNowhere keeper={workspace.keeper} />}
      <NewVersion />
      <Page>{children}</Page>
    </>
  );
}

function Page({ children }: { readonly children: ReactNode }) {
  const route = useRoute();
  const [loaded, setLoaded] = useState(route && servedAs(route));
  // The page that was loaded stands for its address, and comes with its code.
  if (route && !loaded) setLoaded(servedAs(route));
  const isLoaded = !route || !loaded || isSameKind(route, loaded);
  const key = route && placeOf(route);
  const [turn, setTurn] = useState({ key, number: 0 });
  // Once its address is known, the page that was loaded is still the same: what a person gave it meanwhile must not go.
  if (key !== turn.key) setTurn({ key, number: turn.key === undefined ? turn.number : turn.number + 1 });
  const shown = useRef(key);
  useEffect(() => {
    if (key !== shown.current) startAtTop();
    shown.current = key;
  }, [key]);
  const isHome = route?.page === "home";
  useEffect(() => {
    if (isHome) showHome();
  }, [isHome]);
  return (
    <ErrorBoundary of={key} instead={(error) => <Undrawn error={error} />}>
      <Fragment key={turn.number}>{isLoaded ? children : pages[route.page]}</Fragment>
    </ErrorBoundary>
  );
}

/** Has Tab begin at the top of the page: else it would go on from where a link of the page before was. */
function startAtTop(): void {
  const { activeElement, body } = document;
  if (activeElement !== body) return;
  body.tabIndex = -1;
  body.focus({ preventScroll: true });
  body.removeAttribute("tabindex");
}

/** Pages that are one: which runs are looked for, and which of a notebook's is looked at, makes no other. */
function placeOf(route: Route): string {
  if (route.page === "runs") return addressOf({ page: "runs" });
  return route.page === "notebook" ? addressOf({ page: "notebook", id: route.id }) : addressOf(route);
}

function isSameKind(one: Route, other: Route): boolean {
  const isNotebook = ({ page }: Route) => page === "notebook" || page === "example";
  const isLearning = ({ page }: Route) => page === "learn" || page === "lesson";
  return (
    isSamePage(one, other) ||
    one.page === other.page ||
    (isNotebook(one) && isNotebook(other)) ||
    (isLearning(one) && isLearning(other))
  );
}

function Undrawn({ error }: { readonly error: Error }) {
  return (
    <ErrorPage
      title="This page cannot be drawn"
      problem={`${error.message}. Nothing is lost: reload, or go home and open another.`}
    />
  );
}

/** Has the browser ask before the tab is left where that would end a run, or lose all that is kept nowhere else. */
function Leaving({ workspace }: { readonly workspace: Workspace }) {
  const isRunning = useStore(workspace.opened.running).length > 0;
  const mustAsk = isRunning || !workspace.isPersistent;
  useEffect(() => {
    if (!mustAsk) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [mustAsk]);
  return null;
}
