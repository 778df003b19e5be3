import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verdictText } from "../../lib/crash-check";
import { Tab, type OpenNotebook } from "./open-session";

const planted = `const arrived = task(async () => await fromRows([{ id: 1 }, { id: 2 }, { id: 3 }], "arrived"));
const add = task(async (rows: Table) => await load(rows, "crash.orders", { mode: "append" }));
const main = flow(async () => {
  const response = await fetch("https://world.test/orders");
  await add(await arrived());
  return response.status;
});`;

let tab: Tab;
let notebook: OpenNotebook;
beforeAll(async () => {
  tab = await Tab.open();
  notebook = await tab.openNew({ kind: "ts", text: planted });
});
afterAll(async () => await notebook.close());

describe("a notebook's session", () => {
  test("[CC1] [CC9] has a planted fault found, and the shortest history that fails run again", async () => {
    const verdict = await notebook.checkForCrashes(20);
    expect(verdict && verdictText(verdict)).toBe(
      "Does not survive: 2 of 15 crash points fail, the first after 14 events (seed 1)",
    );
    expect(verdict).toMatchObject({
      failure: { differences: [{ name: "crash.orders", calm: 3, resumed: 6 }] },
    });
    // The log of the check is the calm run's.
    expect(notebook.shown?.state).toBe("Completed");
    const other = await tab.open(notebook.id);
    await expect.poll(() => other.crashVerdict).toEqual(verdict);
    await other.close();

    expect(await notebook.simulate({ crash: { kind: "killed", after: 14 } })).toBe("Crashed");
    expect(notebook.shown?.message).toBe(
      "Killed on purpose right after add had added 3 rows to crash.orders: 14 events in.",
    );
    expect(await notebook.simulate({ crash: { kind: "resumed", after: 14 } })).toBe("Completed");
    expect(notebook.history.slice(0, 3)).toEqual(["Completed", "Crashed", "Completed"]);
  });

  test("[CC1] [CC2] passes the mended flow, and keeps no table of it", async () => {
    notebook.write(0, planted.replace("append", "replace"));
    const verdict = await notebook.checkForCrashes(20);
    expect(verdict && verdictText(verdict)).toBe("Survives: 15 of 15 crash points, 20 seeds");
    notebook.write(0, 'const main = flow(async () => await readFile("crash.orders"));');
    expect(await notebook.run()).toBe("Failed");
  });

  test("[CC2] [CC6] has the world outside remember what a killed run asked of it, and each history begin with a new one", async () => {
    const pay = (
      headers: string,
    ) => `const key = task({ persistResult: true }, async () => crypto.randomUUID());
const pay = task(async (key: string) => {
  const body = JSON.stringify({ order: 1, amount: 5 });
  await fetch("https://world.test/payments", { method: "POST", body, headers: { ${headers} } });
});
const main = flow(async () => { await pay(await key()); });`;
    notebook.write(0, pay(""));
    expect(await notebook.checkForCrashes(5)).toMatchObject({
      failure: { differences: [{ type: "payments", calm: 1, resumed: 2 }] },
    });
    notebook.write(0, pay('"Idempotency-Key": key'));
    const verdict = await notebook.checkForCrashes(30);
    expect(verdict && verdictText(verdict)).toMatch(/^Survives: .*30 seeds$/);
  });

  test("[CC4] says why a flow cannot be checked, and goes on", async () => {
    notebook.write(0, "const main = flow(async () => { await pauseFlowRun({ timeout: 60 }); });");
    expect(await notebook.checkForCrashes(5)).toMatchObject({
      type: "refused",
      why: expect.stringContaining("pauses for a person") as string,
    });
    notebook.write(0, 'const main = flow(async () => await fetch("https://example.com/"));');
    expect(await notebook.checkForCrashes(5)).toMatchObject({
      type: "refused",
      why: expect.stringContaining("connects nowhere") as string,
    });
    notebook.write(0, "const main = flow(() => 1);");
    expect(await notebook.run()).toBe("Completed");
  });

  test("[CC5] is stopped with what it has, also where the flow keeps its thread", async () => {
    notebook.write(0, planted.replace("append", "replace"));
    const checking = notebook.checkForCrashes(1_000);
    await notebook.until(() => notebook.crashProgress > 0);
    notebook.stop();
    expect(await checking).toMatchObject({ type: "survives", isWhole: false });
    expect(notebook.shown?.state).toBe("Cancelled");

    notebook.write(0, "const main = flow(async () => { while (true) {} });");
    const hanging = notebook.checkForCrashes(5);
    await notebook.until(() => notebook.shown?.state === "Running");
    notebook.stop();
    expect(await hanging).toBeUndefined();
    expect(notebook.shown?.state).toBe("Cancelled");
  });
});
