import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentHash, isError, sha256 } from "../base";
import { changed } from "../base/changed-json.suite";
import { writeBackup } from "./backup";
import type { Database } from "./database";
import { fileStore } from "./files";
import { memoryStores, type Stores } from "./index";
import { memoryDatabase } from "./memory";
import { makeDoor } from "./quarantine";
import { batch, catalogueDraft, notebook, run, table } from "./samples.suite";
import { decodeValue } from "./value-codec";

/** `FUZZ_RUNS=100000` tries that many files of each kind. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 150);
const timeout = 60_000 + numRuns * 50;

interface Frame {
  readonly kind: string;
  readonly body: string;
}

/** A backup's frames, without what closes it. */
async function framesOf(stores: Stores): Promise<readonly Frame[]> {
  let left = await (await stores.backup()).file.text();
  const frames: Frame[] = [];
  while (left !== "") {
    const end = left.indexOf("\n") + 1;
    const { kind, size } = JSON.parse(left.slice(0, end)) as { kind: string; size: number };
    frames.push({ kind, body: left.slice(end, end + size) });
    left = left.slice(end + size);
  }
  return frames.slice(0, -1);
}

/** The backup of these frames, with every hash as it has to be: as somebody writes it who means harm. */
async function forged(frames: readonly Frame[]): Promise<Blob> {
  const parts: string[] = [];
  let lines = "";
  const add = async ({ kind, body }: Frame) => {
    const blob = new Blob([body]);
    const line = `${JSON.stringify({ kind, size: blob.size, hash: await contentHash(blob) })}\n`;
    lines = sha256(lines + line);
    parts.push(line, body);
  };
  for (const frame of frames) await add(frame);
  const closing = lines;
  await add({ kind: "end", body: closing });
  return new Blob(parts);
}

async function filled(): Promise<Stores> {
  const stores = memoryStores({ onProblem: () => undefined });
  await stores.notebooks.write(notebook(), 0);
  await stores.runs.append(batch(), run({ stateType: "COMPLETED" }));
  await stores.tables.write(table({ rows: new Blob(["PAR1"]) }));
  await stores.catalogue.write(catalogueDraft());
  await stores.settings.write("theme", "dark");
  await stores.kv.write("results/a", { list: [1, "two"], map: new Map([[1, new Date(5)]]) });
  return stores;
}

const hostile = fc.oneof(
  fc.constantFrom<unknown>(2 ** 32 - 1, -1, 1e308, "__proto__", "constructor", "runs", [
    "array",
    2 ** 32 - 1,
  ]),
  fc.constantFrom<unknown>(["object", ["__proto__", 0]], ["bigint", "9".repeat(200_000)], ["buffer", "zz"]),
  fc.constantFrom<unknown>(["DataView", 0, 2 ** 40], ["map", 0, 0], ["error", "x", 0, 0, 0], ["blob", 7]),
  fc.constantFrom<unknown>(["regexp", "(a+)+$", "g"], ["date", 0], ["boxed", 0], null, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Restores it into stores that hold something of their own: all of it comes, or nothing does, and why has a name. */
async function restores(file: Blob): Promise<void> {
  const stores = memoryStores({ onProblem: () => undefined });
  await stores.kv.write("mine", 1);
  const error: unknown = await stores.restore(file, "replace").then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined) {
    expect(isError(error) && "code" in error && error.code).toMatch(/^(backup|storage)\//);
    expect(await stores.kv.keys("")).toEqual(["mine"]);
  } else for (const { origin } of await stores.notebooks.list()) expect(origin).toBe("import");
  expect("polluted" in {}).toBe(false);
}

describe("30: a backup that was written to do harm", () => {
  test(
    "[ST104] is restored or refused by name, whatever part of a record is another",
    { timeout },
    async () => {
      const frames = await framesOf(await filled());
      const records = frames.flatMap(({ kind }, at) => (kind === "records" ? at : []));
      const places = fc.double({ min: 0, max: 1, noNaN: true });
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...records),
          places,
          fc.option(places),
          hostile,
          async (at, place, inRecord, by) => {
            const page = JSON.parse(frames[at]!.body) as { records: string[] };
            const [first = "[]", ...others] = page.records;
            const body =
              inRecord === null
                ? changed(page, place, by)
                : { ...page, records: [JSON.stringify(changed(JSON.parse(first), place, by)), ...others] };
            await restores(await forged(frames.with(at, { kind: "records", body: JSON.stringify(body) })));
          },
        ),
        { numRuns },
      );
    },
  );

  test("[ST104] is refused by name where a frame holds something else", async () => {
    const frames = await framesOf(await filled());
    for (const at of frames.keys())
      for (const body of ["null", "5", '"x"', "[]", "{}", "", "["])
        await restores(await forged(frames.with(at, { ...frames[at]!, body })));
  });

  test("[ST104] is restored or refused by name, with frames in another order", { timeout }, async () => {
    const frames = await framesOf(await filled());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...frames), { maxLength: 8 }), async (shuffled) => {
        await restores(await forged([frames[0]!, ...shuffled]));
      }),
      { numRuns },
    );
  });

  test("[ST104] of a value is read or refused, whatever the text", { timeout }, () => {
    const nodes = fc.array(fc.oneof(hostile, fc.string(), fc.tuple(fc.string(), fc.nat(9), fc.nat(9))));
    fc.assert(
      fc.property(
        fc.oneof(
          nodes.map((all) => JSON.stringify(all)),
          fc.json(),
        ),
        (text) => {
          try {
            decodeValue(text, () => new Blob());
          } catch (error) {
            expect(isError(error)).toBe(true);
          }
          expect("polluted" in {}).toBe(false);
        },
      ),
      { numRuns: numRuns * 10 },
    );
  });

  test("[ST100] a value that is nested too deeply is left out, by name", async () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const memory = memoryDatabase(makeDoor(() => undefined));
    // No store in memory takes it; a browser's takes what this cannot write.
    const database: Database = {
      ...memory,
      list: async (store, span) =>
        store === "entries"
          ? ([{ key: "deep", value: deep, version: 1 }] as never)
          : await memory.list(store, span),
    };
    expect((await writeBackup(database, fileStore(database, 0))).missing).toEqual(['entries "deep"']);
  });
});
