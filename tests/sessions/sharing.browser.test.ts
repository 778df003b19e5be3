import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deferred } from "../../lib/base";
import { positionOf } from "../../lib/fold";
import { parseEvent } from "../../lib/runtime";
import { decodeLink, type SharedNotebook } from "../../lib/share";
import { openBrowserStores, type Stores } from "../../lib/storage";
import type { Sharing, SharingView } from "../../lib/workspace";
import { RunRecord } from "../../lib/workspace/run/run-record";
import { Tab, type OpenNotebook } from "./open-session";
import { statesOf } from "./shown";

const orders = ["id,country,note", "1,de,a", "2,fr,", "3,it,c", "4,es,d", "5,nl,e"].join("\n");

let stores: Stores;
let tab: Tab;
beforeAll(async () => {
  stores = await openBrowserStores();
  tab = await Tab.open();
});
afterAll(() => stores.close());

/** What is shown of a link once it is made. */
async function made(sharing: Sharing): Promise<SharingView> {
  const done = deferred<SharingView>();
  const look = () => {
    const view = sharing.view.get();
    if (!view.isMaking) done.resolve(view);
  };
  const end = sharing.view.subscribe(look);
  look();
  const view = await done.promise;
  end();
  return view;
}

/** What a link holds that is whole. */
function held({ text = "" }: SharingView): SharedNotebook {
  const { shared, problems } = decodeLink(text);
  expect(problems).toEqual([]);
  if (!shared) throw new Error("The link holds nothing.");
  return shared;
}

/** All of this browser's own that a notebook's storage has: ids, and what looks like a hash. */
async function ownNames({ id }: OpenNotebook): Promise<readonly string[]> {
  const record = await stores.notebooks.read(id);
  const runs = await stores.runs.list({ notebookId: id, limit: 100 });
  const tables = (await stores.tables.list()).map(({ ref }) => ref.lineage);
  const names = [id, ...Object.values(record?.files ?? {}), ...tables];
  for (const run of runs)
    for await (const { events } of stores.runs.events(run.id))
      for (const line of events)
        names.push(...(String(line).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{32,}/g) ?? []));
  return [...new Set(names)].filter((name) => name !== "");
}

describe("a link to an open notebook", () => {
  test.each(["hello-flow", "flight-delays", "run-dashboard"])(
    "[WS141] has nothing of this browser, and all else: %s",
    async (slug) => {
      const notebook = await tab.openExample(slug);
      await notebook.run();
      const sharing = await notebook.share();
      for (const { name } of sharing.view.get().sources) await sharing.chooseRows(name, "random", 100);
      const view = await made(sharing);
      const shared = held(view);
      expect(shared.notebook).toBe(await notebook.file());
      expect(shared.run?.length).toBeGreaterThan(5);
      expect(shared.data.map(({ name }) => name)).toEqual(view.sources.map(({ name }) => name));
      for (const { numRows, numSampled } of shared.data) expect(numSampled).toBe(Math.min(100, numRows));
      // What is made of all runs of this browser goes along where one says so.
      const isOfRuns = slug === "run-dashboard";
      const hasTables = slug !== "hello-flow";
      expect([view.results?.isOfRuns, view.results?.rows]).toEqual(
        hasTables ? [isOfRuns, isOfRuns ? 0 : 20] : [undefined, undefined],
      );
      expect(shared.results !== undefined).toBe(hasTables && !isOfRuns);
      const text = JSON.stringify(shared);
      const own = await ownNames(notebook);
      expect(own.length).toBeGreaterThan(5);
      expect(own.filter((name) => text.includes(name))).toEqual([]);
      expect(text).not.toMatch(/[0-9a-f]{32}|blob:|file:\/\/|localhost|127\.0\.0\.1|node:internal/);
      expect(text).not.toContain(location.host);
      expect(view.keys).toEqual([]);
      sharing.close();
      await notebook.close();
    },
  );

  test("[SH24] a simulated run is marked in the dialog, and in the link", async () => {
    const notebook = await tab.openNew({
      kind: "ts",
      text: "const main = flow(async () => await sleep(3600));",
    });
    await notebook.simulate({ seed: 5 });
    const sharing = await notebook.share();
    const view = await made(sharing);
    expect(view.run?.simulation).toMatchObject({ seed: 5 });
    const events = (held(view).run ?? []).map(parseEvent);
    expect(events.slice(0, 2).map((event) => event?.type)).toEqual(["flow-run", "simulation"]);
    const [first] = events;
    if (first?.type !== "flow-run") throw new Error("A recorded run begins with its run.");
    const record = new RunRecord(first.flowRun.id);
    for (const event of events) if (event) record.record(event);
    record.show();
    expect(record.shown.fold.simulation).toMatchObject({ seed: 5 });
    expect(record.simulation).toMatchObject({ seed: 5 });
    sharing.close();
    await notebook.close();
  });

  test("[WS141] takes the rows and columns that are chosen, as DuckDB prints them, and names data that does not travel", async () => {
    const notebook = await tab.openNew({ kind: "sql", name: "all_orders", text: "SELECT * FROM orders" });
    await notebook.drop(new File([orders], "orders.csv"));
    await notebook.run();
    const sharing = await notebook.share();
    const [named] = held(await made(sharing)).data;
    expect(named).toMatchObject({ name: "orders", format: "csv", numRows: 5, numSampled: 0 });
    expect(named?.schema.map(({ name, type }) => `${name} ${type}`)).toEqual([
      ...["id BIGINT", "country VARCHAR", "note VARCHAR"],
    ]);
    await sharing.chooseRows("orders", "first", 2);
    sharing.leaveOut("orders", 1, true);
    const [first] = held(await made(sharing)).data;
    expect(first?.values).toEqual([["1", "2"], null, ["a", null]]);
    await sharing.chooseRows("orders", "random", 3);
    const drawn = held(await made(sharing)).data[0]?.values[0];
    expect(drawn).toHaveLength(3);
    sharing.leaveOut("orders", 1, false);
    expect(held(await made(sharing)).data[0]?.values[0]).toEqual(drawn);
    await sharing.chooseRows("orders", "first", 1_000_000);
    expect(held(await made(sharing)).data[0]?.values[1]).toEqual(["de", "fr", "it", "es", "nl"]);

    const before = await made(sharing);
    // Of what the run gave, rows of its query: those of its data are chosen above.
    expect(before.results).toEqual({ numTables: 1, rows: 20, isReading: false, isOfRuns: false });
    const columns = [
      ["1", "2", "3", "4", "5"],
      ["de", "fr", "it", "es", "nl"],
      ["a", null, "c", "d", "e"],
    ];
    const { run: lines = [], results = [] } = held(before);
    expect(results).toMatchObject([{ numSampled: 5, values: columns }]);
    expect(lines.join()).toContain(`"name":"all_orders","lineage":"${results[0]?.lineage}"`);
    sharing.choose({ results: 0 });
    expect(held(await made(sharing)).results).toBeUndefined();
    sharing.choose({ results: 20 });
    sharing.choose({ run: false });
    expect(held(await made(sharing)).results).toBeUndefined();
    const view = await made(sharing);
    expect(held(view).run).toBeUndefined();
    const run = before.parts.find(({ kind }) => kind === "run");
    expect(view.characters).toBe(run?.without);
    expect(before.characters).toBe(before.text?.length);
    sharing.close();
    await notebook.close();
  });

  test("[WS141] has the moment that is looked at, after the events that travel", async () => {
    const notebook = await tab.openExample("hello-flow");
    await notebook.run();
    const last = notebook.toldBy(Infinity);
    expect(last).toEqual(["Completed", "Completed"]);
    for (let position = 3; position < 30; position += 4) {
      const sharing = await notebook.share(position);
      const { run = [], moment = "" } = held(await made(sharing));
      const record = recordOf(run);
      const look = record.shown.fold.look(positionOf(record.shown.fold, moment));
      expect({ position, states: statesOf(look) }).toEqual({ position, states: notebook.toldBy(position) });
      sharing.choose({ moment: false });
      expect(held(await made(sharing)).moment).toBeUndefined();
      sharing.close();
    }
    await notebook.close();
  });

  test("[WS142] tells what looks like a key, with its cell and line, before it is ready", async () => {
    const key = ["gh", "p_", "aB3dE5fG7hJ9".repeat(3)].join("");
    const notebook = await tab.openNew(
      { kind: "sql", name: "one", text: "SELECT 1 AS a" },
      { kind: "ts", text: `const main = flow(async () => {\n  getRunLogger().info("with ${key}");\n});` },
    );
    await notebook.run();
    const sharing = await notebook.share();
    const { keys } = await made(sharing);
    expect(keys).toEqual([
      { what: "a GitHub token", line: 2, where: "main", cell: 1, part: "notebook" },
      { what: "a GitHub token", line: 0, where: "recorded run", part: "run" },
    ]);
    expect(JSON.stringify(sharing.view.get().keys)).not.toContain(key);
    sharing.close();
    await notebook.close();
  });

  test("[WS141] says which file is missing, and names it all the same", async () => {
    const notebook = await tab.openForeign("```csv name=rates src=rates.csv\n```\n");
    const sharing = await notebook.share();
    const view = await made(sharing);
    expect(view.sources[0]?.problem).toContain("rates.csv");
    expect(held(view).data).toEqual([
      { name: "rates", format: "csv", schema: [], numRows: 0, numSampled: 0, values: [] },
    ]);
    sharing.close();
    await notebook.close();
  });
});

function recordOf(lines: readonly string[]): RunRecord {
  const events = lines.flatMap((line) => parseEvent(line) ?? []);
  const [first] = events;
  if (first?.type !== "flow-run") throw new Error("A recorded run begins with its making.");
  const record = new RunRecord(first.flowRun.id);
  for (const event of events) record.record(event);
  record.show();
  return record;
}
