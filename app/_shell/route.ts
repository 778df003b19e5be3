import type { FlowRunId, NotebookId, RunFind } from "@/lib/workspace";

/** A place in the app. */
export type Route =
  | { readonly page: "home" }
  /** A notebook, and of its runs the one that is looked at. */
  | { readonly page: "notebook"; readonly id: NotebookId; readonly run?: FlowRunId }
  /** The person's copy of an example, which is made at the first time. */
  | { readonly page: "example"; readonly slug: string }
  /** The runs of all notebooks: those that are looked for. */
  | ({ readonly page: "runs" } & RunFind)
  /** The lessons; one of them; what a teacher does with them. */
  | { readonly page: "learn"; readonly lesson?: string; readonly desk?: Desk }
  /** A lesson or a course that somebody sent, as a link holds it, or `url=` and where it is to be fetched. */
  | { readonly page: "lesson"; readonly text: string }
  /** What somebody sent, as a link holds it: what follows `#` in the address of the home page, whatever became of it on its way. */
  | { readonly page: "shared"; readonly text: string }
  /** The same in a page that other sites may frame. */
  | { readonly page: "embed"; readonly text: string }
  /** A notebook's file somewhere else. */
  | { readonly page: "fetched"; readonly url: string }
  /** An address of the app that leads nowhere. */
  | { readonly page: "missing" };

/** What a teacher does: grades a class, or makes a lesson of a notebook. */
export type Desk = { readonly kind: "grade" } | { readonly kind: "make"; readonly notebook: NotebookId };

/**
 * The place that an address means; undefined where it is none of the app's. `base` is the absolute address of the app's folder, so
 * that any subpath works. Ids are in the query: a static host has no dynamic pages.
 */
export function parseRoute(address: string, base: string): Route | undefined {
  const { origin, pathname, searchParams, hash } = new URL(address, base);
  const place = `${origin}${pathname}`.replace(/index\.html$/, "");
  if (!`${place}/`.startsWith(base)) return undefined;
  switch (place.slice(base.length).replace(/\/$/, "")) {
    case "":
      return linkedRoute(hash) ?? { page: "home" };
    case "embed":
      return { page: "embed", text: textIn(hash) };
    case "notebook":
      return notebookRoute(searchParams);
    case "learn":
      return learnRoute(searchParams, hash);
    case "runs":
      return { page: "runs", ...runFind(searchParams) };
    default:
      return { page: "missing" };
  }
}

/** What follows `#` up to what is looked at of it. */
function textIn(hash: string): string {
  return hash.slice(1).replace(/&.*$/s, "");
}

/** A link, as far as one can be made out, or the address of a file; any other text is a place on the page. */
function linkedRoute(hash: string): Route | undefined {
  const text = textIn(hash);
  if (text.startsWith("url=")) return { page: "fetched", url: decoded(text.slice("url=".length)) };
  return /^\W*r|%/.test(text) ? { page: "shared", text } : undefined;
}

function learnRoute(query: URLSearchParams, hash: string): Route {
  const [lesson, make] = [query.get("lesson"), query.get("make")];
  if (lesson !== null) return { page: "learn", lesson };
  if (make !== null) return { page: "learn", desk: { kind: "make", notebook: make as NotebookId } };
  if (query.has("grade")) return { page: "learn", desk: { kind: "grade" } };
  return linkedRoute(hash) ? { page: "lesson", text: textIn(hash) } : { page: "learn" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function notebookRoute(query: URLSearchParams): Route {
  const [slug, id, run] = [query.get("example"), query.get("id"), query.get("run")];
  if (slug !== null) return { page: "example", slug };
  if (id === null) return { page: "missing" };
  return { page: "notebook", id: id as NotebookId, ...(run !== null && { run: run as FlowRunId }) };
}

/** The parts of what is looked for among runs, in an address's order. */
export const findParts = ["state", "notebook", "flow", "time", "text"] as const satisfies (keyof RunFind)[];

function runFind(query: URLSearchParams): RunFind {
  return Object.fromEntries(
    findParts.flatMap((part) => {
      const value = query.get(part);
      return value === null ? [] : [[part, value]];
    }),
  );
}

/** The address of a place, relative to the app's folder: what `parseRoute` reads back. */
export function addressOf(route: Route): string {
  switch (route.page) {
    case "home":
      return "./";
    case "notebook":
      return `notebook/?${new URLSearchParams({ id: route.id, ...(route.run && { run: route.run }) }).toString()}`;
    case "example":
      return `notebook/?${new URLSearchParams({ example: route.slug }).toString()}`;
    case "learn":
      return `learn/${queryOf(route)}`;
    case "lesson":
      return `learn/#${route.text}`;
    case "runs": {
      const query = new URLSearchParams(
        findParts.flatMap((part) => (route[part] === undefined ? [] : [[part, route[part]]])),
      ).toString();
      return query === "" ? "runs/" : `runs/?${query}`;
    }
    case "shared":
      return `./#${route.text}`;
    case "embed":
      return `embed/#${route.text}`;
    case "fetched":
      return `./#${new URLSearchParams({ url: route.url }).toString().replaceAll("+", "%20")}`;
    case "missing":
      return "404.html";
  }
}

function queryOf({ lesson, desk }: Extract<Route, { page: "learn" }>): string {
  if (lesson !== undefined) return `?${new URLSearchParams({ lesson }).toString()}`;
  if (desk?.kind === "make") return `?${new URLSearchParams({ make: desk.notebook }).toString()}`;
  return desk ? "?grade" : "";
}

/** The route of the file that a host sends for a page: it never sees what follows `#`. */
export function servedAs(route: Route): Route {
  if (route.page === "lesson") return { page: "learn" };
  return route.page === "shared" || route.page === "fetched" ? { page: "home" } : route;
}

/** Whether two routes lead to the same page, whatever is looked at there. */
export function isSamePage(one: Route, other: Route): boolean {
  if (one.page !== other.page) return false;
  if (one.page === "notebook" && other.page === "notebook") return one.id === other.id;
  return addressOf(one) === addressOf(other);
}
