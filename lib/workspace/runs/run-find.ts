import type { RunStateType, RunSummary } from "../../storage";
import { dayOf } from "./day";
import { flowText } from "./flow-name";
import { wentText } from "./went-text";

/** How runs stand, in the words of who looks for some: each a few of the engine's types of state. */
const standings = {
  "under way": ["SCHEDULED", "PENDING", "RUNNING", "CANCELLING"],
  paused: ["PAUSED"],
  completed: ["COMPLETED"],
  failed: ["FAILED"],
  crashed: ["CRASHED"],
  cancelled: ["CANCELLED"],
} as const satisfies Record<string, readonly RunStateType[]>;

export type Standing = keyof typeof standings;

/** All of them, in the order in which they are shown. */
export const allStandings = Object.keys(standings) as readonly Standing[];

/** What is looked for among runs, as an address says it: what is left out, or makes no sense, keeps none away. */
export interface RunFind {
  /** Standings, between commas. */
  readonly state?: string;
  readonly notebook?: string;
  readonly flow?: string;
  /** `1d`, `7d`, `30d`: not older than that; or a day, as `2026-03-12`. */
  readonly time?: string;
  /** Words, of which each is in its name, flow, notebook, message or id, or in what it did. */
  readonly text?: string;
}

/** The parts of what is looked for that are not these. */
export function without(find: RunFind, ...parts: readonly (keyof RunFind)[]): RunFind {
  return Object.fromEntries(Object.entries(find).filter(([part]) => !parts.includes(part as keyof RunFind)));
}

const standingOf = Object.fromEntries(
  allStandings.flatMap((standing) => standings[standing].map((type) => [type, standing])),
) as Readonly<Record<RunStateType, Standing>>;

/** How a run stands. */
export function standing({ stateType }: Pick<RunSummary, "stateType">): Standing {
  return standingOf[stateType];
}

/** Whether a run is not over. */
export function isUnderWay(run: Pick<RunSummary, "stateType">): boolean {
  return ["under way", "paused"].includes(standing(run));
}

/** The standings that are looked for; none: any will do. */
export function standingsOf({ state = "" }: RunFind): readonly Standing[] {
  const asked = state.split(",");
  return allStandings.filter((one) => asked.includes(one));
}

/** Whether a run is looked for. `titles` are those of the notebooks, by id; `now` is in milliseconds since the epoch. */
export function finder(
  find: RunFind,
  titles: Readonly<Record<string, string>>,
  now: number,
): (run: RunSummary) => boolean {
  const states = new Set(standingsOf(find));
  const words = (find.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const isInTime = timeTest(find.time ?? "", now);
  return (run) =>
    (states.size === 0 || states.has(standing(run))) &&
    (find.notebook === undefined || run.notebookId === find.notebook) &&
    (find.flow === undefined || run.flowName === find.flow || run.givenName === find.flow) &&
    isInTime(run.createdAt) &&
    (words.length === 0 || hasAll(words, run, titles));
}

function hasAll(
  words: readonly string[],
  run: RunSummary,
  titles: Readonly<Record<string, string>>,
): boolean {
  const { name, notebookId, message = "", id, executed = [] } = run;
  const told = [name, flowText(run), titles[notebookId] ?? "", message, id, wentText(run), ...executed];
  const text = told.join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

const dayLength = 86_400_000;

function timeTest(time: string, now: number): (at: number) => boolean {
  const days = /^(\d{1,4})d$/.exec(time)?.[1];
  if (days !== undefined) return (at) => at > now - Number(days) * dayLength;
  if (/^\d{4}-\d\d-\d\d$/.test(time)) return (at) => dayOf(at) === time;
  return () => true;
}
