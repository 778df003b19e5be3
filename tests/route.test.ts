import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, isSamePage, parseRoute, type Route } from "../app/_shell/route";
import type { FlowRunId, NotebookId } from "../lib/workspace";

const text = fc.string({ unit: "binary", minLength: 1 });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constant({ page: "home" } as const),
  text.map((slug) => ({ page: "example", slug }) as const),
  text.map((id) => ({ page: "notebook", id: id as NotebookId }) as const),
  fc
    .tuple(text, text)
    .map(([id, run]) => ({ page: "notebook", id: id as NotebookId, run: run as FlowRunId }) as const),
  fc
    .record({ state: text, notebook: text, flow: text, time: text, text }, { requiredKeys: [] })
    .map((find) => ({ page: "runs", ...find }) as const),
  fc.constant({ page: "missing" } as const),
);
const bases = ["https://runnel.example/", "http://localhost:3000/", "https://me.example/some/where/"];

describe("addresses of the app", () => {
  test("are read back to the places that they were made of, under any subpath", () => {
    fc.assert(
      fc.property(route, fc.constantFrom(...bases), (place, base) => {
        const address = new URL(addressOf(place), base).href;
        // What has lone surrogates cannot stand in an address.
        fc.pre(!Object.values(place).some((part: string) => /\p{Surrogate}/u.test(part)));
        expect(parseRoute(address, base)).toEqual(place);
        expect(isSamePage(place, place)).toBe(true);
      }),
    );
  });

  const base = "https://me.example/some/where/";
  const cases: Record<string, Route | undefined> = {
    "https://me.example/some/where": { page: "home" },
    "https://me.example/some/where/index.html": { page: "home" },
    "https://me.example/some/where/?utm=1#top": { page: "home" },
    "https://me.example/some/where/notebook?id=a": { page: "notebook", id: "a" as NotebookId },
    "https://me.example/some/where/notebook/index.html?id=a": { page: "notebook", id: "a" as NotebookId },
    "https://me.example/some/where/notebook/": { page: "missing" },
    "https://me.example/some/where/runs": { page: "runs" },
    "https://me.example/some/where/runs/?state=failed&utm=1": { page: "runs", state: "failed" },
    "https://me.example/some/where/nowhere/": { page: "missing" },
    "https://me.example/some/wherever/": undefined,
    "https://me.example/some/": undefined,
    "https://you.example/some/where/": undefined,
    "mailto:me@me.example": undefined,
  };
  for (const [address, place] of Object.entries(cases))
    test(`${address} is ${place?.page ?? "none of them"}`, () => {
      expect(parseRoute(address, base)).toEqual(place);
    });

  test("of one notebook lead to the same page, whichever run is looked at", () => {
    const [one, other] = ["a", "b"] as unknown as [NotebookId, NotebookId];
    const run = "r" as FlowRunId;
    expect(isSamePage({ page: "notebook", id: one }, { page: "notebook", id: one, run })).toBe(true);
    expect(isSamePage({ page: "notebook", id: one }, { page: "notebook", id: other })).toBe(false);
    expect(isSamePage({ page: "home" }, { page: "notebook", id: one })).toBe(false);
  });
});
