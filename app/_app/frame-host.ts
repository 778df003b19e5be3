import type { FrameHost } from "@/lib/workspace";
import { baseUrl } from "./base-url";

let frameText: Promise<string> | undefined;

/** Makes the sandbox's iframe: of an opaque origin, without anything but scripts. */
export function frameHost(): FrameHost {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("allow", "");
  frame.referrerPolicy = "no-referrer";
  frame.title = "Sandbox";
  frame.hidden = true;
  return {
    async open(message, port) {
      frameText ??= fetch(`${baseUrl()}sandbox/frame.html`).then((response) => response.text());
      frame.srcdoc = await frameText;
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      document.body.append(frame);
      await loaded;
      frame.contentWindow?.postMessage(message, "*", [port]);
    },
    remove: () => frame.remove(),
  };
}
