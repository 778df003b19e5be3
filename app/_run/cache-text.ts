import type { CacheView } from "@/lib/workspace";

const rules: Readonly<Record<Exclude<NonNullable<CacheView["rule"]>, "found" | "absent">, string>> = {
  expired: "its result had expired",
  unreadable: "its result could not be read",
  "refresh-cache": "refreshCache",
  "refresh-setting": "a setting refreshes the cache",
  generator: "generators are not served",
  "no-cache": "policy NO_CACHE",
  "not-persisted": "persistResult: false",
  "caching-off": "a setting turns caching off",
  "key-function": "its function gave no key",
  "no-inputs": "no inputs to make a key of",
  unhashable: "no key could be computed",
};

/** Why a task ran or was served, in a few words beside its state. */
export function cacheText({ outcome, rule, differs }: CacheView): string {
  if (outcome === "hit") {
    if (differs === undefined) return "same key as before";
    return differs.length === 0 ? "nothing changed" : "same key as an earlier run";
  }
  if (rule !== undefined && rule !== "found" && rule !== "absent") return rules[rule];
  if (outcome !== "miss") return "";
  if (differs === undefined) return "nothing cached yet";
  return differs.length === 0 ? "no result of the last run" : `changed: ${differs.map(partText).join(", ")}`;
}

const parts: Readonly<Record<string, string>> = {
  TASK_SOURCE: "source",
  RUN_ID: "flow run",
  FLOW_PARAMETERS: "flow parameters",
  cacheKeyFn: "key",
};

/** A part of a cache key, as its author knows it: `INPUTS.rate` is the input `rate`. */
export function partText(name: string): string {
  return parts[name] ?? name.replace(/^INPUTS\./, "");
}
