import { chanceOf, oneOf } from "../base";
import { cities, customerCount } from "./orders";
import type { Row } from "./rows";

const names = ["Ada", "Bo", "Chae", "Dan", "Eun", "Fay", "Gil", "Hana", "Ivo", "Jun"] as const;
const tiers = ["basic", "plus", "pro"] as const;

/** Before this nothing changes. */
const beginning = Date.UTC(2026, 0, 1);

/** The customers as they were at a time. */
export function customers(seed: number, at: number): readonly Row[] {
  return Array.from({ length: customerCount }, (_, index) => {
    const id = index + 1;
    const version = changesOf(seed, id, at).length;
    return {
      id,
      name: `${oneOf(names, chanceOf(seed, "customer", id, "name"))} ${id}`,
      ...versionOf(seed, id, version),
    };
  });
}

/** What has changed after one time and up to another, in order: for each change, the customer as it was from then on. */
export function customerChanges(seed: number, since: number, until: number): readonly Row[] {
  const found = Array.from({ length: customerCount }, (_, index) => {
    const id = index + 1;
    return changesOf(seed, id, until).map((at, place) => ({ id, at, version: place + 1 }));
  }).flat();
  return found
    .filter(({ at }) => at > since)
    .sort((a, b) => a.at - b.at || a.id - b.id)
    .map(({ id, at, version }) => ({
      customer_id: id,
      changed_at: new Date(at).toISOString(),
      version,
      ...versionOf(seed, id, version),
    }));
}

function versionOf(seed: number, id: number, version: number) {
  const chance = (name: string) => chanceOf(seed, "customer", id, version, name);
  return { city: oneOf(cities, chance("city")), tier: oneOf(tiers, chance("tier")) };
}

/** When a customer has changed up to a time: every few weeks. */
function changesOf(seed: number, id: number, until: number): readonly number[] {
  const found: number[] = [];
  for (let at = beginning, change = 1; change <= mostChanges; change++) {
    at += Math.round((5 + chanceOf(seed, "customer", id, "change", change) * 35) * 86_400) * 1000;
    if (at > until) break;
    found.push(at);
  }
  return found;
}

/** Of each customer: some ten years of them. */
const mostChanges = 200;
