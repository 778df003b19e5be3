import { expect } from "@playwright/test";
import { sites } from "../../scripts/test-sites.mjs";
import { App } from "../app";
import { expectUntouched, fence, onEachHost, sandboxOf, test } from "./host";

/** Starts a worker as the frame does, with code that a compiler let through by mistake; gives what it could do. */
async function loadsMoreCode(url: string): Promise<unknown> {
  const code = `onmessage = async () => {
    const got = [];
    const attempt = async (name, fn) => { try { await fn(); got.push(name); } catch {} };
    const ask = (worker) => new Promise((yes, no) => { worker.onmessage = ({ data }) => (data ? yes() : no()); worker.onerror = no; });
    await attempt("import", () => import("${url}x.js"));
    await attempt("data import", () => import("data:text/javascript,export default 1"));
    await attempt("importScripts", () => importScripts("${url}x.js"));
    await attempt("remote worker", () => ask(new Worker("${url}x.js")));
    await attempt("data worker", () => ask(new Worker("data:text/javascript,postMessage(1)")));
    await attempt("nested fetch", () => ask(new Worker(URL.createObjectURL(new Blob(['fetch("${url}n").then(() => postMessage(1), () => postMessage(0))'])))));
    postMessage(got);
  }`;
  const blob = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const { trustedTypes } = globalThis as unknown as {
    readonly trustedTypes: {
      createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
    };
  };
  const policy = trustedTypes.createPolicy("runnel-load", { createScriptURL: (text: string) => text });
  const worker = new Worker(policy.createScriptURL(blob));
  return await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve(message);
    worker.postMessage("go");
  });
}

/** Asks for the address in all ways that a document has, but for leaving the page. */
async function tryEveryWay([url, stunPort]: readonly [url: string, stunPort: number]): Promise<void> {
  const attempt = <T>(fn: () => T) => {
    try {
      return fn();
    } catch {
      return undefined;
    }
  };
  // A page that demands Trusted Types hands that on to its srcdoc frames: whoever is in one makes them for itself.
  const { trustedTypes } = globalThis as unknown as {
    readonly trustedTypes: { createPolicy(name: string, rules: object): void };
  };
  const same = (text: string) => text;
  trustedTypes.createPolicy("default", { createHTML: same, createScript: same, createScriptURL: same });

  const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${stunPort}` }] });
  peer.createDataChannel("x");
  await attempt(async () => await peer.setLocalDescription(await peer.createOffer()));
  attempt(() => open(`${url}open`));
  attempt(() => (top!.location.href = `${url}top`));
  attempt(() => (parent.location.href = `${url}parent`));
  attempt(() => parent.document.body);
  attempt(() => navigator.sendBeacon(`${url}beacon`, "x"));
  for (const [tag, attributes] of [
    ["img", { src: `${url}img` }],
    ["script", { src: `${url}x.js` }],
    ["script", { text: `new Image().src = "${url}script"` }],
    ["iframe", { src: `${url}frame` }],
    ["iframe", { srcdoc: `<img src="${url}nested">` }],
    ["object", { data: `${url}object` }],
    ["embed", { src: `${url}embed` }],
    ["video", { src: `${url}video` }],
    ["link", { rel: "stylesheet", href: `${url}css` }],
    ["link", { rel: "prefetch", href: `${url}prefetch` }],
    ["link", { rel: "preconnect", href: url }],
    ["link", { rel: "preload", as: "script", href: `${url}preload` }],
    ["link", { rel: "modulepreload", href: `${url}module.js` }],
    ["div", { style: `background: url(${url}style)`, textContent: "x" }],
    ["a", { href: `${url}blank`, target: "_blank" }],
    ["form", { action: `${url}form`, method: "post" }],
  ] as const) {
    const element: HTMLElement = Object.assign(document.createElement(tag), attributes);
    document.body.append(element);
    attempt(() => element.click());
    if (element instanceof HTMLFormElement) attempt(() => element.submit());
  }
}

/** Leaves for the address, in the ways that a document has. */
function leave(url: string): void {
  const meta = document.createElement("meta");
  meta.httpEquiv = "refresh";
  meta.content = `0;url=${url}refresh`;
  document.head.append(meta);
  const link = document.createElement("a");
  link.href = `${url}download`;
  link.download = "x";
  link.click();
  location.href = `${url}self`;
}

onEachHost((site) => {
  test("5, 15, 16: not even code in the frame itself, or in a worker of its own making, gets anything out", async ({
    page,
    outside,
  }) => {
    const app = new App(page, site);
    await app.openForeign(
      "Waits",
      fence("const main = flow(async () => await new Promise(() => undefined));"),
    );
    await app.start();
    await expect(app.head).toContainText("Running");
    const url = page.url();
    const frame = await sandboxOf(page);
    expect(await frame.evaluate(loadsMoreCode, outside.url)).toEqual([]);
    await frame.evaluate(tryEveryWay, [outside.url, outside.stunPort] as const);
    // The page's frame-src refuses where this goes; the frame is lost with it, and what waits for its answer.
    await frame.evaluate(leave, outside.url).catch(() => undefined);

    await app.title.fill("Still here");
    await app.title.press("Enter");
    await expect(page.getByText("Saved", { exact: true })).toBeAttached();
    expect(page.url()).toBe(url);
    expect(page.context().pages()).toHaveLength(1);
    await expectUntouched(page, outside);
    // Only a header stops WebRTC, which windows have and workers, where an author's code is, have not.
    if (site === sites.app) expect(outside.packets()).toBe(0);
  });
});
