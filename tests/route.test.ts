import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, isSamePage, parseRoute, type Route } from "../app/_shell/route";
import type { FlowRunId, NotebookId } from "../lib/workspace";

const text = fc.string({ unit: "binary", minLength: 1 });
const linkText = fc.stringMatching(/^r[0-9][\w-]{0,80}$/);
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
  linkText.map((link) => ({ page: "shared", text: link }) as const),
  linkText.map((link) => ({ page: "embed", text: link }) as const),
  text.map((url) => ({ page: "fetched", url }) as const),
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
    "https://me.example/some/where/#r1AbC-_": { page: "shared", text: "r1AbC-_" },
    "https://me.example/some/where/index.html#r1AbC&run=x&t=5": { page: "shared", text: "r1AbC" },
    "https://me.example/some/where/#%22r1AbC%22.": { page: "shared", text: "%22r1AbC%22." },
    "https://me.example/some/where/#rubbish": { page: "shared", text: "rubbish" },
    "https://me.example/some/where/#url=https%3A%2F%2Fyou.example%2Fa%26b+c.md&lens=graph": {
      page: "fetched",
      url: "https://you.example/a&b+c.md",
    },
    "https://me.example/some/where/#url=https://you.example/%zz.md": {
      page: "fetched",
      url: "https://you.example/%zz.md",
    },
    "https://me.example/some/where/embed/#r1AbC": { page: "embed", text: "r1AbC" },
    "https://me.example/some/where/embed/": { page: "embed", text: "" },
    "https://me.example/some/where/notebook/?id=a#r1AbC": { page: "notebook", id: "a" as NotebookId },
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
