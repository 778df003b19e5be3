import { expect, test } from "vitest";
import { goldenLine, goldenRuns } from "../../lib/simulation/golden.suite";
import { openBrowserStores } from "../../lib/storage";
import { Tab } from "./open-session";

test("[SI1] this browser gives the logs that Node gives, byte for byte: five seeds", async () => {
  const stores = await openBrowserStores();
  const golden = await (await fetch("/lib/simulation/golden.txt")).text();
  const told: string[] = [];
  for (const run of goldenRuns.slice(0, 5)) {
    const notebook = await (await Tab.open()).openNew({ kind: "ts", text: run.code.trim() });
    await notebook.simulate({ seed: run.seed });
    const [latest] = await stores.runs.list({ notebookId: notebook.id, limit: 1 });
    const lines: string[] = [];
    if (latest)
      for await (const { events } of stores.runs.events(latest.id))
        lines.push(...events.filter((line) => typeof line === "string"));
    // What the page notes is its own.
    const own = lines.filter((line) => !line.includes('"event":"runnel.'));
    told.push(goldenLine(run, own, latest?.id));
    await notebook.close();
  }
  stores.close();
  expect(told).toEqual(golden.split("\n").slice(0, 5));
});
