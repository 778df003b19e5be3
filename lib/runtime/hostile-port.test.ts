import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { changed } from "../base/changed-json.suite";
import { waitForRun } from "./gate/gate";
import { serveGuarded } from "./gate/guarded";
import type { GateMessage } from "./protocol";
import { connect, serve } from "./remote";

/** `FUZZ_RUNS=100000` tries that many ports of each kind. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);
const timeout = 60_000 + numRuns * 50;
const never = new AbortController().signal;

const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    [],
    {},
    -1,
    2 ** 53,
    1n,
    "",
    "__proto__",
    "constructor",
    "signal",
  ),
  fc.constantFrom<unknown>("APPLY", "RELEASE", "GET", "throw", "proxy", new Date(NaN), new Map(), /a/, true),
  fc.jsonValue({ maxDepth: 3 }),
);
const places = fc.double({ min: 0, max: 1, noNaN: true });

/** What reaches a port: a call of one of these methods, such a call with a part that is another, or anything else. */
function words(paths: readonly (readonly string[])[]) {
  const argument = fc.oneof(
    { weight: 3, arbitrary: hostile.map((value) => ({ type: "RAW", value })) },
    hostile.map((value) => ({ type: "HANDLER", name: "signal", value })),
  );
  const call = fc.record({
    id: fc.string({ minLength: 1 }),
    type: fc.constant("APPLY"),
    path: fc.constantFrom(...paths),
    argumentList: fc.array(argument, { maxLength: 4 }),
  });
  return fc.oneof(
    { weight: 3, arbitrary: call },
    {
      weight: 3,
      arbitrary: fc.tuple(call, places, hostile).map(([one, place, by]) => changed(one, place, by)),
    },
    hostile,
  );
}

const ports: MessagePort[] = [];
function channel(): MessageChannel {
  const made = new MessageChannel();
  ports.push(made.port1, made.port2);
  return made;
}
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

describe("8: a port, whatever comes", { timeout }, () => {
  test("calls what it serves and nothing else, and then serves a good call", async () => {
    const paths = [["read"], ["group", "write"], ["group"], ["read", "call"], ["toString"], ["fail"]];
    await fc.assert(
      fc.asyncProperty(fc.array(words(paths), { maxLength: 30 }), async (all) => {
        const { port1, port2 } = channel();
        const over = new AbortController();
        const api = {
          read: (...args: unknown[]) => args.length,
          group: { write: async (...args: unknown[]) => await Promise.resolve(args.length) },
          fail: () => Promise.reject(new RangeError("no")),
        };
        serveGuarded(port1, api, over);
        for (const one of all) port2.postMessage(one);
        const remote = connect<typeof api>(port2, never);
        expect(await remote.group.write("good", 1)).toBe(2);
        await expect(remote.fail()).rejects.toThrow("no");
        expect(over.signal.aborted).toBe(false);
        expect("polluted" in {}).toBe(false);
        port1.close();
      }),
      { numRuns },
    );
  });

  test("and a signal of a call takes whatever reason there is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 3 }), async (reasons) => {
        const { port1, port2 } = channel();
        const aborted = (signal: AbortSignal) =>
          new Promise<string>((resolve) => {
            signal.addEventListener("abort", () => resolve(String(signal.reason instanceof Error)));
          });
        serve(port1, { aborted, read: () => 1 });
        const signal = channel();
        const first = new Promise((resolve) => (port2.onmessage = ({ data }) => resolve(data)));
        const argumentList = [{ type: "HANDLER", name: "signal", value: signal.port2 }];
        port2.postMessage({ id: "one", type: "APPLY", path: ["aborted"], argumentList }, [signal.port2]);
        for (const reason of reasons) signal.port1.postMessage(reason);
        expect(await first).toMatchObject({ id: "one", value: "true" });
        for (const port of [port1, signal.port1]) port.close();
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });

  test("of a run's gate, gives the page questions that it has, and lines of text", async () => {
    const own = ["read", "write", "remove", "keys"].map((name) => ["storage", name]);
    const paths = [
      ...own,
      ["secrets", "read"],
      ["events"],
      ["load"],
      ["download"],
      ["flooded"],
      ["dataLost"],
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(words(paths), { maxLength: 30 }), async (all) => {
        const [services, control, toServices, toControl] = [channel(), channel(), channel(), channel()];
        const batches: unknown[] = [];
        const flooded: unknown[] = [];
        const answer = (...args: unknown[]) => args.length;
        serve(services.port1, {
          storage: { read: answer, write: answer, remove: answer, keys: answer },
          secrets: { read: answer },
          ...{ load: answer, download: answer, dataLost: answer },
          events: (batch: unknown) => void batches.push(batch),
          flooded: (why: unknown) => void flooded.push(why),
        });
        const scope: { onmessage: ((event: MessageEvent<GateMessage>) => void) | null } = { onmessage: null };
        waitForRun(scope);
        const given = [services.port2, control.port2, toServices.port1, toControl.port1];
        scope.onmessage?.({ ports: given } as unknown as MessageEvent<GateMessage>);
        for (const one of all) toServices.port2.postMessage(one);
        const remote = connect<{ storage: { read(key: string): Promise<number> } }>(toServices.port2, never);
        expect(await remote.storage.read("good")).toBe(1);
        expect(
          batches.every((batch) => Array.isArray(batch) && batch.every((one) => typeof one === "string")),
        ).toBe(true);
        expect(flooded).toEqual([]);
        for (const { port1 } of [services, control, toServices, toControl]) port1.close();
      }),
      { numRuns },
    );
  });
});
