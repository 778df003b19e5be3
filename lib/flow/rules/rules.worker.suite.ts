import { expect } from "vitest";
import { play, type Rule, type Suite } from "./harness.suite";

/** Plays rules in this worker, one at a time, as it is told to. */
const files = import.meta.glob<Record<string, unknown>>(["./*.suite.ts", "!./*.worker.suite.ts"], {
  eager: true,
});
const suites = Object.values(files).flatMap((file) => Object.values(file).filter(isSuite));
const rules: readonly Rule[] = suites.flatMap((suite) => suite.rules);

globalThis.onmessage = async ({ data: index }: MessageEvent<number>) => {
  postMessage(await failureOf(rules[index]!));
};
postMessage(suites.map(({ name, rules }) => ({ name, titles: rules.map(({ title }) => title) })));

async function failureOf(rule: Rule): Promise<string | undefined> {
  expect.setState({ assertionCalls: 0 });
  try {
    await play(rule, expect);
    return expect.getState().assertionCalls > 0 ? undefined : "The rule asserts nothing.";
  } catch (error) {
    return error instanceof Error ? (error.stack ?? String(error)) : String(error);
  }
}

function isSuite(value: unknown): value is Suite {
  return typeof value === "object" && value !== null && "rules" in value;
}
