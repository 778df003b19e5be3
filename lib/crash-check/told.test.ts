import { expect, test } from "vitest";
import { historyText, parseHistory } from "./history";
import { simulatedId } from "../simulation";
import { parseTold, toldEvent, type Told } from "./told";
import type { Failure, Progress } from "./verdict";
import { verdictText } from "./verdict";

const failure: Failure = {
  history: { seed: 7, after: 12 },
  moment: { type: "loaded", table: "a.b", mode: "append", rows: 3, task: "add" },
  differences: [{ type: "table", name: "a.b", calm: 3, resumed: 6, added: 3, removed: 0 }],
  cause: { text: "Killed.", mend: "Replace it." },
};
const progress: Progress = {
  ...{ points: { done: 12, of: 20 }, seeds: { done: 0, of: 1_000 } },
  ...{ unjudged: 0, failing: 1, failure },
};

test("[CC9] what a check tells is read as it was told", () => {
  const verdict = { type: "fails", isWhole: true, writes: true, unsteady: [], ...progress } as const;
  const all: readonly Told[] = [
    { type: "progress", progress },
    { type: "verdict", verdict },
    { type: "verdict", verdict: { type: "refused", why: "It pauses." } },
  ];
  for (const told of all) {
    const event = toldEvent(0, simulatedId, told);
    expect(event.type === "emitted" && parseTold(structuredClone(event.payload))).toEqual(told);
  }
});

test("[CC9] what is no such thing is nothing, and what is too long is cut", () => {
  for (const wrong of [
    ...[null, 1, {}, { type: "progress" }, { type: "verdict", verdict: { type: "survives" } }],
    { type: "progress", progress: { ...progress, failing: -1 } },
    { type: "progress", progress: { ...progress, failure: { ...failure, moment: { type: "else" } } } },
  ])
    expect(parseTold(wrong)).toBeUndefined();
  const why = "x".repeat(10_000);
  expect(parseTold({ type: "verdict", verdict: { type: "refused", why } })).toMatchObject({
    verdict: { why: "x".repeat(4_000) },
  });
});

test("[CC10] a history is a line of text", () => {
  expect(historyText({ seed: -7, after: 12 })).toBe("seed -7, kill after 12");
  expect(parseHistory("seed -7, kill after 12")).toEqual({ seed: -7, after: 12 });
  for (const wrong of ["", "seed 7", "seed 7, kill after 0", "seed 7, kill after 1e9", 7, null, {}])
    expect(parseHistory(wrong)).toBeUndefined();
});

test("[CC1] a verdict is one line", () => {
  const kinds = { isWhole: true, writes: true, unsteady: [] };
  expect(verdictText({ type: "fails", ...kinds, ...progress })).toBe(
    "Does not survive: 1 of 12 crash points fail, the first after 12 events (seed 7)",
  );
  expect(verdictText({ type: "fails", ...kinds, ...progress, failing: 0 })).toBe(
    "Does not survive: fails when killed after 12 events (seed 7)",
  );
});
