import { beforeAll, expect, test } from "vitest";
import { audit } from "../audit";
import { breakStorage, faults, type SetFault } from "../broken-storage";
import { asked } from "./asked";
import { inWorker } from "./in-worker";
import { Tab, type OpenNotebook } from "./open-session";
import { storedRuns } from "./stored-runs";

/** How many writes of a run each fault is tried at, spread over it; WRITE_FAULTS=all for each of them. */
const many = asked("WRITE_FAULTS", "1");
const timeout = many === "1" ? 120_000 : 1_800_000;
const points = many === "all" ? Infinity : Number(many);

/** A run that writes all that a run can: events, a kept result, a variable, an artifact, a table, a file. */
const code = `const kept = task({ cachePolicy: INPUTS.plus(TASK_SOURCE) }, async (x: number) => x + 1);
const fresh = task({ cachePolicy: RUN_ID.plus(INPUTS), retries: 1 }, async (x: number) => {
  if (runtime.taskRun.runCount < 2) throw new Error("not at the first attempt");
  getRunLogger().info("at the second");
  return x * 21;
});
const main = flow(async () => {
  const answer = await fresh(await kept(1));
  await Variable.set("answer", answer, { overwrite: true });
  await createMarkdownArtifact({ key: "answer", markdown: "It is " + answer });
  const table = await fromRows([{ answer, at: Date.now() }]);
  await load(table, "warehouse.answers");
  await download(table, "answers.csv");
  return answer;
});`;

/** What writes: the page, or its data worker, which keeps tables and files. */
interface Realm {
  readonly name: string;
  /** Counts its writes anew, and lets them fail; or none, from now on. */
  readonly set: (fault: SetFault | undefined) => Promise<void>;
  readonly writes: () => Promise<number>;
}

const realms: readonly Realm[] = [
  {
    name: "the page",
    set: async (fault) => brokenStorage.set(fault),
    writes: async () => brokenStorage.writes(),
  },
  {
    name: "the data worker",
    // Nothing goes there as JSON.
    set: async (fault) => await inWorker("data", (one) => brokenStorage.set(one ?? undefined), fault ?? null),
    writes: async () => await inWorker("data", () => brokenStorage.writes(), null),
  },
];

let notebook: OpenNotebook;
/** How many writes each realm has in a run. */
const counts = new Map<Realm, number>();
/** The states that the runs were shown to end in, the first first. */
const told: (string | undefined)[] = [];

async function run(): Promise<string | undefined> {
  told.push(await notebook.run());
  return told.at(-1);
}

beforeAll(async () => {
  breakStorage();
  notebook = await (await Tab.open()).openNew({ kind: "ts", text: code });
  expect(await run()).toBe("Completed");
  await notebook.until(() => notebook.isSaved);
  await inWorker("data", breakStorage, undefined);
  for (const realm of realms) await realm.set(undefined);
  expect(await run()).toBe("Completed");
  for (const realm of realms) counts.set(realm, await realm.writes());
});

/** Runs it while a write fails, and then while none does. Whether the run came to that write. */
async function strike(realm: Realm, fault: SetFault, where: string): Promise<boolean> {
  await realm.set(fault);
  const state = await run();
  const wasReached = (await realm.writes()) > fault.at;
  await realm.set(undefined);
  const { message } = notebook.shown!;
  const notices = notebook.notices.join("\n");
  if (!fault.lasts || !wasReached) expect([state, notices], where).toEqual(["Completed", ""]);
  if (state !== "Completed") expect(message, where).toMatch(/There is no room left|lost its connection/);
  if (!notices.includes("is not stored"))
    expect((await storedRuns(notebook.id)).at(-1)?.stateName, where).toBe(state);

  // Nothing is left of it: not even a tab that is opened anew is needed.
  expect(await run(), where).toBe("Completed");
  expect(notebook.shown?.tasks, where).toEqual({ kept: "Cached", fresh: "Completed" });
  expect(await audit(notebook.id), where).toMatchObject({ orphans: [], faults: [] });
  notebook.dismissNotices();
  return wasReached;
}

for (const [index, fault] of faults.entries())
  for (const realm of realms)
    for (const lasts of [false, true])
      test(
        `[R6] WS23 storage that is ${fault}, at a write of ${realm.name}${lasts ? " and from there on" : ""}`,
        { timeout },
        async () => {
          const writes = counts.get(realm) ?? 0;
          expect(writes).toBeGreaterThan(2);
          const step = Math.max(1, writes / points);
          const first = points === Infinity ? 0 : ((index * 2 + Number(lasts) + 0.5) / 8) * step;
          let struck = 0;
          // How many writes a run has is chance: what happens at about the same time is one.
          for (let at = first; points === Infinity || at < writes; at += step) {
            const where = `write ${Math.floor(at)} of ${realm.name}`;
            if (!(await strike(realm, { fault, at: Math.floor(at), lasts }, where))) break;
            struck++;
          }
          expect(struck).toBeGreaterThan(0);
        },
      );

test("[R6] each run is stored to have ended as it was told, once the notebook is opened again", async () => {
  await notebook.close();
  const again = await (await Tab.open()).open(notebook.id);
  expect(again.history.length).toBeGreaterThan(20);
  expect(again.history).toEqual(told.toReversed().slice(0, again.history.length));
  await again.close();
});
