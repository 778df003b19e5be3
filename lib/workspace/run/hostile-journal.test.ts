import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replay } from "../../engine";
import { RunnelError, newIds, type FlowRunId, type TaskRunId } from "../../base";
import { changed } from "../../base/changed-json.suite";
import {
  createEngine,
  createMarkdownArtifact,
  createTableArtifact,
  emitEvent,
  flow,
  getRunLogger,
  task,
} from "../../flow";
import { maskedEvent, parseEvent, storedEvent } from "../../runtime";
import { Mask } from "../secrets/mask";
import { LastKeys } from "./last-keys";
import { RunRecord } from "./run-record";

/** `FUZZ_RUNS=100000` tries that many logs of each kind. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 300);
const timeout = 60_000 + numRuns * 50;

const newId = newIds(Date.now, Math.random);
const half = task({ name: "half", retries: 1 }, async (n: number) => {
  if (n % 2 > 0) throw new RangeError("odd", { cause: new Error("why") });
  return { n, list: [n] };
});
const run = await createEngine().run(
  flow({ name: "main" }, async () => {
    getRunLogger().info("a line");
    await createMarkdownArtifact({ key: "m", markdown: "# m" });
    await createTableArtifact({ table: [{ a: 1 }] });
    emitEvent({ event: "x", resource: { "prefect.resource.id": "x" }, payload: { a: [1] } });
    await half.map([2, 4]).wait();
    return await half.withOptions({ returnState: true })(3);
  }),
);
const lines = run.events.map(storedEvent);
const id = replay(run.events).flowRuns[0]!.id;

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, [], {}, -1, 1e308, "", "__proto__", "x".repeat(2_000_000), 2 ** 53, true),
  fc.constantFrom<unknown>("RUNNING", "COMPLETED", "PENDING", newId<TaskRunId>(), newId<FlowRunId>()),
  fc.jsonValue({ maxDepth: 3 }),
);

const places = fc.double({ min: 0, max: 1, noNaN: true });
const deep = `{"type":"emitted","payload":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
const line = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...lines) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...lines), places, hostile)
      .map(([text, place, by]) => JSON.stringify(changed(JSON.parse(text), place, by))),
  },
  fc.tuple(fc.constantFrom(...lines), places).map(([text, place]) => text.slice(0, text.length * place)),
  fc.oneof(fc.json(), fc.string(), fc.anything(), fc.constant(deep)),
);

const mask = new Mask();
mask.add("token", "canary-7f3a");

describe("8: a stored log, whatever it says", { timeout }, () => {
  test("is read: what cannot be is refused by name, and all that is left can be shown", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (all) => {
        const record = new RunRecord(id, new LastKeys());
        for (const one of [...lines.slice(0, 2), ...all]) {
          const event = parseEvent(one);
          if (typeof one === "string") parseEvent(maskedEvent(one, mask));
          if (!event) continue;
          try {
            record.record(event);
          } catch (error) {
            expect(error).toBeInstanceOf(RunnelError);
          }
        }
        record.show();
        record.shown.publish();
        expect(record.summary({ id, notebookId: newId(), flowName: "main", createdAt: 0 }).id).toBe(id);
        expect("polluted" in {}).toBe(false);
      }),
      { numRuns },
    );
  });

  test("as it was written, is the run that it was", () => {
    const record = new RunRecord(id, new LastKeys());
    for (const one of lines) record.record(parseEvent(one)!);
    expect(record.log.taskRuns.map(({ state }) => state.name)).toEqual(
      run.taskRuns.map(({ state }) => state.name),
    );
  });
});
