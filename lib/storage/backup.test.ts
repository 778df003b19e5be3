import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memoryStores, type Stores } from "./index";
import {
  batch,
  catalogueDraft,
  collect,
  file,
  notebook,
  notebookIds,
  run,
  runIds,
  table,
} from "./samples.suite";
import { decodeValue, encodeValue } from "./value-codec";

const text = async (blob: Blob) => Buffer.from(await blob.arrayBuffer()).toString("latin1");
const backupOf = async (stores: Stores) => (await stores.backup()).file;
const blobOf = (latin1: string) => new Blob([Buffer.from(latin1, "latin1")]);
const decoded = (value: unknown) => decodeValue(encodeValue(value, []), () => new Blob());

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
});

async function filled(): Promise<Stores> {
  const stores = memoryStores();
  await stores.notebooks.write(notebook(), 0);
  await stores.runs.append(batch(), run({ stateType: "COMPLETED" }));
  await stores.files.put(file());
  await stores.tables.write(
    table({
      rows: new Blob(["PAR1"]),
      recipe: { type: "rows", batches: [new Blob(["a"], { type: "x/y" }), new Blob()] },
    }),
  );
  await stores.catalogue.write(catalogueDraft());
  await stores.settings.write("theme", "dark");
  await stores.pins.write({ runId: runIds[0], results: ["results/a"], tables: [], files: ["hash-1"] });
  for (let i = 0; i < 150; i++) await stores.kv.write(`results/${i}`, { i });
  return stores;
}

describe("a backup", () => {
  test("[ST100] restores all that was there, bit for bit", async () => {
    const [stores, other] = [await filled(), memoryStores()];
    const backup = await backupOf(stores);
    await other.notebooks.write(notebook({ title: "Known here" }), 0);
    await other.restore(backup, "replace");
    expect(await text(await backupOf(other))).toBe(await text(backup));
    expect(await (await other.files.open("hash-1"))?.text()).toBe("id,amount\n1,2\n");
    expect(await (await other.tables.rows("lineage-1"))?.text()).toBe("PAR1");
    expect(await collect(other.runs.events(runIds[0]))).toEqual([batch()]);
    const { recipe } = (await other.tables.read("lineage-1"))!;
    expect((recipe as { batches: Blob[] }).batches.map(({ type, size }) => [type, size])).toEqual([
      ["x/y", 1],
      ["", 0],
    ]);
  });

  test("[ST100] whatever the values are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), anything), async (values) => {
        const [stores, other] = [memoryStores(), memoryStores()];
        for (const [key, value] of Object.entries(values)) await stores.kv.write(key, structuredClone(value));
        const backup = await backupOf(stores);
        await other.restore(backup, "replace");
        expect(await text(await backupOf(other))).toBe(await text(backup));
        for (const key of Object.keys(values))
          expect((await other.kv.read(key))?.value).toEqual((await stores.kv.read(key))?.value);
      }),
      { numRuns: 60 },
    );
  });

  test("[ST100] what is shared or circular stays so", () => {
    const shared = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    const ring: Record<string, unknown> = {
      shared,
      again: [shared],
      whole: shared.buffer,
      nothing: undefined,
      gap: Array(3),
    };
    ring["self"] = new Map([[ring, new Set([ring, -0, NaN, null])]]);
    const back = decoded(ring) as typeof ring;
    expect(back).toEqual(ring);
    expect((back["again"] as unknown[])[0]).toBe(back["shared"]);
    expect((back["shared"] as Uint8Array).buffer).toBe(back["whole"]);
    expect([...(back["self"] as Map<unknown, unknown>).keys()][0]).toBe(back);
    expect(decoded(new TypeError("no", { cause: 1 }))).toMatchObject({
      name: "TypeError",
      message: "no",
      cause: 1,
    });
  });

  test("[ST101] adds what is missing, or replaces all", async () => {
    const [stores, adding, replacing] = [await filled(), memoryStores(), memoryStores()];
    const backup = await backupOf(stores);
    for (const other of [adding, replacing]) {
      await other.notebooks.write(notebook({ title: "Here" }), 0);
      await other.notebooks.write(notebook({ id: notebookIds[1], title: "Only here" }), 0);
    }
    await adding.restore(backup, "add");
    expect((await adding.notebooks.list()).map(({ title }) => title).sort()).toEqual(["Here", "Only here"]);
    expect(await adding.runs.list({ limit: 9 })).toHaveLength(1);
    await replacing.restore(backup, "replace");
    expect(await text(await backupOf(replacing))).toBe(await text(backup));
  });
});

describe("a backup that somebody else may have written", () => {
  test.each(["add", "replace"] as const)(
    "[ST104] brings notebooks from elsewhere, and grants them nothing, to %s",
    async (mode) => {
      const [theirs, stores] = [memoryStores(), memoryStores()];
      const [known, foreign] = notebookIds;
      for (const id of notebookIds) {
        await theirs.notebooks.write(notebook({ id, origin: "example" }), 0);
        await theirs.settings.write(`network:${id}`, { version: 1, isOpen: true, origins: [] });
        await theirs.settings.write(`example:${id}`, id);
      }
      await stores.notebooks.write(notebook({ id: known, origin: "own" }), 0);
      await stores.restore(await backupOf(theirs), mode);
      expect((await stores.notebooks.read(known))?.origin).toBe("own");
      expect((await stores.notebooks.read(foreign))?.origin).toBe("import");
      expect(await stores.settings.read(`network:${foreign}`)).toBeUndefined();
      for (const id of notebookIds) expect(await stores.settings.read(`example:${id}`)).toBeUndefined();
    },
  );

  test.each([
    ["a list of holes", '[["array",4294967295]]'],
    ["a list of half a hole", '[["array",0.5]]'],
    ["a view of a number", '[["Uint8Array",1],["number","4000000000"]]'],
    ["a number of many digits", `[["bigint","${"9".repeat(1_000_000)}"]]`],
    ["depth", `[${Array.from({ length: 100_000 }, (_, n) => `["array",1,["0",${n + 1}]]`).join()},true]`],
  ])("[ST104] is damaged, with %s", (_, written) => {
    expect(() => decodeValue(written, () => new Blob())).toThrow();
  });
});

describe("secrets", () => {
  test("[ST100] are in no backup, nor is who may have them", async () => {
    const stores = await filled();
    const before = await text(await backupOf(stores));
    await stores.secrets.write("api-token", "hunter2");
    await stores.permissions.allowSecret(notebookIds[0], "api-token", true);
    expect(await text(await backupOf(stores))).toBe(before);
  });

  test.each(["add", "replace"] as const)(
    "[ST101] stay here, when a backup is restored to %s",
    async (mode) => {
      const [backup, stores] = [await backupOf(await filled()), memoryStores()];
      await stores.secrets.write("api-token", "hunter2");
      await stores.permissions.allowSecret(notebookIds[0], "api-token", true);
      await stores.restore(backup, mode);
      expect(await stores.secrets.read("api-token")).toBe("hunter2");
      const { secrets } = await stores.permissions.read(notebookIds[0]);
      expect(secrets).toEqual(mode === "add" ? ["api-token"] : []);
    },
  );
});

describe("what is no whole backup is refused, and changes nothing", () => {
  const refused = async (bad: Blob, code: string) => {
    const stores = memoryStores();
    await stores.kv.write("mine", 1);
    for (const mode of ["add", "replace"] as const)
      await expect(stores.restore(bad, mode)).rejects.toMatchObject({ code });
    expect(await stores.kv.keys("")).toEqual(["mine"]);
    expect(await stores.notebooks.list()).toEqual([]);
  };

  test("[ST102] cut off anywhere", async () => {
    const whole = await backupOf(await filled());
    const sizes = fc.integer({ min: 1, max: whole.size - 1 });
    await fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        const stores = memoryStores();
        const error = await stores.restore(whole.slice(0, size), "add").catch((reason: unknown) => reason);
        expect((error as { code: string }).code).toMatch(/^backup\/(truncated|foreign)$/);
        expect(await stores.kv.keys("")).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("[ST102] changed anywhere", async () => {
    const whole = await text(await backupOf(await filled()));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (at) => {
        const other = String.fromCharCode(whole.charCodeAt(at) ^ 1);
        const stores = memoryStores();
        const bad = blobOf(whole.slice(0, at) + other + whole.slice(at + 1));
        await expect(stores.restore(bad, "add")).rejects.toMatchObject({
          code: expect.stringMatching(/^backup/) as string,
        });
        expect(await stores.kv.keys("")).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("[ST102] frames left out, put twice, or after the end", async () => {
    const [first, second] = [await backupOf(await filled()), await backupOf(memoryStores())];
    await refused(new Blob([first, second]), "backup/damaged");
    const lines = (await text(first)).split(/(?=\{"kind":)/);
    await refused(blobOf(lines.toSpliced(2, 1).join("")), "backup/damaged");
    await refused(blobOf(lines.toSpliced(1, 0, lines[1]!).join("")), "backup/damaged");
  });

  test("[ST102] foreign files, and those of a newer version", async () => {
    await refused(new Blob([]), "backup/foreign");
    await refused(new Blob(["id,amount\n1,2\n"]), "backup/foreign");
    await refused(new Blob(['{"kind":"records","size":2,"hash":""}\n{}']), "backup/damaged");
    const { contentHash } = await import("../base");
    const head = new Blob([JSON.stringify({ format: "runnel-backup", version: 2 })]);
    const line = JSON.stringify({ kind: "head", size: head.size, hash: await contentHash(head) });
    await refused(new Blob([line, "\n", head]), "backup/newer");
  });

  test("[ST102] hostile names are names like any other", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}') as object;
    const back = decoded(hostile) as object;
    expect(Object.keys(back)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
    for (const bad of [
      "[]",
      "{}",
      '[["object",["a",7]]]',
      '[["Function","x"]]',
      '[["array",-1]]',
      '[["buffer","zz"]]',
    ])
      expect(() => decodeValue(bad, () => new Blob())).toThrow();
  });
});
