import { afterAll, afterEach, describe, expect, test } from "vitest";
import { deferred } from "../base";
import {
  type Rig,
  answer,
  assets,
  beginsToHang,
  failureOf,
  faultyWorker,
  handClock,
  killer,
  memoryFiles,
  newRig,
  queryOf,
  silentWorker,
  startsWorkers,
} from "./engine.suite";
import type { EngineStatus } from "./supervisor";

let rigs: Rig[] = [];
afterEach(() => {
  for (const { engine } of rigs) engine.close();
  rigs = [];
});
const rig = (options: Parameters<typeof newRig>[0] = {}) => {
  const made = newRig(options);
  rigs.push(made);
  return made;
};

/*
 * Most tests share an engine, as each database takes a second or more to start: whatever one does to it, the next finds it well.
 * Its time passes when a test says so.
 */
const clock = handClock();
const patience = { silenceMs: 60_000, cancelMs: 5_000 };
const files = memoryFiles();
/** Before a file is opened to make its table again. */
let onOpen = async (): Promise<void> => undefined;
const { engine, store } = newRig({
  ...{ clock, patience, startWorker: startsWorkers({ duckdb: faultyWorker() }) },
  files: {
    async open(hash) {
      await onOpen();
      return await files.open(hash);
    },
  },
});
afterAll(() => engine.close());

/** Hundreds of times longer than any test: it ends by being cancelled. */
const endless = "SELECT sum(a.range * b.range % 7) AS s FROM range(20000000) a, range(100000) b";
/** Another query each time: a table that is there is not made. */
let queries = 0;
const thousand = (marker = "") => queryOf(`SELECT range AS i FROM range(1000) ${marker} -- ${queries++}`);

describe("the database's life", () => {
  test("[SQ23] [SQ52] it starts at the first need, once, and subscribers hear of it, and those who wait for it", async () => {
    const { engine } = rig();
    const heard: EngineStatus["state"][] = [];
    const loaded: number[] = [];
    const stop = engine.subscribe((status) => {
      if (heard.at(-1) !== status.state) heard.push(status.state);
      if (status.loaded !== undefined) loaded.push(status.loaded);
    });
    expect(await engine.describe()).toMatchObject({ state: "idle", inMemory: [], memoryBytes: 0 });
    const waits: string[] = [];
    const waiter = (name: string) => (isWaiting: boolean) => void waits.push(`${name} ${isWaiting}`);
    const query = thousand();
    const asked = [
      engine.query(query, undefined, waiter("one")),
      engine.query(query, undefined, waiter("two")),
    ];
    await Promise.all([engine.start(), ...asked, engine.start()]);
    expect(waits.toSorted()).toEqual(["one false", "one true", "two false", "two true"]);
    await engine.query(query, undefined, waiter("late"));
    expect(waits).toHaveLength(4);
    expect(heard).toEqual(["idle", "starting", "ready"]);
    // How much of its code is there only grows.
    expect(loaded).toEqual([...new Set(loaded)].sort((a, b) => a - b));
    expect(Math.max(0, ...loaded)).toBeLessThanOrEqual(100);
    expect((await engine.describe()).memoryBytes).toBeGreaterThan(0);
    stop();
    engine.close();
    expect(heard).toEqual(["idle", "starting", "ready"]);
  });

  test("[SQ24] [SQ26] a fault inside rejects all that is under way; the next need starts another, and tables come back", async () => {
    const { losses } = await engine.describe();
    const table = await engine.query(thousand());
    const bystander = failureOf(engine.query(queryOf(endless)));
    expect(await failureOf(engine.query(queryOf(killer)))).toMatchObject({ code: "sql/engine-lost" });
    expect(await bystander).toMatchObject({ code: "sql/engine-lost" });
    expect(await engine.describe()).toMatchObject({ state: "lost", losses: losses + 1, inMemory: [] });
    expect(await answer(engine, queryOf("SELECT sum(i) AS s FROM t", { t: table }))).toEqual([
      { s: 499_500 },
    ]);
    expect(await engine.describe()).toMatchObject({ state: "ready", losses: losses + 1 });
    expect((await engine.rows(table, 998, 5)).values).toEqual([[998, 999]]);
  });

  test("[SQ24] an error of the worker", async () => {
    expect(await failureOf(engine.query(thousand("/* crash */")))).toMatchObject({
      code: "sql/engine-lost",
      message: expect.stringContaining("a bug") as string,
    });
    expect((await engine.query(thousand())).numRows).toBe(1000);
  });

  test("[SQ24] silence: neither work nor a ping is answered", async () => {
    await engine.start();
    // Nothing else is under way.
    await engine.flush();
    const { losses } = await engine.describe();
    const heard: EngineStatus[] = [];
    const stop = engine.subscribe((status) => heard.push(status));
    const hangs = beginsToHang();
    const failure = failureOf(engine.query(thousand("/* hang */")));
    await hangs;
    clock.pass(patience.silenceMs);
    expect(heard).toMatchObject([{ state: "ready", losses }]);
    clock.pass(patience.silenceMs);
    expect(heard.slice(1)).toMatchObject([{ state: "lost", losses: losses + 1 }]);
    stop();
    expect(await failure).toMatchObject({
      code: "sql/engine-lost",
      message: expect.stringContaining("no longer answered") as string,
    });
    expect((await engine.query(thousand())).numRows).toBe(1000);
  });

  test("[SQ25] a database that cannot start, or says nothing", async () => {
    // A script of its own: one that was started before has left its code to those that come after it.
    const startWorker = startsWorkers({ duckdb: faultyWorker() });
    const duckdbWasm = new URL("/@fs/no/such.wasm", location.href).href;
    const missing = rig({ assets: { ...assets, duckdbWasm }, startWorker }).engine;
    expect(await failureOf(missing.query(thousand()))).toMatchObject({
      code: "sql/engine-lost",
      // Running it again helps nobody who is offline.
      message: expect.stringMatching(/^The data engine did not load: .* offline, connect it once/) as string,
    });
    expect(await missing.describe()).toMatchObject({ state: "lost", losses: 1 });
    const silent = rig({
      startWorker: startsWorkers({ duckdb: silentWorker() }),
      patience: { silenceMs: 50 },
    }).engine;
    expect(await failureOf(silent.query(thousand()))).toMatchObject({ code: "sql/engine-lost" });
  });

  test("[SQ26] a loss in the middle of bringing a table back", async () => {
    const hash = await files.add(new Blob(["a\n1\n2\n"]));
    const table = await engine.importFile(await files.open(hash), { name: "t", fileName: "t.csv" });
    await engine.drop(table.lineage);
    let openings = 0;
    onOpen = async () => {
      if (++openings === 1) await failureOf(engine.query(queryOf(killer)));
    };
    const total = queryOf("SELECT sum(a) AS s FROM t", { t: table });
    expect(await failureOf(engine.query(total))).toMatchObject({ code: "sql/engine-lost" });
    expect(await answer(engine, total)).toEqual([{ s: 3 }]);
    expect(openings).toBe(2);
  });

  test("[SQ27] closing rejects what is under way, and all that comes", async () => {
    const { engine } = rig();
    await engine.start();
    const running = failureOf(engine.query(queryOf(endless)));
    const quick = await engine.query(thousand());
    engine.close();
    expect(await running).toMatchObject({ code: "sql/engine-lost" });
    expect(await failureOf(engine.query(queryOf("SELECT 2")))).toMatchObject({ code: "sql/closed" });
    expect(await failureOf(engine.rows(quick, 500, 1))).toMatchObject({ code: "sql/closed" });
    expect((await engine.describe()).state).toBe("closed");
  });

  test("[SQ27] closing while it starts", async () => {
    const { engine } = rig();
    const starting = failureOf(engine.start());
    engine.close();
    expect(await starting).toMatchObject({ code: "sql/closed" });
  });
});

describe("cancelling", () => {
  test("[SQ19] [SQ22] a long query lets others through, rejects when its signal aborts, and leaves nothing", async () => {
    const before = await engine.describe();
    const kept = store.records.size;
    const controller = new AbortController();
    const long = failureOf(engine.query(queryOf(endless), controller.signal));
    const table = await engine.query(thousand());
    expect((await engine.rows(table, 500, 1)).values).toEqual([[500]]);
    const reason = new DOMException("stop", "AbortError");
    controller.abort(reason);
    expect(await long).toBe(reason);
    expect(await answer(engine, queryOf("SELECT 1 AS x"))).toEqual([{ x: 1 }]);
    expect(await engine.describe()).toMatchObject({
      losses: before.losses,
      inMemory: [...before.inMemory, { numRows: 1000 }, { numRows: 1 }],
    });
    expect(store.records.size).toBe(kept + 2);
  });

  test("[SQ19] a signal that is aborted already starts nothing", async () => {
    const { engine: idle } = rig();
    const signal = AbortSignal.abort(new Error("no"));
    for (const work of [
      idle.query(thousand(), signal),
      idle.fromRows([{ a: 1 }], "t", signal),
      idle.importFile(new Blob(["a\n1"]), { name: "t", fileName: "t.csv" }, signal),
      idle.start(signal),
    ])
      expect((await failureOf(work)).message).toBe("no");
    expect(await idle.describe()).toMatchObject({ state: "idle", inMemory: [] });
  });

  test("[SQ19] an import is stopped, and can be done again", async () => {
    await engine.start();
    const lines = Array.from({ length: 300_000 }, (_, index) => `${index},some text,${index / 7}\n`).join("");
    const file = new Blob(["a,b,c\n", ...Array.from({ length: 3 }, () => lines)]);
    const controller = new AbortController();
    const stopped = failureOf(
      engine.importFile(file, { name: "big", fileName: "big.csv", hash: "h" }, controller.signal),
    );
    await engine.query(thousand());
    controller.abort(new Error("enough"));
    expect((await stopped).message).toBe("enough");
    expect(await engine.importFile(file, { name: "big", fileName: "big.csv", hash: "h" })).toMatchObject({
      numRows: 900_000,
    });
  });

  test("[SQ20] one of two who wait for a query leaves; it goes on for the other, and stops with that", async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const leaving = failureOf(engine.query(queryOf(endless), first.signal));
    const staying = failureOf(engine.query(queryOf(endless), second.signal));
    await engine.query(thousand());
    first.abort(new Error("first"));
    expect((await leaving).message).toBe("first");
    await engine.query(thousand());
    second.abort(new Error("second"));
    expect((await staying).message).toBe("second");
    expect(await answer(engine, queryOf("SELECT 3 AS x"))).toEqual([{ x: 3 }]);
  });

  test("[SQ21] a cancelled query that goes on costs the database", async () => {
    const table = await engine.query(thousand());
    const lost = deferred<void>();
    const stop = engine.subscribe(({ state }) => state === "lost" && lost.resolve());
    const controller = new AbortController();
    const hangs = beginsToHang();
    const hanging = failureOf(engine.query(queryOf("SELECT 1 /* hang */"), controller.signal));
    await hangs;
    controller.abort(new Error("enough"));
    expect((await hanging).message).toBe("enough");
    clock.pass(patience.cancelMs);
    await lost.promise;
    stop();
    expect((await engine.rows(table, 500, 1)).values).toEqual([[500]]);
  });
});
