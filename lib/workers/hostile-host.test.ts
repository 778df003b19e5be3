import fc from "fast-check";
import { expect, test } from "vitest";
import { changed } from "../base/changed-json.suite";
import { hostWorkers } from "./hosting";

/** `FUZZ_RUNS=100000` tries that many. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);
const timeout = 60_000 + numRuns * 50;
const most = 3;

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, "", "start", "stop", -1, 0.5, 2 ** 53, "__proto__", [], {}, 1n),
  fc.jsonValue({ maxDepth: 2 }),
);
const places = fc.double({ min: 0, max: 1, noNaN: true });
const start = fc.constant({ type: "start", kind: "one" });
const stop = fc.record({ type: fc.constant("stop"), worker: fc.nat(4) });

test(
  "[WK8] 8: a host, whatever it is asked: it makes no more than it may, ends all at a word out of place, and else serves the next",
  { timeout },
  async () => {
    const word = fc.oneof(
      { weight: 6, arbitrary: start },
      { weight: 3, arbitrary: stop },
      fc.tuple(fc.oneof(start, stop), places, hostile).map(([one, place, by]) => changed(one, place, by)),
      hostile,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 10 }), async (words) => {
        const { port1, port2 } = new MessageChannel();
        const over = new AbortController();
        const made: AbortController[] = [];
        let atOnce = 0;
        hostWorkers(port1, {
          start: async (kind, _, gone) => {
            expect(typeof kind).toBe("string");
            made.push(gone);
            atOnce = Math.max(atOnce, made.filter(({ signal }) => !signal.aborted).length);
            await Promise.resolve();
          },
          most,
          over,
        });
        let heard = 0;
        const all = new Promise<void>((resolve) => {
          over.signal.addEventListener("abort", () => resolve());
          port1.addEventListener("message", () => {
            if (++heard > words.length) resolve();
          });
        });
        let number = 0;
        for (const one of [...words, { type: "start", kind: "one" }]) {
          const isStart = typeof one === "object" && one !== null && "type" in one && one.type === "start";
          port2.postMessage(isStart && !("worker" in one) ? { ...one, worker: number++ } : one);
        }
        await all;
        expect(atOnce).toBeLessThanOrEqual(most);
        if (over.signal.aborted) {
          expect(over.signal.reason).toMatchObject({ code: "worker/junk" });
          expect(made.every(({ signal }) => signal.aborted)).toBe(true);
        } else expect(made).toHaveLength(number);
        over.abort();
        port2.close();
      }),
      { numRuns },
    );
  },
);
