import { describe, expect, test } from "vitest";
import { newIds, testClock } from "../../base";
import { createEngine, createConcurrencyLimit, flow, sleep, task } from "../../flow";
import { replay, type RunEvent } from "../../engine";
import { RunRecord } from "../run/run-record";

/** Runs a flow, and gives its record with a way to be told of each event. */
async function recordOf(
  run: Parameters<ReturnType<typeof createEngine>["run"]>[0],
  each?: (record: RunRecord) => void,
) {
  const { events } = await createEngine({ clock: testClock() }).run(run);
  const record = new RunRecord(replay(events).flowRuns[0]!.id);
  const take = (event: RunEvent) => {
    record.record(event);
    record.show();
    record.shown.publish();
    each?.(record);
  };
  events.forEach(take);
  return record;
}

const bad = task({ name: "bad" }, async (n: number) => {
  throw new RangeError(`no ${n}`);
});
const good = task({ name: "good" }, async (n: number) => n);
const needy = task({ name: "needy" }, async (n: number) => n);

describe("WS85 the head of a run whose tasks failed", () => {
  const flows = {
    alone: [flow(async () => [bad.submit(1), good.submit(2)]), undefined],
    "with two others": [flow(async () => [bad.submit(1), bad.submit(2), good.submit(3), bad.submit(4)]), 2],
    "with one that it kept from running": [
      flow(async () => {
        const first = bad.submit(1);
        return [first, needy.submit(first)];
      }),
      undefined,
    ],
    "by one alone, where another's failure was handled": [
      flow(async () => {
        await bad(1).catch(() => 0);
        await bad(2);
      }),
      undefined,
    ],
  } as const;
  test.each(Object.entries(flows))("%s", async (_, [run, others]) => {
    const { error } = (await recordOf(run)).shown.head.get();
    expect(error?.by).toBe("bad");
    expect(error?.others).toBe(others);
  });
});

test("WS85 a task that waits for slots says so in its row, until it starts", async () => {
  const newId = newIds(Date.now, Math.random);
  const tag = `api-${newId()}`;
  const slow = task({ name: "slow", tags: [tag] }, async (n: number) => {
    await sleep(1);
    return await good(n);
  });
  const said = new Set<string>();
  const record = await recordOf(
    flow(async () => {
      await createConcurrencyLimit(`tag:${tag}`, { limit: 1 });
      return [slow.submit(1), slow.submit(2)];
    }),
    ({ shown }) => {
      const look = shown.look.get();
      for (const one of look.groupsOf().flatMap(({ tasks }) => tasks))
        for (const segment of look.segmentsOf(one))
          if (segment.kind === "wait" && segment.reason === "limit")
            said.add(`${look.stateOf(one)?.name}: ${segment.names?.join()}`);
    },
  );
  expect([...said]).toContain(`Pending: tag:${tag}`);
  expect(record.shown.head.get().state.name).toBe("Completed");
});

const throwing = (value: unknown) =>
  task({ name: "throwing" }, async () => {
    await Promise.resolve();
    throw value;
  });

test.each([
  ["no stock", "Threw “no stock”, which is no error and does not say where: throw new Error(…), which does."],
  [{ code: 4 }, 'Threw “{"code":4}”, which is no error'],
  [undefined, "Threw undefined, which is no error"],
])("WS85 what was thrown and is no error is said: %j", async (value, said) => {
  const thrower = throwing(value);
  const { shown } = await recordOf(flow(async () => await thrower()));
  expect(shown.head.get().error?.message).toContain(said);
});
