import { describe, expect, test } from "vitest";
import { testClock, type FlowRunId } from "../../base";
import { EventLog, type RunEvent } from "../../engine";
import { RunFold, type RunLook } from "../../fold";
import { createEngine, flow, INPUTS, sleep, task } from "../../flow";
import { parseEvent, storedEvent } from "../../runtime";
import { groupDetail, taskDetail, type TaskDetail } from "./task-detail";

const half = task(
  { name: "half", retries: 1, retryDelaySeconds: 5, cachePolicy: INPUTS },
  async (n: number) => {
    await sleep(n);
    if (n === 3) throw new RangeError("odd");
    return n / 2;
  },
);
const sum = task({ name: "sum" }, async (n: number, more: number) => n + more);
const main = flow({ name: "main" }, async () => {
  const [one, three] = [half.submit(1), half.submit(3)];
  await sum
    .withOptions({ waitFor: [three] })
    .submit(one, 7)
    .wait();
});

async function look(): Promise<RunLook> {
  const log = new EventLog({ keepEvents: false });
  const events: RunEvent[] = [];
  // As the page hears of it.
  const hear = (event: RunEvent) =>
    events.push(...[parseEvent(storedEvent(event))].filter((one) => one !== undefined));
  await createEngine({ clock: testClock(), onEvent: hear }).start(main, []).done;
  const [first] = events;
  const fold = new RunFold((first?.type === "flow-run" ? first.flowRun.id : "") as FlowRunId, log);
  for (const event of events) {
    log.record(event);
    fold.take(event);
  }
  return fold.look();
}

function detailOf(at: RunLook, name: string, place = 0): TaskDetail {
  const found = at.groupsOf().find((group) => group.name === name)?.tasks[place];
  if (!found) throw new Error(`There is no ${name}.`);
  return taskDetail(found, at);
}

describe("the detail of a task run", () => {
  test("WS56 has its states with their times, and each attempt with what went wrong in it", async () => {
    const { states, attempts, waits, tookMs, state } = detailOf(await look(), "half", 1);
    expect(states.map(({ name, at }) => [name, Math.round(at)])).toEqual([
      ["Pending", 0],
      ["Running", 0],
      ["AwaitingRetry", 3000],
      ["Retrying", 8000],
      ["Failed", 11_000],
    ]);
    expect(
      attempts.map(({ number, ms, end, failure }) => [
        number,
        Math.round(ms),
        end?.name,
        failure?.text.split("\n")[0],
      ]),
    ).toEqual([
      [1, 3000, "AwaitingRetry", "RangeError('odd')"],
      [2, 3000, "Failed", "RangeError('odd')"],
    ]);
    expect(waits.map(({ reason, ms }) => [reason, Math.round(ms)])).toEqual([["retry", 5000]]);
    expect([Math.round(tookMs ?? 0), state.name]).toEqual([11_000, "Failed"]);
  });

  test("WS56 has what it read and from whom, what it had to follow, and what it waited for", async () => {
    const at = await look();
    const { inputs, follows, waits, attempts } = detailOf(at, "sum");
    const [one, three] = at.groupsOf()[0]?.tasks ?? [];
    expect(inputs).toMatchObject([
      { parameter: "n", text: undefined, from: [one?.run.id] },
      { parameter: "more", text: "7", from: [] },
    ]);
    expect(follows).toEqual([three?.run.id]);
    expect(waits).toMatchObject([{ reason: "upstream", tasks: [three?.run.id] }]);
    expect(attempts).toEqual([]);
  });

  test("WS56 has the parts of its cache key; of a moment before it was made, none", async () => {
    const at = await look();
    expect(detailOf(at, "half").cache).toMatchObject({
      outcome: "miss",
      parts: [{ name: "INPUTS.n", isChanged: false }],
    });
    expect(detailOf(at, "sum").cache).toBeUndefined();
  });

  test("WS56 of a group says how long its task runs took, and which failed", async () => {
    const at = await look();
    const [group] = at.groupsOf();
    if (!group) throw new Error("Nothing ran.");
    const { fastest, median, slowest, failed } = groupDetail(group, at);
    expect([fastest?.id, median?.id, slowest?.id, failed]).toEqual(
      [0, 0, 1, 1].map((place) => group.tasks[place]?.run.id),
    );
    expect([fastest?.ms, slowest?.ms].map((ms) => Math.round(ms ?? 0))).toEqual([1000, 11000]);
  });
});
