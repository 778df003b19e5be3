import type { Page } from "@playwright/test";
import { iconOf } from "../../app/_shell/tab-icon";

/** What there is to steal. */
export const canary = "canary-7f3a";

/** Puts something to steal into every place where the app's origin keeps things, and notes whatever comes that must not. */
export async function arm(page: Page): Promise<void> {
  const icons = (["running", "waiting", "completed", "failed"] as const).map(iconOf);
  await page.addInitScript(
    ({ secret, icons }) => {
      if (origin === "null") return;
      localStorage.setItem("canary", secret);
      document.cookie = `canary=${secret}; path=/`;
      const opened = indexedDB.open("canary");
      opened.onupgradeneeded = () => opened.result.createObjectStore("rows").put(secret, "row");
      opened.onsuccess = () => opened.result.close();

      const seen: string[] = [];
      Object.assign(globalThis, { seen, xss: () => seen.push("a script ran") });
      const neverUsed = /^(object|embed|meta|form|frameset|applet|math|template|audio|video|image)$/;
      const isBad = (element: Element) => {
        const name = element.localName;
        // Scripts of the page's own come with it, by their hashes, or from among its chunks.
        if (element instanceof HTMLScriptElement)
          return element.src === ""
            ? /xss\(/.test(element.text)
            : !element.src.startsWith(new URL("_next/static/", document.baseURI).href);
        if (element instanceof HTMLIFrameElement) return element.title !== "Sandbox";
        if (neverUsed.test(name) && element.parentElement !== document.head) return true;
        return [...element.attributes].some(({ name: key, value }) => {
          if (key.startsWith("on") || key === "ping" || key === "formaction" || key === "srcset") return true;
          if (!/^(href|src|action|xlink:href|data|poster|background)$/.test(key)) return false;
          const { protocol, origin: from } = new URL(value, document.baseURI);
          // A link may lead elsewhere; what loads by itself may not.
          if (element.matches("head > link[rel=icon]") && icons.includes(value)) return false;
          if (name === "a") return !/^(https?|mailto|blob):$/.test(protocol);
          return from !== location.origin;
        });
      };
      const note = (element: Element) => {
        if (isBad(element)) seen.push(element.outerHTML.slice(0, 200));
      };
      new MutationObserver((records) => {
        for (const { target, addedNodes } of records) {
          if (target instanceof Element) note(target);
          for (const node of addedNodes)
            if (node instanceof Element) for (const one of [node, ...node.querySelectorAll("*")]) note(one);
        }
      }).observe(document, { childList: true, subtree: true, attributes: true });
    },
    { secret: canary, icons },
  );
}

/** What an armed page has noted: scripts that ran, and elements that run or load something. */
export const seenBy = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { readonly seen: readonly string[] }).seen);
