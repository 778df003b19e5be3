import type { CacheDecision } from "../../engine";

type ExecutingRule = Exclude<NonNullable<CacheDecision["rule"]>, "found" | "absent">;

/** Why a task executes, by the rule of the engine that decided: names in backticks are code. */
export const ruleTexts: Readonly<Record<ExecutingRule, string>> = {
  expired: "its result expired",
  unreadable: "its result cannot be read",
  "refresh-cache": "it is to be made anew each time (`refreshCache`)",
  "refresh-setting": "a setting has all results made anew",
  generator: "a generator is not served from the cache",
  "no-cache": "it is never served from the cache (`NO_CACHE`)",
  "not-persisted": "its result is not kept (`persistResult: false`)",
  "caching-off": "a setting turns caching off",
  "key-function": "its `cacheKeyFn` gave no key",
  "no-inputs": "it has no inputs to make a key of",
  unhashable: "no key can be made of its inputs",
};

/** A part of a key, as its author knows it. */
export function partText(name: string): string {
  if (name === "FLOW_PARAMETERS") return "flow parameters";
  return name.replace(/^INPUTS\./, "");
}

/** Names, as code. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" and ");
}
