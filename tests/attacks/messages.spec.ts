import { expect } from "@playwright/test";
import { App } from "../app";
import { expectUntouched, fence, onPlainHost, test } from "./host";

/**
 * A flow that takes its worker's ports, and calls by them what is served to the worker itself. On the one by which the frame makes
 * task workers nothing is called: see [RT35].
 */
const forging = (path: string, argument: string, after: string) => `const main = flow(async () => {
  const ports = new Set<any>();
  const send = MessagePort.prototype.postMessage;
  (MessagePort.prototype as any).postMessage = function (this: any, ...args: any[]) { if (args[0]?.type === "APPLY") ports.add(this); return (send as any).apply(this, args); };
  await Variable.set("x", 1, { overwrite: true });
  await fromRows([{ a: 1 }]);
  for (const port of ports) send.call(port, { id: "forged", type: "APPLY", path: ["${path}"], argumentList: [{ type: "RAW", value: ${argument} }] });
  ${after}
});`;

const event = (text: object) => JSON.stringify({ at: 0, ...text });
const nobody = "00000000-0000-7000-8000-000000000000";
const forgedEvents = [
  event({
    type: "task-state",
    id: nobody,
    state: { id: nobody, type: "COMPLETED", at: 0, name: "evil.exe" },
  }),
  event({ type: "flow-name", id: nobody, name: "evil.exe" }),
  event({
    ...{ type: "emitted", event: "runnel.file.offered", resource: {}, related: [] },
    payload: { name: "evil.exe", hash: "x", size: 1 },
  }),
  event({ type: "task-state", id: "evil.exe", state: { id: "x", type: "COMPLETED", at: 0 } }),
  "evil.exe",
];

onPlainHost((site) => {
  test("8, 9: forged messages end their own run, or do nothing; a realm that is broken hurts no other", async ({
    page,
    outside,
  }) => {
    const app = new App(page, site);
    const ownCell = page.locator("[data-cell]").last();
    await app.openForeign("Forges", fence("const main = flow(async () => 1);"));
    for (const forged of forgedEvents) {
      const batch = `[${JSON.stringify(forged)}]`;
      await app.write(ownCell, forging("events", batch, "await new Promise(() => undefined);"));
      await app.run("Crashed");
      await expect(app.head).toContainText(/no event of its own|never made/);
      await expect(app.runPanel).not.toContainText("evil.exe");
    }
    const address = `{ name: "x", format: "csv", source: { type: "sample", file: "${outside.url}steal" }, options: {} }`;
    // Answered after what came before it.
    await app.write(ownCell, forging("readCell", address, "await fromRows([{ a: 1 }]);"));
    await app.run("Completed");
    await expectUntouched(page, outside);

    await test.step("9: whoever breaks the basics of its own realm hurts nobody else", async () => {
      await app.write(
        ownCell,
        `const broken = [[Array.prototype, "map"], [Promise.prototype, "then"], [JSON, "stringify"], [Object, "entries"], [MessagePort.prototype, "postMessage"], [Map.prototype, "get"]] as any[];
const breakAll = task(() => {
  for (const [owner, key] of broken) owner[key] = () => { throw new Error("broken"); };
  (Object.prototype as any).polluted = true;
  return { fine: true };
});
const main = flow({ timeoutSeconds: 2 }, async () => await breakAll());`,
      );
      // How it ends is its own affair.
      await app.run(/Completed|Failed|Crashed|TimedOut/);
      await app.write(ownCell, "const main = flow(async () => [1].map(String).join());");
      await app.run("Completed");
      expect(await page.evaluate(() => "polluted" in {})).toBe(false);
    });
  });
});
