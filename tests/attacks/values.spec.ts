import { expect } from "@playwright/test";
import { App } from "../app";
import { fence, onPlainHost, test } from "./host";

onPlainHost((site) => {
  test("10, 11: values made to break whoever reads them end in a clean state", async ({ page }) => {
    const app = new App(page, site);
    await app.openForeign(
      "Values",
      fence(`const values: Record<string, () => any> = {
  proto: () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  getter: () => ({ get a() { throw new Error("no"); } }),
  toJson: () => ({ toJSON: () => { throw new Error("no"); } }),
  deep: () => { let a: any = []; for (let i = 0; i < 1e5; i++) a = [a]; return a; },
  ring: () => { const a: any = {}; a.a = a; return a; },
  huge: () => new ArrayBuffer(2 ** 31),
  thenable: () => ({ then: (resolve: any) => resolve({ then: 1 }) }),
  proxy: () => new Proxy({}, { get: () => { throw new Error("no"); }, ownKeys: () => { throw new Error("no"); } }),
  error: () => { throw Object.assign(new Error("x"), { name: { toString: null }, stack: 1, cause: { cause: 1 } }); },
  nothing: () => { throw undefined; },
  symbol: () => Symbol("x"),
};
const give = task(async (name: string) => await values[name]());
const leave = task(async () => {
  await createTableArtifact({ key: "deep", table: JSON.parse("[{\\"a\\":" + "[".repeat(5000) + "]".repeat(5000) + "}]") }).catch(() => 0);
  await createMarkdownArtifact({ key: "md", markdown: "[".repeat(20_000) + "> ".repeat(2_000) + "x" });
});
const main = flow(async () => {
  const ends: string[] = [];
  for (const name of Object.keys(values)) ends.push(name + " " + (await give.submit(name).wait().then(() => "over", () => "over")));
  await leave().catch(() => 0);
  return ends.length + " settled";
});`),
    );
    await app.run("Completed");
    await expect(app.cell("give, leave, main")).toContainText("11 settled");
    expect(await page.evaluate(() => "polluted" in {})).toBe(false);
    await app.runPanel.getByRole("tab", { name: /Artifacts/ }).click();
    await expect(app.runPanel.getByRole("heading", { name: "md" })).toBeVisible();
  });
});
