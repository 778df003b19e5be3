import { beforeEach, describe, expect, test } from "vitest";
import { newIds, testClock, type FlowRunId, type NotebookId, type TaskRunId } from "../../../base";
import { createEngine, flow, getRunLogger, sleep, task } from "../../../flow";
import { parseEvent, storedEvent } from "../../../runtime";
import { typedBatch } from "../../../sql/rows/typed-batch";
import { memoryStores, type Stores } from "../../../storage";
import { noteEvent } from "../../run/page-event";
import { RunRecord } from "../../run/run-record";
import { readRuns, type Extent } from "./read-runs";
import { runTableNamed, runTables } from "./run-table";

const newId = newIds(Date.now, Math.random);
const [sales, foreign] = [newId<NotebookId>(), newId<NotebookId>()];
const midnight = Date.UTC(2026, 0, 1);
/** A moment so many seconds after midnight. */
const after = (seconds: number) => new Date(midnight + seconds * 1000);

const fetched = task(
  { name: "fetched", retries: 1, retryDelaySeconds: 2, tags: ["net"] },
  async (city: string) => {
    await sleep(1);
    getRunLogger().warning(`asking ${city}`);
    if (city === "Rome") throw new Error("no answer");
    return city.length;
  },
);
const doubled = task({ name: "doubled", persistResult: true }, async (size: number) => size * 2);
const inner = flow({ name: "inner" }, async (size: number) => await doubled(size));
const main = flow({ name: "main", flowRunName: "main-1" }, async (city: string) => {
  const size = await fetched("Bern");
  await inner(size);
  await fetched.submit(city).wait();
});
const { events } = await createEngine({ clock: testClock(midnight) }).run(main, ["Rome"]);

let stores: Stores;
beforeEach(async () => {
  stores = memoryStores();
  const base = { text: "", createdAt: 1, updatedAt: 1, files: {} };
  await stores.notebooks.write({ ...base, id: sales, title: "Sales", origin: "own" }, 0);
  await stores.notebooks.write({ ...base, id: foreign, title: "Foreign", origin: "import" }, 0);
});

/** Stores the run as one of a notebook, under ids of its own, a few lines a batch; `journal` says what is stored of it. */
async function store(
  notebookId: NotebookId,
  journal = (lines: readonly unknown[]) => lines,
): Promise<FlowRunId> {
  const id = newId<FlowRunId>();
  const root = events[0]?.type === "flow-run" ? events[0].flowRun.id : "";
  const lines = events.map((event) => storedEvent(event).replaceAll(root, id));
  const record = new RunRecord(id);
  for (const line of lines) {
    const event = parseEvent(line);
    if (event) record.record(event);
  }
  const createdAt = midnight + (await stores.runs.list({ limit: 100 })).length;
  const summary = { ...record.summary({ id, notebookId, flowName: "main", createdAt }) };
  const all = journal(lines);
  for (let seq = 0; seq * 3 < all.length || seq === 0; seq++)
    await stores.runs.append({ runId: id, seq, events: all.slice(seq * 3, seq * 3 + 3) }, summary);
  return id;
}

async function rowsOf(name: string, isForeign = false, extent?: Extent) {
  const table = runTableNamed(name);
  if (!table) throw new Error(`There is no table ${name}.`);
  const read = readRuns(table, stores, { notebookId: foreign, isForeign }, extent);
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const part of read.parts())
    for (const row of part[0]?.keys() ?? [])
      rows.push(Object.fromEntries(table.columns.map(({ name: column }, at) => [column, part[at]?.[row]])));
  return { rows, warning: read.warning() };
}

/** Of each row the values of these columns. */
const part = (rows: readonly Readonly<Record<string, unknown>>[], ...columns: readonly string[]) =>
  rows.map((row) => columns.map((column) => row[column]));

describe("tables of runs", () => {
  test("WS100 flow runs: the root and those below it", async () => {
    const id = await store(sales);
    const { rows, warning } = await rowsOf("runnel.flow_runs");
    expect(rows[0]).toEqual({
      ...{ id, name: "main-1", flow_name: "main", definition: null },
      ...{ state_type: "COMPLETED", state_name: "Completed", state_message: null },
      ...{ created: after(0), start_time: after(0), end_time: after(5), duration: 5, total_run_time: 5 },
      ...{ run_count: 1, tags: [], parameters: '{"city":"Rome"}', task_run_count: 4 },
      ...{ parent_flow_run_id: null, parent_task_run_id: null, root_flow_run_id: id },
      ...{ notebook_id: sales, notebook_title: "Sales", simulated: false },
    });
    const columns = [
      "flow_name",
      "start_time",
      "duration",
      "parent_flow_run_id",
      "root_flow_run_id",
      "task_run_count",
    ];
    expect(part(rows.slice(1), ...columns)).toEqual([["inner", after(1), 0, id, id, null]]);
    expect(warning).toBeUndefined();
  });

  test("WS100 task runs: with attempts, and the one that stands for a subflow", async () => {
    const id = await store(sales);
    const { rows } = await rowsOf("RUNNEL.Task_Runs");
    const columns = [
      "task_name",
      "state_name",
      "created",
      "end_time",
      "duration",
      "total_run_time",
      "run_count",
      "tags",
    ];
    expect(part(rows, ...columns)).toEqual([
      ["fetched", "Completed", after(0), after(1), 1, 1, 1, ["net"]],
      ["inner", "Completed", after(1), after(1), 0, 0, 1, []],
      ["doubled", "Completed", after(1), after(1), 0, 0, 1, []],
      ["fetched", "Failed", after(1), after(5), 4, 2, 2, ["net"]],
    ]);
    expect(rows[3]).toMatchObject({
      ...{ state_message: "Task run encountered an exception Error: no answer", retries: 1 },
      ...{ parameters: '{"city":"Rome"}', upstream_task_run_ids: [], root_flow_run_id: id },
    });
    const [inner] = await rowsOf("runnel.flow_runs").then((flows) => flows.rows.slice(1));
    expect([inner?.["parent_task_run_id"], inner?.["id"]]).toEqual([
      rows[1]?.["id"],
      rows[2]?.["flow_run_id"],
    ]);
  });

  test("WS100 states: in order, each with how long it lasted", async () => {
    await store(sales);
    const { rows } = await rowsOf("runnel.states");
    const failed = rows.slice(-5);
    expect(part(failed, "number", "type", "name", "timestamp", "duration")).toEqual([
      [1, "PENDING", "Pending", after(1), 0],
      [2, "RUNNING", "Running", after(1), 1],
      [3, "SCHEDULED", "AwaitingRetry", after(2), 2],
      [4, "RUNNING", "Retrying", after(4), 1],
      [5, "FAILED", "Failed", after(5), null],
    ]);
    expect(rows.filter(({ task_run_id: task }) => task === null)).toHaveLength(6);
  });

  test("WS100 logs: the lines that the log shows, in its order", async () => {
    await store(sales);
    const { rows } = await rowsOf("runnel.logs");
    expect(part(rows, "number", "timestamp", "level", "message")).toEqual([
      [1, after(1), "warning", "asking Bern"],
      [2, after(1), "info", "Finished in state Completed()"],
      [3, after(1), "info", "Finished in state Completed()"],
      [4, after(1), "info", "Finished in state Completed()"],
      [5, after(1), "info", "Finished in state Completed()"],
      [6, after(2), "warning", "asking Rome"],
      [7, after(2), "info", expect.stringContaining("Retry 1/1 will start 2 second(s) from now")],
      [8, after(5), "warning", "asking Rome"],
      [9, after(5), "error", expect.stringContaining("Retries are exhausted")],
      [10, after(5), "error", expect.stringContaining("Finished in state Failed('Task run encountered")],
      [11, after(5), "info", "Finished in state Completed()"],
    ]);
  });

  test("WS100 cache: what decided, by which key, and what of that was another than before", async () => {
    const last = newId<TaskRunId>();
    await store(sales, (lines) => {
      const decided = lines.flatMap((line) => parseEvent(line) ?? []).find(({ type }) => type === "cache");
      if (decided?.type !== "cache") throw new Error("Nothing was decided.");
      const runs = [{ taskRunId: decided.decision.taskRunId, last, differs: ["inputs"] }];
      return [...lines, storedEvent(noteEvent(0, newId(), { kind: "compared", runs }))];
    });
    const { rows } = await rowsOf("runnel.cache");
    const columns = ["timestamp", "task_name", "outcome", "rule", "changed", "compared_with"];
    expect(part(rows, ...columns)).toEqual([[after(1), "doubled", "miss", "absent", ["inputs"], last]]);
    expect(Object.keys(JSON.parse(rows[0]?.["parts"] as string) as object)).toContain("TASK_SOURCE");
  });

  test.each(runTables)("WS100 $name has values of the types of its columns", async ({ name, columns }) => {
    await store(sales);
    const { rows } = await rowsOf(name);
    expect(rows.length).toBeGreaterThan(0);
    const isOf: Readonly<Record<string, (value: unknown) => boolean>> = {
      VARCHAR: (value) => typeof value === "string",
      "VARCHAR[]": (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
      TIMESTAMP: (value) => value instanceof Date,
      DOUBLE: (value) => typeof value === "number",
      BIGINT: Number.isSafeInteger,
      BOOLEAN: (value) => typeof value === "boolean",
    };
    const isRight = ({ name: column, type }: (typeof columns)[number], row: (typeof rows)[number]) =>
      row[column] === null || isOf[type]?.(row[column]);
    for (const row of rows) expect(columns.filter((column) => !isRight(column, row))).toEqual([]);
    const values = columns.map((column) => rows.map((row) => row[column.name]));
    expect(typedBatch(columns, values).length).toBeGreaterThan(0);
  });

  test.each(runTables)(
    "WS102 $name has the runs of all notebooks, for one from elsewhere its own",
    async ({ name }) => {
      const [own, other] = [await store(sales), await store(foreign)];
      const rootsSeen = async (isForeign: boolean) => {
        const { rows } = await rowsOf(name, isForeign);
        return new Set(rows.map((row) => row["root_flow_run_id"]));
      };
      expect(await rootsSeen(false)).toEqual(new Set([other, own]));
      expect(await rootsSeen(true)).toEqual(new Set([other]));
    },
  );

  test("WS103 what does not fit is left out with what is older, which is said", async () => {
    const ids = [await store(sales), await store(sales), await store(sales)];
    const whole = { runs: 9, taskRuns: 99, rows: 99 };
    const toldOf = async (extent: Extent) => {
      const { rows, warning } = await rowsOf("runnel.flow_runs", false, extent);
      const told = new Set(rows.map((row) => row["root_flow_run_id"]));
      return { told: ids.map((id) => told.has(id)), warning };
    };
    expect(await toldOf(whole)).toEqual({ told: [true, true, true], warning: undefined });
    expect(await toldOf({ ...whole, runs: 3 })).toEqual({ told: [true, true, true], warning: undefined });
    expect(await toldOf({ ...whole, runs: 2 })).toEqual({
      told: [false, true, true],
      warning:
        "“runnel.flow_runs” tells of the latest 2 runs and leaves out older ones: the tables of runs have 2 runs with 99 task runs, and about 99 rows at most.",
    });
    expect(await toldOf({ ...whole, taskRuns: 8 })).toMatchObject({ told: [false, true, true] });
    expect(await toldOf({ ...whole, taskRuns: 3 })).toMatchObject({ told: [false, false, true] });
    expect(await toldOf({ ...whole, rows: 3 })).toMatchObject({ told: [false, true, true] });
  });

  test("WS101 a run is there as far as it is stored, also where its journal says nothing or has holes", async () => {
    const id = await store(sales, () => []);
    expect((await rowsOf("runnel.flow_runs")).rows).toEqual([
      expect.objectContaining({
        id,
        state_type: "COMPLETED",
        run_count: 0,
        task_run_count: 4,
        root_flow_run_id: id,
      }),
    ]);
    expect((await rowsOf("runnel.task_runs")).rows).toEqual([]);
    await store(sales, (lines) => lines.filter((_, index) => index % 4 !== 2).reverse());
    await store(sales, (lines) => [null, 7, "{", '{"type":"task-run"}', ...lines.slice(0, 4)]);
    for (const { name } of runTables) expect((await rowsOf(name)).rows).toBeInstanceOf(Array);
    expect((await rowsOf("runnel.flow_runs")).rows.map((row) => row["state_type"])[0]).toBe("RUNNING");
  });

  test("WS101 times that are none, as somebody's backup may say, are null", async () => {
    const id = await store(sales, () => []);
    const [summary] = await stores.runs.list({ limit: 1 });
    if (!summary) throw new Error("Nothing is stored.");
    const odd = { ...summary, createdAt: 1e300, startTime: -1e300, endTime: 5 };
    await stores.runs.append({ runId: id, seq: 9, events: [] }, odd);
    const { rows } = await rowsOf("runnel.flow_runs");
    expect(part(rows, "created", "start_time", "end_time", "duration")).toEqual([
      [null, null, new Date(5), null],
    ]);
  });
});
