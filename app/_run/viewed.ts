import { useCallback, useSyncExternalStore } from "react";

/*
 * What of a run is looked at is in the address, after the `#`, so that a moment of a run can be linked: all lenses and the cells
 * share it. Where a link stands there, or the address of a file, it comes after that.
 */

export const lenses = ["timeline", "graph", "logs", "artifacts", "history"] as const;
export type Lens = (typeof lenses)[number];

export const sorts = ["start", "cell", "slowest", "failed", "worker"] as const;

export interface Viewed {
  readonly lens: Lens;
  /** The run that the rest is of. */
  readonly run: string | undefined;
  /** The id of the task run or group that is selected. */
  readonly selected: string | undefined;
  /** Names of states: only task runs in one of them are shown; none: all. */
  readonly states: readonly string[];
  /** What names are searched for. */
  readonly text: string;
  readonly sort: (typeof sorts)[number];
  /** How many events of the log are looked at, where one looks back; see `momentText`. */
  readonly moment: string | undefined;
  /** The part of the time that is looked at, in milliseconds since the run's start: `1200-3500`; none: all. */
  readonly zoom: string | undefined;
  /** Levels of lines: only these are listed; none: all. */
  readonly levels: readonly string[];
  /** Whether only lines of what is selected are listed. */
  readonly isOwn: boolean;
  /** Which runs the history lists: how they stand, between commas, and what they are searched for. */
  readonly runs: string;
  readonly runText: string;
}

/** The part of an address after the `#`, as what is looked at. What makes no sense is left out. */
export function parseViewed(hash: string): Viewed {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const moment = query.get("t");
  return {
    lens: lenses.find((one) => one === query.get("lens")) ?? "timeline",
    run: query.get("run") ?? undefined,
    selected: query.get("task") ?? undefined,
    states: query.get("states")?.split(",").filter(Boolean) ?? [],
    text: query.get("find") ?? "",
    sort: sorts.find((one) => one === query.get("sort")) ?? "start",
    moment: moment !== null && /^\d+(\.\d+)?(~\d+)?$/.test(moment) ? moment : undefined,
    zoom: zoomOf(query.get("z") ?? "") && (query.get("z") ?? undefined),
    levels: query.get("levels")?.split(",").filter(Boolean) ?? [],
    isOwn: query.get("lines") === "own",
    runs: query.get("runs") ?? "",
    runText: query.get("run-find") ?? "",
  };
}

/** The same as text: empty where all is as it is at first. */
export function viewedText(viewed: Viewed): string {
  const { lens, run, selected, states, text, sort, moment, zoom, levels, isOwn, runs, runText } = viewed;
  const query = new URLSearchParams({
    ...(lens !== "timeline" && { lens }),
    ...(run !== undefined && { run }),
    ...(selected !== undefined && { task: selected }),
    ...(states.length > 0 && { states: states.join(",") }),
    ...(text !== "" && { find: text }),
    ...(sort !== "start" && { sort }),
    ...(moment !== undefined && { t: moment }),
    ...(zoom !== undefined && { z: zoom }),
    ...(levels.length > 0 && { levels: levels.join(",") }),
    ...(isOwn && { lines: "own" }),
    ...(runs !== "" && { runs }),
    ...(runText !== "" && { "run-find": runText }),
  });
  return query.size > 0 ? `#${query.toString()}` : "";
}

/**
 * What is to change of what is looked at where a run is: the address names it where it names anything of it, and where it is not
 * the one that comes up by itself (`isOlder`); what it names of another run is let go. Undefined: nothing.
 */
export function namingOf(
  { run, selected, moment, zoom }: Viewed,
  id: string,
  isOlder: boolean,
): Partial<Viewed> | undefined {
  if (run === id) return undefined;
  if (run !== undefined)
    return { run: isOlder ? id : undefined, selected: undefined, moment: undefined, zoom: undefined };
  const isNamed = [selected, moment, zoom].some((one) => one !== undefined);
  return isNamed || isOlder ? { run: id } : undefined;
}

/** From when to when, in milliseconds since a run's start. */
interface Zoom {
  readonly from: number;
  readonly to: number;
}

/** A part of a run's time as text for the address. */
export function zoomText({ from, to }: Zoom): string {
  return [from, to].map((ms) => String(Number(Math.max(0, ms).toFixed(3)))).join("-");
}

/** The part that such a text means; undefined where it means none. */
export function zoomOf(text: string): Zoom | undefined {
  if (!/^\d{1,12}(\.\d{1,3})?-\d{1,12}(\.\d{1,3})?$/.test(text)) return undefined;
  const [from = 0, to = 0] = text.split("-").map(Number);
  return from < to ? { from, to } : undefined;
}

/** The link or the file's address that stands first in the part after the `#`: `#r1…`, `#url=…`; empty where none does. */
function linkIn(hash: string): string {
  return /^#(?:url=[^&]*|(?![a-z-]+=)[^&]*)/.exec(hash)?.[0] ?? "";
}

/** The part of an address after the `#` with something else that is looked at. */
export function withViewed(hash: string, viewed: Viewed): string {
  const [link, text] = [linkIn(hash), viewedText(viewed)];
  return link === "" ? text : `${link}${text.replace("#", "&")}`;
}

let current: { readonly hash: string; readonly viewed: Viewed } | undefined;
const listeners = new Set<() => void>();

function look(): Viewed {
  if (current?.hash !== location.hash) current = { hash: location.hash, viewed: parseViewed(location.hash) };
  return current.viewed;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("hashchange", listener);
  addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("hashchange", listener);
    removeEventListener("popstate", listener);
  };
}

/** Changes what is looked at. */
export function view(change: Partial<Viewed>): void {
  const text = withViewed(location.hash, { ...look(), ...change });
  if (text === location.hash) return;
  history.replaceState(history.state, "", `${location.pathname}${location.search}${text}`);
  for (const listener of [...listeners]) listener();
}

const none = parseViewed("");

/** What is looked at. */
export function useViewed(): Viewed {
  return useSyncExternalStore(subscribe, look, () => none);
}

/** One part of what is looked at: other changes draw nothing. */
export function useViewedPart<Name extends keyof Viewed>(name: Name): Viewed[Name] {
  const get = useCallback(() => look()[name], [name]);
  return useSyncExternalStore(subscribe, get, () => none[name]);
}
