import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RunnelError, newIds, systemClock, type FlowRunId, type NotebookId } from "../base";
import { changed } from "../base/changed-json.suite";
import { requestOf } from "../runtime";
import { asked } from "./data/asked";
import { NotebookChannel, type NotebookMessage } from "./notebook/notebook-channel";

/** `FUZZ_RUNS=100000` tries that many of each kind. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);
const timeout = 60_000 + numRuns * 50;

const newId = newIds(() => systemClock.now(), Math.random);
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    [],
    {},
    -1,
    1e308,
    0.5,
    "__proto__",
    "x".repeat(20_000),
    1n,
    new Map(),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
const places = fc.double({ min: 0, max: 1, noNaN: true });

/** One of these, with a part that is another; or anything else. */
const odd = (...good: readonly unknown[]) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...good), places, hostile)
        .map(([one, place, by]) => changed(one, place, by)),
    },
    hostile,
  );

const table = { kind: "table", name: "a", lineage: "b", schema: [{ name: "n", type: "BIGINT" }], numRows: 1 };
const questions = {
  table,
  query: { text: "SELECT 1", name: "a", tables: { b: table }, parameters: { c: 1 } },
  cell: { name: "a", format: "csv", source: { type: "inline", text: "a\n1" }, options: { header: "yes" } },
  name: "a",
  count: 5,
  format: "csv",
} as const;

describe("8, 27: whatever a message says", { timeout }, () => {
  test.each(Object.entries(questions))(
    "a question to the data worker for a %s is read by its shape, or refused by name",
    (kind, good) => {
      const read = (value: unknown) => asked(kind as keyof typeof questions, value);
      expect(read(good)).toEqual(good);
      fc.assert(
        fc.property(odd(good), (value) => {
          try {
            const said = read(value);
            // What is read is read again as it is, and has no more in it.
            expect(read(said)).toEqual(said);
            expect(JSON.stringify(said)).not.toMatch(/"(hash|blob)":/);
          } catch (error) {
            expect(error).toBeInstanceOf(RunnelError);
            expect(error).toMatchObject({ code: "data/asked" });
          }
          expect("polluted" in {}).toBe(false);
        }),
        { numRuns },
      );
    },
  );

  test("a request that the sandbox tells of is short, or none", () => {
    const good = { id: "a", method: "GET", origin: "https://a.example", outcome: 200, taskRunId: null };
    const event = (payload: unknown) =>
      ({ type: "emitted", at: 1, event: "network.requested", resource: {}, related: [], payload }) as never;
    expect(requestOf(event(good))).toEqual(good);
    fc.assert(
      fc.property(odd(good), (payload) => {
        const request = requestOf(event(payload));
        expect(JSON.stringify(request ?? {}).length).toBeLessThan(2_000);
        if (request) expect(request.method).toMatch(/^[A-Za-z-]{1,20}$/);
      }),
      { numRuns },
    );
  });

  test("a notebook's channel hears what tabs tell each other, and goes on", async () => {
    const run = newId<FlowRunId>();
    const resume = { type: "resume", flowRun: run, json: "{}" } as const;
    const good: readonly NotebookMessage[] = [
      { type: "who" },
      { type: "run", id: run },
      { type: "request", id: "a", run, request: { type: "stop" } },
      { type: "request", id: "a", run, request: resume },
      { type: "answer", id: "a", problem: null },
    ];
    const types = ["who", "held", "ask", "given", "saved", "removed", "run", "request", "answer"];
    await fc.assert(
      fc.asyncProperty(fc.array(odd(...good), { maxLength: 20 }), async (all) => {
        const id = newId<NotebookId>();
        const last = { type: "answer", id: "the last", problem: "good" } as const;
        const heard: NotebookMessage[] = [];
        const other = new BroadcastChannel(`runnel:notebook:${id}`);
        const channel = (name: string) => new BroadcastChannel(name) as never;
        await new Promise<void>((resolve) => {
          const own = new NotebookChannel({ channel } as never, id, (message) => {
            heard.push(message);
            if (message.type !== "answer" || message.id !== last.id) return;
            own.close();
            resolve();
          });
          for (const one of [...all, last]) other.postMessage(one);
        });
        other.close();
        expect(heard.at(-1)).toEqual(last);
        expect(heard.every(({ type }) => types.includes(type))).toBe(true);
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });
});
