import { afterAll, afterEach, describe, expect, onTestFinished, test } from "vitest";
import { RunnelError, deferred } from "../base";
import type { TableRef } from "../engine";
import type { DataEngine } from "./engine";
import {
  type MemoryFiles,
  type MemoryStore,
  answer,
  failureOf,
  faultyWorker,
  memoryFiles,
  memoryStore,
  newRig,
  queryOf,
  startsWorkers,
} from "./engine.suite";
import type { StoredTable } from "./stored-table";

/*
 * What one session makes another reads: engines of their own on the same store and files. All tests share the three, as each
 * database takes a second or more to start; so each makes tables that no other does.
 */
const stored = memoryStore();
/** Whether the store has no room for that. */
let isRefused: (table: StoredTable) => boolean = () => false;
/** The lineages that were read of the store. */
let reads: string[] = [];
const store: MemoryStore = {
  ...stored,
  async read(lineage) {
    reads.push(lineage);
    return await stored.read(lineage);
  },
  async write(table) {
    if (isRefused(table)) throw new Error("the disk is full");
    await stored.write(table);
  },
};
const kept = memoryFiles();
/** How a file is opened that is no longer as it was kept. */
const onDisk = new Map<string, () => Promise<Blob>>();
/** The hashes of the files that were opened. */
let openings: string[] = [];
const files: MemoryFiles = {
  ...kept,
  async open(hash) {
    openings.push(hash);
    return await (onDisk.get(hash)?.() ?? kept.open(hash));
  },
};
afterEach(() => {
  isRefused = () => false;
});

/** Keeps the rows of what it makes, up to sizes that are soon reached. */
const { engine: maker } = newRig({ store, given: files, keepUpTo: 4_000_000, arrowUpTo: 400_000 });
/** Keeps no rows. */
const { engine: poorMaker } = newRig({ store, given: files, keepUpTo: 0 });
/** Has made nothing. */
const { engine: reader } = newRig({ store, given: files, keepUpTo: 0 });
afterAll(() => {
  for (const engine of [maker, poorMaker, reader]) engine.close();
});

/** An engine that has no database yet. */
function fresh(): DataEngine {
  const { engine } = newRig({ store, given: files });
  onTestFinished(() => engine.close());
  return engine;
}

/** Keeps a CSV file, and has it read into a table. */
async function imported(engine: DataEngine, text: string) {
  const hash = await files.add(new Blob([text]));
  const options = { name: "f", fileName: "f.csv", format: "csv", hash } as const;
  return { table: await engine.importFile(undefined, options), hash, options };
}

const last = async (engine: DataEngine, table: TableRef) =>
  (await engine.rows(table, table.numRows - 1, 1)).values.map(([value]) => value);
const rowsOf = (table: TableRef) => store.records.get(table.lineage)?.rows;
const lineagesIn = async (engine: DataEngine) =>
  (await engine.describe()).inMemory.map(({ lineage }) => lineage);

const every = (
  rows: number,
) => `SELECT range AS i, random() AS r, INTERVAL (range) DAY AS d, TIME '10:00:00' AS t, (range % 3)::VARCHAR::ENUM('0', '1', '2') AS e,
  {'a': '0101'::BIT, 'b': [range]} AS s, '00000000-0000-0000-0000-000000000001'::UUID AS u, range::HUGEINT AS h, TIMESTAMP_S '2024-01-01 00:00:00' AS ts,
  MAP {range: 'x'} AS m, 1.5::DECIMAL(38,3) AS c, NULL::INTEGER AS n FROM range(${rows})`;

describe("keeping tables", () => {
  test.each([
    ["few", 1000, "Arrow"],
    ["many", 5000, "Parquet"],
  ])(
    "[SQ7] [SQ9] a table of %s rows comes back with those that it had, of every type",
    async (_, count, format) => {
      const table = await maker.query(queryOf(every(count)));
      const before = await maker.rows(table, 300, 50);
      await maker.flush();
      const start = await rowsOf(table)?.slice(0, 4).text();
      expect(start === "PAR1" ? "Parquet" : "Arrow").toBe(format);
      expect(await lineagesIn(reader)).not.toContain(table.lineage);
      expect(await reader.rows(table, 300, 50)).toEqual(before);
      expect((await reader.describe()).inMemory).toContainEqual(table);
    },
  );

  test("[SQ7] without its rows it is made again by its recipe, and what that needs before", async () => {
    const { table: file } = await imported(poorMaker, "a\n1\n2\n3\n");
    const rows = await poorMaker.fromRows([{ b: 10 }], "r");
    const joined = await poorMaker.query(
      queryOf("SELECT a * b * $k AS x FROM f, r", { f: file, r: rows }, { k: 2 }),
    );
    const long = await poorMaker.query(queryOf("SELECT x, range AS i FROM j, range(500)", { j: joined }));
    await poorMaker.flush();
    expect(rowsOf(long)).toBeUndefined();
    const before = await lineagesIn(reader);
    expect(await last(reader, long)).toEqual([60, 499]);
    const brought = (await lineagesIn(reader)).filter((lineage) => !before.includes(lineage));
    expect(brought.sort()).toEqual([file, rows, joined, long].map(({ lineage }) => lineage).sort());
  });

  test("[SQ5] the head comes without DuckDB once it has been looked at, or there was time to keep it", async () => {
    const table = await maker.query(queryOf("SELECT range AS i FROM range(999)"));
    const small = await maker.query(queryOf("SELECT 1 AS x"));
    const huge = await poorMaker.query(queryOf("SELECT range AS i FROM range(998)"));
    await maker.rows(table, 0, 1);
    await Promise.all([maker.flush(), poorMaker.flush()]);
    const second = fresh();
    expect((await second.texts(huge, 0, 2)).values).toEqual([["0", "1"]]);
    expect((await second.rows(table, 198, 2)).values).toEqual([[198, 199]]);
    expect((await second.rows(small, 0, 10_000)).values).toEqual([[1]]);
    expect((await second.query(queryOf("SELECT 1 AS x"))).lineage).toBe(small.lineage);
    expect((await second.describe()).state).toBe("idle");
  });

  test("[SQ7] those who need a table at the same time share one restoration", async () => {
    const { table, hash } = await imported(maker, `a\n${"1\n".repeat(1000)}`);
    openings = [];
    const sum = (k: number) => answer(reader, queryOf("SELECT sum(a) * $k AS s FROM f", { f: table }, { k }));
    const [one, two] = await Promise.all([
      sum(1),
      sum(2),
      reader.rows(table, 500, 1),
      reader.encode(table, "csv"),
    ]);
    expect([one, two]).toEqual([[{ s: 1000 }], [{ s: 2000 }]]);
    expect(openings).toEqual([hash]);
  });

  test.each([
    ["few", 1000],
    ["many", 100_000],
  ])("[SQ7] %s rows that are damaged, or not all there, fall back on the recipe", async (_, count) => {
    const table = await maker.query(queryOf(`SELECT range AS i FROM range(${count})`));
    const fewer = await maker.query(queryOf(`SELECT range AS i FROM range(${count} - 1)`));
    await maker.flush();
    for (const damage of [
      (file: Blob) => file.slice(0, file.size / 2),
      () => new Blob(["PAR1 nonsense PAR1"]),
      () => new Blob(["nonsense"]),
      () => rowsOf(fewer) ?? new Blob(),
    ]) {
      const record = store.records.get(table.lineage) as StoredTable & { rows: Blob };
      store.records.set(table.lineage, { ...record, rows: damage(record.rows) });
      await reader.drop(table.lineage);
      expect(await lineagesIn(reader)).not.toContain(table.lineage);
      expect(await last(reader, table)).toEqual([count - 1]);
    }
  });

  test("[SQ7] a query that gives other rows each time tells how many it gave", async () => {
    const table = await poorMaker.query(queryOf("SELECT range AS i FROM range(20000) WHERE random() < 0.5"));
    const count = await answer(reader, queryOf("SELECT count(*) AS n FROM t", { t: table }));
    expect(count).toEqual([{ n: store.records.get(table.lineage)?.ref.numRows }]);
  });

  test("[SQ8] a table with no record, and one whose file is gone", async () => {
    const unknown: TableRef = { kind: "table", name: "lost", lineage: "0", schema: [], numRows: 5 };
    expect(await failureOf(maker.rows(unknown, 0, 1))).toMatchObject({
      code: "sql/missing-rows",
      message: "The rows of “lost” are not kept in this browser: run its cell again.",
    });
    const { table, hash } = await imported(maker, `a\n${"2\n".repeat(1000)}`);
    files.remove(hash);
    expect(await failureOf(reader.rows(table, 500, 1))).toMatchObject({
      code: "sql/missing-file",
      message: "The file “f.csv” is no longer in this notebook: add it again.",
    });
  });

  test("[SQ3] the kept table of a file is served without opening the file", async () => {
    const { table, options } = await imported(maker, `a\n${"3\n".repeat(1000)}`);
    openings = [];
    const second = fresh();
    expect(await second.importFile(undefined, options)).toEqual(table);
    expect((await second.rows(table, 0, 1)).numRows).toBe(1);
    expect((await second.describe()).state).toBe("idle");
    expect(openings).toEqual([]);
  });

  test("[SQ8] a file that cannot be read now says why, also where it changed while it was read", async () => {
    const disk = await navigator.storage.getDirectory();
    const write = async (text: string) => {
      const handle = await disk.getFileHandle("f.csv", { create: true });
      const writable = await handle.createWritable();
      await writable.write(text);
      await writable.close();
      return await handle.getFile();
    };
    const old = await write("a\n1\n");
    await write("a\n1\n2\n");
    const changed = new RunnelError("storage/file-changed", "“f.csv” has changed.");
    const options = { name: "f", fileName: "f.csv", format: "csv", hash: "0" } as const;
    let isOpened = false;
    onDisk.set(options.hash, async () => {
      if (isOpened) throw changed;
      isOpened = true;
      return old;
    });
    expect(await failureOf(maker.importFile(undefined, options))).toMatchObject({ code: changed.code });
    expect(await failureOf(maker.importFile(undefined, options))).toMatchObject({ code: changed.code });
    await disk.removeEntry("f.csv");
  });

  test("[SQ9] left out where the table is too large, has a type that no file keeps, or cannot be written", async () => {
    isRefused = ({ rows, ref }) => rows !== undefined && ref.name === "refused";
    const query = (text: string, name: string) => maker.query(queryOf(text, {}, {}, name));
    const large = await query("SELECT range AS i FROM range(1000000)", "large");
    const union = await query("SELECT 1::UNION(n INTEGER, s VARCHAR) AS u", "union");
    const refused = await query("SELECT 3 AS x", "refused");
    const small = await query("SELECT 2 AS x", "small");
    await maker.flush();
    const areKept = [large, union, refused, small].map((table) => rowsOf(table) !== undefined);
    expect(areKept).toEqual([false, false, false, true]);
  });

  test("[SQ4] a store that refuses the record fails the query, which can be asked again", async () => {
    const query = queryOf("SELECT random() AS r");
    isRefused = () => true;
    expect((await failureOf(maker.query(query))).message).toBe("the disk is full");
    isRefused = () => false;
    expect((await maker.query(query)).numRows).toBe(1);
  });

  test("[SQ4] a query that is asked ahead is answered before its record is stored, of which `settled` tells", async () => {
    const ahead = { ...queryOf("SELECT 6 AS x"), ahead: true } as const;
    const writing = deferred();
    const written = deferred();
    const slow: MemoryStore = {
      ...store,
      async write(...made) {
        writing.resolve(undefined);
        await written.promise;
        await store.write(...made);
      },
    };
    const { engine } = newRig({ store: slow });
    onTestFinished(() => engine.close());
    const table = await engine.query(ahead);
    await writing.promise;
    expect(store.records.has(table.lineage)).toBe(false);
    expect(await engine.query(ahead)).toEqual(table);
    const settled = engine.settled();
    written.resolve(undefined);
    await settled;
    expect(store.records.get(table.lineage)).toMatchObject({ recipe: { query: queryOf("SELECT 6 AS x") } });
    isRefused = () => true;
    await engine.query({ ...queryOf("SELECT 61 AS x"), ahead: true });
    expect((await failureOf(engine.settled())).message).toBe("the disk is full");
    await engine.settled();
  });

  test("[SQ6] a dropped table leaves memory once it is not used, and comes back", async () => {
    const table = await maker.query(queryOf("SELECT range AS i FROM range(20000)"));
    await maker.flush();
    const using = maker.query(queryOf("SELECT sum(a.i * b.i) AS s FROM t a, t b", { t: table }));
    await maker.query(queryOf("SELECT 4"));
    await maker.drop(table.lineage);
    await maker.drop("no such table");
    expect(await lineagesIn(maker)).toContain(table.lineage);
    await using;
    expect(await lineagesIn(maker)).not.toContain(table.lineage);
    expect((await maker.rows(table, 19_999, 1)).values).toEqual([[19_999]]);
  });

  test("[SQ49] a temporary table has columns of the types that were said, until it is dropped; what is made of it stays", async () => {
    const columns = [
      { name: "n", type: "BIGINT" },
      { name: "d", type: "DOUBLE" },
      { name: "at", type: "TIMESTAMP" },
      { name: "all", type: "VARCHAR[]" },
      { name: "none", type: "VARCHAR" },
    ];
    const given = {
      name: "passing",
      columns,
      async *parts() {
        yield [[1], [2], [new Date(3)], [[]], [null]];
        yield [[], [], [], [], []];
        yield [[null], [2.5], [null], [["a", "b"]], [null]];
      },
    };
    const [table, other] = [await maker.temporary(given), await maker.temporary(given)];
    expect(table).toMatchObject({ name: "passing", schema: columns, numRows: 2 });
    expect(table.lineage).not.toBe(other.lineage);
    expect(stored.records.has(table.lineage)).toBe(false);
    const made = await maker.query(queryOf("SELECT * FROM t", { t: table }));
    await maker.flush();
    for (const one of [table, other]) await maker.drop(one.lineage);
    expect(await failureOf(maker.rows(table, 0, 2))).toMatchObject({ code: "sql/missing-rows" });
    expect((await reader.rows(made, 0, 2)).values).toEqual([
      [1, null],
      [2, 2.5],
      [new Date(3), null],
      [[], ["a", "b"]],
      [null, null],
    ]);
    const empty = await maker.temporary({
      ...given,
      async *parts() {
        yield [[], [], [], [], []];
      },
    });
    expect(empty).toMatchObject({ schema: columns, numRows: 0 });
  });

  test("[SQ3] a session's first query of a kept lineage asks only the store", async () => {
    const query = queryOf("SELECT 5 AS x");
    const table = await maker.query(query);
    await maker.flush();
    const second = fresh();
    reads = [];
    expect(await second.query(query)).toEqual(table);
    expect(reads).toEqual([table.lineage]);
  });
});

describe("making room", () => {
  const { engine } = newRig({ startWorker: startsWorkers({ duckdb: faultyWorker() }) });
  afterAll(() => engine.close());

  test("[SQ10] when memory runs out, idle tables make room, and the query is tried once more", async () => {
    const idle = await engine.query(queryOf("SELECT range AS i FROM range(1000)"));
    const input = await engine.query(queryOf("SELECT 7 AS x"));
    await engine.flush();
    const greedy = await engine.query(queryOf("SELECT x /* oom */ FROM t", { t: input }));
    expect((await lineagesIn(engine)).sort()).toEqual([input, greedy].map(({ lineage }) => lineage).sort());
    expect((await engine.rows(idle, 500, 1)).values).toEqual([[500]]);
  });

  test("[SQ10] with nobody to make room it fails", async () => {
    await engine.flush();
    for (const lineage of await lineagesIn(engine)) await engine.drop(lineage);
    expect(await lineagesIn(engine)).toEqual([]);
    expect(await failureOf(engine.query(queryOf("SELECT 1 /* oom */ AS x")))).toMatchObject({
      code: "sql/out-of-memory",
    });
  });
});
