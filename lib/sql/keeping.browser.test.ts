import { afterEach, describe, expect, test } from "vitest";
import { RunnelError } from "../base";
import type { TableRef } from "../engine";
import type { DataEngineOptions } from "./engine";
import {
  type MemoryStore,
  type Rig,
  answer,
  assets,
  failureOf,
  faultyWorker,
  memoryFiles,
  memoryStore,
  newRig,
  queryOf,
} from "./engine.suite";
import type { StoredTable } from "./stored-table";

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
/** The next session: another engine on the same store. */
const next = ({ engine, store, files }: Rig, options: Partial<DataEngineOptions> = {}) => {
  engine.close();
  return rig({ store, given: files, ...options });
};
const last = async ({ engine }: Rig, table: TableRef) =>
  (await engine.rows(table, table.numRows - 1, 1)).values.map(([value]) => value);
const parquetOf = ({ store }: Rig, table: TableRef) => store.records.get(table.lineage)?.parquet;

/** A store that counts what is read of it. */
function counted(): MemoryStore & { reads: string[] } {
  const store = memoryStore();
  const reads: string[] = [];
  return {
    ...store,
    reads,
    read: (lineage) => {
      reads.push(lineage);
      return store.read(lineage);
    },
  };
}

const every = `SELECT range AS i, random() AS r, INTERVAL (range) DAY AS d, TIME '10:00:00' AS t, (range % 3)::VARCHAR::ENUM('0', '1', '2') AS e,
  {'a': '0101'::BIT, 'b': [range]} AS s, '00000000-0000-0000-0000-000000000001'::UUID AS u, range::HUGEINT AS h, TIMESTAMP_S '2024-01-01 00:00:00' AS ts,
  MAP {range: 'x'} AS m, 1.5::DECIMAL(38,3) AS c, NULL::INTEGER AS n FROM range(1000)`;

describe("keeping tables", () => {
  test("[SQ7] [SQ9] a table made by a query comes back from Parquet, of every type, with the rows that it had", async () => {
    const first = rig();
    const table = await first.engine.query(queryOf(every));
    const before = await first.engine.rows(table, 300, 50);
    await first.engine.flush();
    expect(parquetOf(first, table)?.size).toBeGreaterThan(1000);
    const second = next(first);
    expect(await second.engine.rows(table, 300, 50)).toEqual(before);
    expect((await second.engine.describe()).inMemory).toEqual([table]);
  });

  test("[SQ7] without Parquet it is made again by its recipe, and what that needs before", async () => {
    const first = rig({ keepUpTo: 0 });
    const hash = await first.files.add(new Blob(["a\n1\n2\n3\n"]));
    const file = await first.engine.importFile(await first.files.open(hash), {
      name: "f",
      fileName: "f.csv",
    });
    const rows = await first.engine.fromRows([{ b: 10 }], "r");
    const joined = await first.engine.query(
      queryOf("SELECT a * b * $k AS x FROM f, r", { f: file, r: rows }, { k: 2 }),
    );
    const long = await first.engine.query(queryOf("SELECT x, range AS i FROM j, range(500)", { j: joined }));
    await first.engine.flush();
    expect(parquetOf(first, long)).toBeUndefined();
    const second = next(first);
    expect(await last(second, long)).toEqual([60, 499]);
    const names = (await second.engine.describe()).inMemory.map(({ lineage }) => lineage);
    expect(names.sort()).toEqual([file, rows, joined, long].map(({ lineage }) => lineage).sort());
  });

  test("[SQ5] the head comes without DuckDB", async () => {
    const first = rig();
    const table = await first.engine.query(queryOf("SELECT range AS i FROM range(1000)"));
    const small = await first.engine.query(queryOf("SELECT 1 AS x"));
    const second = next(first);
    expect((await second.engine.rows(table, 198, 2)).values).toEqual([[198, 199]]);
    expect((await second.engine.rows(small, 0, 10_000)).values).toEqual([[1]]);
    expect((await second.engine.query(queryOf("SELECT 1 AS x"))).lineage).toBe(small.lineage);
    expect((await second.engine.describe()).state).toBe("idle");
  });

  test("[SQ7] those who need a table at the same time share one restoration", async () => {
    const first = rig({ keepUpTo: 0 });
    const hash = await first.files.add(new Blob(["a\n", "1\n".repeat(1000)]));
    const table = await first.engine.importFile(await first.files.open(hash), {
      name: "f",
      fileName: "f.csv",
    });
    first.engine.close();
    let openings = 0;
    const second = rig({
      store: first.store,
      files: {
        open: (wanted) => {
          openings++;
          return first.files.open(wanted);
        },
      },
    });
    const sum = (k: number) =>
      answer(second.engine, queryOf("SELECT sum(a) * $k AS s FROM f", { f: table }, { k }));
    const [one, two] = await Promise.all([
      sum(1),
      sum(2),
      second.engine.rows(table, 500, 1),
      second.engine.encode(table, "csv"),
    ]);
    expect([one, two]).toEqual([[{ s: 1000 }], [{ s: 2000 }]]);
    expect(openings).toBe(1);
  });

  test("[SQ7] a damaged Parquet falls back on the recipe", async () => {
    const first = rig();
    const table = await first.engine.query(queryOf("SELECT range AS i FROM range(1000)"));
    await first.engine.flush();
    for (const damage of [
      (file: Blob) => file.slice(0, file.size / 2),
      () => new Blob(["PAR1 nonsense PAR1"]),
    ]) {
      const record = first.store.records.get(table.lineage) as StoredTable & { parquet: Blob };
      first.store.records.set(table.lineage, { ...record, parquet: damage(record.parquet) });
      expect(await last(next(first), table)).toEqual([999]);
    }
  });

  test("[SQ7] a query that gives other rows each time tells how many it gave", async () => {
    const first = rig({ keepUpTo: 0 });
    const table = await first.engine.query(
      queryOf("SELECT range AS i FROM range(20000) WHERE random() < 0.5"),
    );
    const second = next(first, { keepUpTo: 0 });
    const count = await answer(second.engine, queryOf("SELECT count(*) AS n FROM t", { t: table }));
    expect(count).toEqual([{ n: first.store.records.get(table.lineage)?.ref.numRows }]);
  });

  test("[SQ8] a table with no record, and one whose file is gone", async () => {
    const first = rig();
    const unknown: TableRef = { kind: "table", name: "lost", lineage: "0", schema: [], numRows: 5 };
    expect(await failureOf(first.engine.rows(unknown, 0, 1))).toMatchObject({
      code: "sql/missing-rows",
      message: "The rows of “lost” are not kept in this browser: run its cell again.",
    });
    const hash = await first.files.add(new Blob(["a\n", "1\n".repeat(1000)]));
    const table = await first.engine.importFile(await first.files.open(hash), {
      name: "f",
      fileName: "f.csv",
    });
    first.files.remove(hash);
    expect(await failureOf(next(first).engine.rows(table, 500, 1))).toMatchObject({
      code: "sql/missing-file",
      message: "The file “f.csv” is no longer in this notebook: add it again.",
    });
  });

  test("[SQ3] the kept table of a file is served without opening the file", async () => {
    const first = rig();
    const hash = await first.files.add(new Blob(["a\n", "1\n".repeat(1000)]));
    const options = { name: "f", fileName: "f.csv", format: "csv", hash } as const;
    const table = await first.engine.importFile(undefined, options);
    const second = next(first, { files: { open: () => Promise.reject(new Error("opened")) } });
    expect(await second.engine.importFile(undefined, options)).toEqual(table);
    expect((await second.engine.rows(table, 0, 1)).numRows).toBe(1);
    expect((await second.engine.describe()).state).toBe("idle");
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
    const { engine } = rig({
      files: {
        async open() {
          if (isOpened) throw changed;
          isOpened = true;
          return old;
        },
      },
    });
    expect(await failureOf(engine.importFile(undefined, options))).toMatchObject({ code: changed.code });
    expect(await failureOf(engine.importFile(undefined, options))).toMatchObject({ code: changed.code });
    await disk.removeEntry("f.csv");
  });

  test("[SQ9] left out where the table is too large, has a type that no file keeps, or cannot be written", async () => {
    const store = memoryStore();
    const rigged = rig({
      keepUpTo: 10_000,
      store: {
        ...store,
        write: async (table) => {
          if (table.parquet && table.ref.name === "refused") throw new Error("the disk is full");
          await store.write(table);
        },
      },
    });
    const query = (text: string, name: string) => rigged.engine.query(queryOf(text, {}, {}, name));
    const large = await query("SELECT range AS i FROM range(100000)", "large");
    const union = await query("SELECT 1::UNION(n INTEGER, s VARCHAR) AS u", "union");
    const refused = await query("SELECT 1 AS x", "refused");
    const kept = await query("SELECT 2 AS x", "kept");
    await rigged.engine.flush();
    expect([large, union, refused, kept].map((table) => parquetOf(rigged, table) !== undefined)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  test("[SQ4] a store that refuses the record fails the query, which can be asked again", async () => {
    const store = memoryStore();
    let full = true;
    const { engine } = rig({
      store: {
        ...store,
        write: async (table) => {
          if (full) throw new Error("the disk is full");
          await store.write(table);
        },
      },
    });
    const query = queryOf("SELECT random() AS r");
    expect((await failureOf(engine.query(query))).message).toBe("the disk is full");
    full = false;
    expect((await engine.query(query)).numRows).toBe(1);
  });

  test("[SQ6] a dropped table leaves memory once it is not used, and comes back", async () => {
    const { engine } = rig();
    const table = await engine.query(queryOf("SELECT range AS i FROM range(20000)"));
    await engine.flush();
    const using = engine.query(queryOf("SELECT sum(a.i * b.i) AS s FROM t a, t b", { t: table }));
    await engine.query(queryOf("SELECT 1"));
    await engine.drop(table.lineage);
    await engine.drop("no such table");
    const lineages = async () => (await engine.describe()).inMemory.map(({ lineage }) => lineage);
    expect(await lineages()).toContain(table.lineage);
    await using;
    expect(await lineages()).not.toContain(table.lineage);
    expect((await engine.rows(table, 19_999, 1)).values).toEqual([[19_999]]);
  });

  test("[SQ10] when memory runs out, idle tables make room, and the query is tried once more", async () => {
    const { engine } = rig({ assets: { ...assets, duckdbWorker: faultyWorker() } });
    const idle = await engine.query(queryOf("SELECT range AS i FROM range(1000)"));
    const input = await engine.query(queryOf("SELECT 7 AS x"));
    await engine.flush();
    const greedy = await engine.query(queryOf("SELECT x /* oom */ FROM t", { t: input }));
    const inMemory = (await engine.describe()).inMemory.map(({ lineage }) => lineage);
    expect(inMemory.sort()).toEqual([input, greedy].map(({ lineage }) => lineage).sort());
    expect((await engine.rows(idle, 500, 1)).values).toEqual([[500]]);
  });

  test("[SQ10] with nobody to make room it fails", async () => {
    const { engine } = rig({ assets: { ...assets, duckdbWorker: faultyWorker() } });
    expect(await failureOf(engine.query(queryOf("SELECT 1 /* oom */ AS x")))).toMatchObject({
      code: "sql/out-of-memory",
    });
  });

  test("[SQ3] a session's first query of a kept lineage asks only the store", async () => {
    const first = rig();
    const query = queryOf("SELECT 5 AS x");
    const table = await first.engine.query(query);
    const store = counted();
    for (const [lineage, record] of first.store.records) store.records.set(lineage, record);
    const second = rig({ store, given: memoryFiles() });
    expect(await second.engine.query(query)).toEqual(table);
    expect(store.reads).toEqual([table.lineage]);
  });
});
