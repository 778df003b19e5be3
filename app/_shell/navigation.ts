import { useSyncExternalStore } from "react";
import { baseUrl } from "./base-url";
import { addressOf, parseRoute, servedAs, type Route } from "./route";

/*
 * One goes from page to page in place: no page is left, so that what runs goes on. The browser's history has the addresses.
 */
const listeners = new Set<() => void>();

/** The route of the address bar, read anew when that has changed. */
let current: { readonly href: string; readonly route: Route } | undefined;

function look(): Route {
  if (current?.href !== location.href) {
    const route = parseRoute(location.href, baseUrl()) ?? { page: "missing" };
    current = { href: location.href, route };
  }
  return current.route;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of [...listeners]) listener();
}

/** Where one is; undefined while the page comes as it was built. */
export function useRoute(): Route | undefined {
  return useSyncExternalStore(subscribe, look, () => undefined);
}

/** Whether this is the page that other sites may frame. */
export function isEmbedded(): boolean {
  return look().page === "embed";
}

/** Whether the address is of what somebody sent: its page is not the one that the host did. */
export function isLinked(): boolean {
  const { page } = look();
  return page === "shared" || page === "fetched";
}

/** Goes to a place in the app; with `replace`, instead of where one is. */
export function go(route: Route, { replace = false } = {}): void {
  const address = new URL(addressOf(route), baseUrl()).href;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  if (!replace) scrollTo(0, 0);
  tell();
}

/** Has links lead out of the frame of another site, to pages of their own; the returned function ends that. */
export function navigateOutside(): () => void {
  const base = document.querySelector("base");
  base?.setAttribute("href", baseUrl());
  base?.setAttribute("target", "_blank");
  addEventListener("hashchange", tell);
  return () => {
    base?.removeAttribute("target");
    removeEventListener("hashchange", tell);
  };
}

/** Has links into the app, Back and Forward lead there in place; the returned function ends that. */
export function navigateInPlace(): () => void {
  // A relative base would follow the address.
  document.querySelector("base")?.setAttribute("href", baseUrl());
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain =
      event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented || link.target !== "" || link.download !== "") return;
    const route = parseRoute(link.href, baseUrl());
    // A place on a page is the browser's to go to.
    if (!route || (new URL(link.href).hash !== "" && servedAs(route) === route)) return;
    event.preventDefault();
    go(route);
  };
  document.addEventListener("click", follow);
  addEventListener("popstate", tell);
  addEventListener("hashchange", tell);
  return () => {
    document.removeEventListener("click", follow);
    removeEventListener("popstate", tell);
    removeEventListener("hashchange", tell);
  };
}
