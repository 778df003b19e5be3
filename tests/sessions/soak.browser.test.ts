import { expect, test } from "vitest";
import { audit } from "../audit";
import { rowsByStore } from "../rows-by-store";
import { asked } from "./asked";
import { Tab } from "./open-session";
import { storedRuns } from "./stored-runs";

/** How often the notebook is run; `npm run bench -- soak` measures what that costs. */
const runs = Number(asked("SOAK_RUNS", "24"));

const code = `const same = task(async (x: number) => x);
const kept = task({ cachePolicy: INPUTS }, async (x: number) => x);
const main = flow(async () => {
  const sames = same.map(Array.from({ length: 19 }, (_, index) => index));
  await kept(1);
  await sames.wait();
});`;

test(
  `[R11] ${runs} runs of twenty tasks leave a run each in the storage, and nothing else`,
  { timeout: 120_000 + runs * 5_000 },
  async () => {
    const notebook = await (await Tab.open()).openNew({ kind: "ts", text: code });
    expect(await notebook.run()).toBe("Completed");
    await notebook.save();
    const first = await rowsByStore();
    for (let run = 1; run < runs; run++) expect(await notebook.run()).toBe("Completed");
    expect(await rowsByStore()).toEqual({ ...first, runs: first["runs"]! + runs - 1 });
    const cached = Array.from({ length: runs - 1 }, () => ({ Completed: 19, Cached: 1 }));
    const counts = (await storedRuns(notebook.id)).map(({ taskRunCounts }) => taskRunCounts);
    expect(counts).toEqual([{ Completed: 20 }, ...cached]);
    expect(await audit(notebook.id)).toMatchObject({
      ...{ orphans: [], faults: [] },
      results: [expect.anything()],
    });
    await notebook.close();
  },
);
