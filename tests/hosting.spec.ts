import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { sites } from "../scripts/test-sites.mjs";
import { App, home } from "./app";

test("every page comes with its policy and the other security headers", async ({ request }) => {
  for (const path of ["", "notebook/"]) {
    const headers = (await request.get(home + path)).headers();
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*'unsafe/);
    expect(headers).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  }
});

test("the build says to hosts that read `_headers` what `npm start` sends", async ({ request }) => {
  const rules = readFileSync("out/_headers", "utf8").trim().split("\n\n");
  for (const path of ["", "notebook/", "runs/"]) {
    const headers = (await request.get(home + path)).headers();
    const own = rules.filter((rule) => [`/*`, `/${path}`, `/${path}*`].includes(rule.split("\n")[0] ?? ""));
    expect(own).toHaveLength(2);
    for (const line of own.flatMap((rule) => rule.split("\n").slice(1))) {
      const [, name = "", value = ""] = /^ {2}([^:]+): (.*)$/.exec(line) ?? [];
      expect(headers[name.toLowerCase()]).toContain(value);
    }
  }
});

test("only the page of a link may be framed by other sites", async ({ request }) => {
  const headers = (await request.get(`${home}embed/`)).headers();
  expect(headers["content-security-policy"]).toContain("frame-ancestors *");
  expect(headers["x-frame-options"]).toBeUndefined();
  for (const path of ["", "notebook/", "runs/", "nowhere/", "embed/nowhere"])
    expect((await request.get(home + path)).headers()["x-frame-options"]).toBe("DENY");
});

test("files are sent packed as whoever asks takes them", async ({ request }) => {
  const path = `${home}workers/compile-typescript.js`;
  const plain = await request.get(path, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers()["content-encoding"]).toBeUndefined();
  const whole = await plain.body();
  for (const [accepted, encoding] of [
    ["gzip, deflate, br", "br"],
    ["gzip, br;q=0", "gzip"],
  ] as const) {
    const packed = await request.get(path, { headers: { "accept-encoding": accepted } });
    expect(packed.headers()).toMatchObject({ "content-encoding": encoding, vary: "Accept-Encoding" });
    expect(Number(packed.headers()["content-length"])).toBeLessThan(whole.length / 3);
    expect(whole.equals(await packed.body())).toBe(true);
  }
  const page = await request.get(home, { headers: { "accept-encoding": "gzip" } });
  expect(page.headers()["content-encoding"]).toBe("gzip");
  expect(await page.text()).toContain("<title>Runnel</title>");
});

test("a notebook of queries brings neither the parser of TypeScript nor the codec of Parquet", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const app = new App(page);
  await app.openNew({ kind: "SQL", name: "one", text: "SELECT 1 AS n" });
  await app.run("Completed");
  // Once its rows are kept, too.
  await expect.poll(async () => (await app.stored.rows("parquet")).length).toBe(1);
  expect(asked.filter((url) => /duckdb-eh\.wasm\.packed|workers\/compile\.js/.test(url))).toHaveLength(2);
  expect(asked.filter((url) => /parquet|compile-typescript/.test(url))).toEqual([]);
});

test("the app breaks no rule of its own policy, which lets no text become markup or a script, but for the few that are known", async ({
  page,
}) => {
  const reports: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/.test(message.text()))
      reports.push(message.text());
  });
  const app = new App(page);
  await app.openNew({ kind: "SQL", name: "one", text: "SELECT 1 AS n" });
  await app.run("Completed");
  await page.goto(home);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(reports).toEqual([]);

  const refused = await page.evaluate((base) => {
    const element = document.createElement("div");
    const script = document.createElement("script");
    const tries: Record<string, () => unknown> = {
      markup: () => (element.innerHTML = "<img src=x onerror=alert(1)>"),
      "a script and more": () => (element.innerHTML = "<script></script><b>"),
      "an entity and more": () => (element.innerHTML = "&amp;<b>"),
      fragment: () => document.createRange().createContextualFragment("<b>"),
      parser: () => new DOMParser().parseFromString("<b>", "text/html"),
      frame: () => (document.createElement("iframe").srcdoc = "<b>"),
      "a foreign script": () => (script.src = "https://example.com/a.js"),
      "a script of the app that is no chunk": () => (script.src = `${base}sandbox/guest.js`),
      "a path out of the chunks": () => (script.src = `${base}_next/static/../../workers/data.js`),
      "a data script": () => (script.src = "data:text/javascript,1"),
      "script text": () => (script.text = "1"),
      worker: () => new Worker(`${base}workers/data.js`),
      policy: () =>
        (
          globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
        ).trustedTypes.createPolicy("mine", {}),
    };
    return Object.entries(tries).map(([name, attempt]) => {
      try {
        attempt();
        return `${name}: done`;
      } catch (error) {
        return (error as Error).name;
      }
    });
  }, home);
  expect(new Set(refused)).toEqual(new Set(["TypeError"]));
});

test("a host without headers, that takes no file above 25 MiB, serves the app from a subpath", async ({
  page,
}) => {
  const failed: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 400) failed.push(response.url());
  });
  await page.goto(sites.plain);
  await page.getByRole("link", { name: "Hello, flow" }).click();
  await expect(page).toHaveURL(/\/some\/where\/notebook\/\?id=/);
  const app = new App(page);
  await app.run("Completed");
  await page.getByRole("link", { name: "Runnel: home" }).click();
  await expect(page).toHaveURL(sites.plain);
  const queries = new App(page, sites.plain);
  await queries.openNew({ kind: "SQL", name: "one", text: "SELECT 1 AS n" });
  await queries.run("Completed");
  expect(failed).toEqual([]);
});
