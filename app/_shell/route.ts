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
  /** An address of the app that leads nowhere. */
  | { readonly page: "missing" };

/**
 * The place that an address means; undefined where it is none of the app's. `base` is the absolute address of the app's folder, so
 * that any subpath works. Ids are in the query: a static host has no dynamic pages.
 */
export function parseRoute(address: string, base: string): Route | undefined {
  const { origin, pathname, searchParams } = new URL(address, base);
  const place = `${origin}${pathname}`.replace(/index\.html$/, "");
  if (!`${place}/`.startsWith(base)) return undefined;
  switch (place.slice(base.length).replace(/\/$/, "")) {
    case "":
      return { page: "home" };
    case "notebook":
      return notebookRoute(searchParams);
    case "runs":
      return { page: "runs", ...runFind(searchParams) };
    default:
      return { page: "missing" };
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
    case "runs": {
      const query = new URLSearchParams(
        findParts.flatMap((part) => (route[part] === undefined ? [] : [[part, route[part]]])),
      ).toString();
      return query === "" ? "runs/" : `runs/?${query}`;
    }
    case "missing":
      return "404.html";
  }
}

/** Whether two routes lead to the same page, whatever is looked at there. */
export function isSamePage(one: Route, other: Route): boolean {
  if (one.page !== other.page) return false;
  if (one.page === "notebook" && other.page === "notebook") return one.id === other.id;
  return addressOf(one) === addressOf(other);
}
