import type { Connections, FrameHost } from "@/lib/workspace";
import { baseUrl, fileUrl, sandboxSite } from "./base-url";

/** The documents that frames have: the sandbox's, and those in which diagrams are drawn and lessons' checks are asked. */
type FrameName = "frame" | "diagram" | "checks";

const documents = new Map<FrameName, Promise<string>>();

/** Makes the sandbox's iframe: of an opaque origin, without anything but scripts. */
export function frameHost(): FrameHost {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("allow", "");
  frame.referrerPolicy = "no-referrer";
  frame.title = "Sandbox";
  frame.hidden = true;
  const lost = new AbortController();
  const watch = new MutationObserver(() => {
    if (!frame.isConnected) lost.abort();
  });
  return {
    lost: lost.signal,
    async open(message, port) {
      const address = (await isOffline()) ? undefined : addressFor(message.connect);
      if (address === undefined) frame.srcdoc = await frameDocument("frame");
      else frame.src = address;
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      document.body.append(frame);
      watch.observe(document.body, { childList: true });
      await loaded;
      frame.addEventListener("load", () => lost.abort());
      frame.contentWindow?.postMessage(message, "*", [port]);
    },
    remove() {
      watch.disconnect();
      frame.remove();
    },
  };
}

/**
 * Where the sandbox's document comes from: the second site, where there is one, else this page itself, as text. Such a text
 * inherits the page's policy, which lets nothing out; so where something is allowed, it comes from the app's own site. Offline there is
 * neither, and nothing to connect to.
 */
function addressFor(connect: Connections): string | undefined {
  const site = sandboxSite();
  if (site === undefined && connect.length === 0) return undefined;
  const origins = connect === "any" ? ["any"] : connect;
  const query = new URLSearchParams(origins.map((origin) => ["connect", origin]));
  return `${site ?? `${baseUrl()}sandbox/`}frame.html?${query.toString()}`;
}

/** Whether the app's host does not answer: only a page that a service worker keeps can be there all the same. */
async function isOffline(): Promise<boolean> {
  // Absent where a page is not secure.
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };
  if (!serviceWorker?.controller) return false;
  const asked = fetch(`${baseUrl()}sandbox/frame.html`, { method: "HEAD", cache: "no-store" });
  return await asked.then(
    () => false,
    () => true,
  );
}

/** A frame's document as text, for its `srcdoc`. */
export async function frameDocument(name: FrameName): Promise<string> {
  const loading = documents.get(name) ?? load(name);
  documents.set(name, loading);
  // The next need tries again.
  loading.catch(() => documents.delete(name));
  return trusted(await loading);
}

async function load(name: FrameName): Promise<string> {
  const response = await fetch(fileUrl(`sandbox/${name}.html`)).catch(() => undefined);
  if (response?.ok) return await response.text();
  throw new Error("A part of the app could not be loaded. Check your connection and try again.");
}

interface FramePolicy {
  createHTML(text: string): unknown;
}
interface TrustedTypes {
  createPolicy(name: "runnel-frame", rules: { createHTML(text: string): string }): FramePolicy;
}

let policy: FramePolicy | undefined;

/** The document's text as the browser wants it: the page's policy of Trusted Types lets no other text become a frame. */
function trusted(html: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy("runnel-frame", { createHTML: (given) => given });
  return (policy?.createHTML(html) ?? html) as string;
}
