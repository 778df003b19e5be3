import { describe, expect, test } from "vitest";
import type { FlowRunId } from "../../base";
import { parseEvent, storedEvent, type StoredEvent } from "../../runtime";
import { decodeLink } from "../../share";
import { orders, recordedRun, runWithTables, sixCells } from "../../share/realistic.suite";
import { noteEvent } from "../run/page-event";
import { linkMaker, type LinkChoice } from "./link-maker";
import { askedWith } from "./recorded-run";

const nothing: LinkChoice = { run: false, moment: false, parameters: {}, results: 0, samples: [] };
const token = ["gh", "p_", "aB3dE5fG7hJ9".repeat(3)].join("");

/** A maker that has a notebook, its rows and its run. */
async function full() {
  const maker = linkMaker();
  const { run: lines, results } = await runWithTables(20);
  maker.takeNotebook(sixCells, []);
  maker.takeSample(orders(200));
  maker.takeRun(lines, 20);
  maker.takeResults(
    results.map((one) => ({ ...one, name: one.lineage, columns: one.values.map((_, n) => `c${n}`) })),
  );
  return { maker, lines };
}

function rootOf(lines: readonly StoredEvent[]): FlowRunId {
  const [first] = lines.flatMap((line) => parseEvent(line) ?? []);
  if (first?.type !== "flow-run") throw new Error("A run begins with its making.");
  return first.flowRun.id;
}

describe("a maker of links", () => {
  test("[WS141] has in a link what is chosen, and says what each part takes", async () => {
    const { maker } = await full();
    const choices: readonly LinkChoice[] = [
      nothing,
      { ...nothing, run: true },
      { ...nothing, run: true, results: 20 },
      { ...nothing, run: true, results: 5, samples: [{ name: "orders", leftOut: [] }] },
      // Rows of a run's tables say nothing without the run.
      { ...nothing, results: 5 },
      { ...nothing, run: true, moment: true, parameters: { day: "2026-01-01" } },
      { ...nothing, moment: true, samples: [{ name: "orders", leftOut: [] }] },
      { ...nothing, run: true, samples: [{ name: "orders", leftOut: [0, 4] }] },
      { ...nothing, samples: [{ name: "gone", leftOut: [] }] },
    ];
    for (const choice of choices) {
      const { text = "", characters, parts } = maker.make(choice);
      const { shared, problems } = decodeLink(text);
      expect(problems).toEqual([]);
      expect(characters).toBe(text.length);
      expect(shared?.notebook).toBe(sixCells);
      expect(shared?.run !== undefined).toBe(choice.run);
      expect(shared?.results?.map(({ numSampled }) => numSampled) ?? []).toEqual(
        choice.run && choice.results > 0 ? [choice.results, choice.results] : [],
      );
      expect(shared?.moment !== undefined).toBe(choice.run && choice.moment);
      expect(shared?.parameters).toEqual(choice.parameters);
      const known = choice.samples.filter(({ name }) => name === "orders");
      expect(shared?.data).toHaveLength(known.length);
      expect(shared?.data[0]?.values.flatMap((column, index) => (column ? [] : [index])) ?? []).toEqual(
        known[0]?.leftOut ?? [],
      );
      for (const { kind, characters: own, without } of parts) {
        // Results go with the run, and the columns of a sample stay.
        const isAlone = kind !== "sample" && (kind !== "run" || choice.results === 0);
        expect(own === characters - without).toBe(isAlone);
      }
    }
    const whole = maker.make({ ...nothing, run: true, results: 20 });
    const run = whole.parts.find(({ kind }) => kind === "run");
    expect(maker.make(nothing).characters).toBe(run?.without);
  });

  test("[WS141] takes a run from its making on, whatever stands before it or is none of its own", async () => {
    const { maker, lines } = await full();
    const { run } = decodeLink(maker.make({ ...nothing, run: true }).text ?? "").shared ?? {};
    const early = '{"type":"log","at":1,"message":"early","level":"info","flowRunId":null,"taskRunId":null}';
    const nonsense = [
      "no JSON",
      '{"type":"flow-state","__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{}}}',
      `{"type":"log","at":1e999,"message":"\ud800"}`,
      `{"type":"emitted","payload":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
    ];
    maker.takeRun([early, ...nonsense, ...lines, ...nonsense]);
    expect(decodeLink(maker.make({ ...nothing, run: true }).text ?? "").shared?.run).toEqual(run);
    expect(() => maker.takeRun(nonsense)).toThrow(/recorded run/);
  });

  test("[WS141] finds what a run was asked with, where the page says it", async () => {
    const lines = await recordedRun();
    const asked = (entry: Parameters<typeof noteEvent>[2]) => [
      storedEvent(noteEvent(1, rootOf(lines), entry)),
      ...lines,
    ];
    const parameters = { day: "2026-01-01", n: [1, { a: null }] };
    const flow = { kind: "flow", name: "report", parameters } as const;
    expect(askedWith(asked({ kind: "requested", sources: {}, entry: flow }))).toEqual(parameters);
    expect(askedWith(asked({ kind: "requested", sources: {}, entry: { kind: "task", name: "a" } }))).toEqual(
      {},
    );
    expect(askedWith(lines)).toEqual({});
  });

  test("[WS142] finds keys in what a run says, in its parameters, and in rows", async () => {
    const lines = await recordedRun();
    const maker = linkMaker();
    const line = lines.find((one) => one.includes("has ")) ?? "";
    const leaking = lines.map((one) => (one === line ? one.replace("has ", `has ${token} of `) : one));
    expect(maker.takeRun(leaking)).toEqual([{ what: "a GitHub token", line: 0, place: "recorded run" }]);
    expect(maker.takeRun(lines)).toEqual([]);
    expect(maker.takeSample(orders(500))).toEqual([]);
    const leaked = { lineage: "1", numSampled: 1, values: [["a"], [`the ${token}`]] };
    expect(maker.takeResults([{ ...leaked, name: "notes", columns: ["id", "note"] }])).toEqual([
      { what: "a GitHub token", line: 0, place: "column note of notes" },
    ]);
    const schema = [...["id", "password", "note"].map((name) => ({ name, type: "VARCHAR" }))];
    const values = [
      ["1", "2"],
      ["hunter2!", "tr0ub4dor"],
      ["a", `the ${token}`],
    ];
    const users = { name: "users", format: "csv", schema, numRows: 2, numSampled: 2, values };
    expect(maker.takeSample(users)).toEqual([
      { what: "a password", line: 0, place: "column password of users" },
      { what: "a GitHub token", line: 0, place: "column note of users" },
    ]);
  });

  test("[WS141] 19: what no reader would take is refused, and named: nothing is shown as a link", async () => {
    const { maker } = await full();
    expect(() => maker.takeNotebook("a".repeat(3_000_000), [])).toThrow(/The notebook unpacks to more/);
    expect(() => maker.make(nothing)).toThrow(/save it as a file/);
    maker.takeNotebook(sixCells, []);
    expect(maker.make(nothing).text).toMatch(/^r1/);
    const column = Array.from({ length: 7_000 }, () => "x");
    const schema = Array.from({ length: 300 }, (_, index) => ({ name: `c${index}`, type: "VARCHAR" }));
    maker.takeSample({
      ...orders(1),
      schema,
      numRows: 7_000,
      numSampled: 7_000,
      values: schema.map(() => column),
    });
    expect(() => maker.make({ ...nothing, samples: [{ name: "orders", leftOut: [] }] })).toThrow(/“orders”/);
  });

  test("[WS141] a link that is too long has no text, and tells what each part takes", async () => {
    const { maker } = await full();
    let state = 1;
    const noise = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0).toString(36);
    const values = [Array.from({ length: 20_000 }, () => Array.from({ length: 12 }, noise).join(""))];
    maker.takeSample({
      ...orders(1),
      schema: [{ name: "a", type: "VARCHAR" }],
      numRows: 20_000,
      numSampled: 20_000,
      values,
    });
    const made = maker.make({ ...nothing, run: true, samples: [{ name: "orders", leftOut: [] }] });
    expect(made.text).toBeUndefined();
    expect(made.problem).toMatch(/1,000,000/);
    expect(made.characters).toBeGreaterThan(1_000_000);
    const bare = maker.make({ ...nothing, run: true }).characters;
    expect(made.parts.at(-1)?.without).toBeGreaterThan(bare);
    expect(made.parts.at(-1)?.without).toBeLessThan(bare + 100);
  });

  test("[WS142] tells where a secret that is kept here goes along, however it is written", async () => {
    const maker = linkMaker();
    const text = "tops3cret-value-42";
    maker.takeSecrets([{ name: "api-token", text }]);
    const said = { what: "your secret “api-token”", isKept: true };
    const cells = [text, `a\n${btoa(text)}`, `x, ${encodeURIComponent(JSON.stringify(text))}`, "nothing"];
    const searched = cells.map((one, place) => ({ place, text: one }));
    expect(
      maker.takeNotebook(sixCells, [...searched, { place: "front matter", text: text.toUpperCase() }]),
    ).toEqual([
      ...[0, 1, 2].map((place) => ({ ...said, place, line: place === 1 ? 2 : 1 })),
      { ...said, place: "front matter", line: 1 },
    ]);
    const sample = {
      ...orders(2),
      values: orders(2).values.map((column) => column?.map(() => text) ?? null),
    };
    expect(maker.takeSample(sample)).toHaveLength(sample.schema.length);
    const { run } = await runWithTables(1);
    const [first] = cells;
    expect(maker.takeRun(run)).toEqual([]);
    expect(
      maker.takeResults([{ lineage: "l", name: "t", columns: ["c"], values: [[first ?? ""]] } as never]),
    ).toEqual([{ ...said, place: "column c of t", line: 0 }]);
  });

  test("[WS141] says of a sample how long the link is without its rows, as it is then", async () => {
    const { maker } = await full();
    const choice = { ...nothing, run: true, samples: [{ name: "orders", leftOut: [2] }] };
    const without = maker.make(choice).parts.find(({ kind }) => kind === "sample")?.without;
    const { numRows, schema, ...sample } = orders(200);
    const alone = { ...sample, schema, numRows, numSampled: 0, values: schema.map(() => []) };
    maker.takeSample(alone);
    const { characters, parts } = maker.make(choice);
    expect(without).toBe(characters);
    // Where none go along, nothing more can be left out.
    expect(parts.find(({ kind }) => kind === "sample")?.without).toBe(characters);
  });
});
