import { sites } from "../../scripts/test-sites.mjs";
import type { Outside } from "../outside";

/**
 * The body of an author's function that tries to reach all that it must not; gives what it got. It knows the address of a blob of
 * the app's page; one of its own it may read, as with any FileReader.
 */
export const probe = (home: string, { url }: Pick<Outside, "url">, pageBlob: string) => `
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
  await attempt("control", () => "works");
  // 1, 2: storage
  await attempt("databases", async () => (await g.indexedDB.databases()).map((one: any) => one.name).join());
  await attempt("canary", () => opened(g.indexedDB.open("canary")));
  await attempt("runnel", () => opened(g.indexedDB.open("runnel")));
  await attempt("localStorage", () => g.localStorage.getItem("canary"));
  await attempt("sessionStorage", () => g.sessionStorage);
  await attempt("cookie", () => g.document.cookie);
  await attempt("cookieStore", async () => (await g.cookieStore.getAll()).length);
  // WebKit has both here, empty.
  await attempt("caches", async () => (await g.caches.keys()).join() || undefined);
  await attempt("opfs", () => g.navigator.storage.getDirectory());
  await attempt("locks", async () => (await g.navigator.locks.query()).held.length);
  await attempt("serviceWorker", async () => (await g.navigator.serviceWorker.getRegistrations()).length || undefined);
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
  // Firefox keeps who is refused waiting for half a minute.
  await attempt("transport", () => Promise.race([new g.WebTransport("${url.replace("http:", "https:")}t").ready, new Promise((no) => setTimeout(no, 2000))]));
  await attempt("beacon", () => g.navigator.sendBeacon("${url}b", "x"));
  await attempt("font", async () => { await new g.FontFace("f", "url(${url}f)").load(); return "font"; });
  await attempt("blob", async () => (await g.fetch("${pageBlob}")).text());
  await attempt("blob xhr", () => sent(Object.getPrototypeOf(g.XMLHttpRequest), "${pageBlob}", false));
  await attempt("data", async () => (await g.fetch("data:,x")).text());
  // 5: more code
  await attempt("eval", () => g.eval("1"));
  await attempt("function", () => new g.Function("return 1")());
  await attempt("constructor", () => (async () => {}).constructor("return 1")());
  await attempt("origin", () => g.origin === "null" && g.location.origin === "null" ? undefined : g.origin);
  return got.join();`;
