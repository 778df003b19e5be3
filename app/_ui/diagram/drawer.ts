import { fileUrl } from "../../_shell/base-url";
import { frameDocument } from "../../_shell/frame-host";
import { drawingOf, type Drawing } from "./drawing";
import type { DrawingReply, DrawingRequest, FrameOpening } from "./protocol";

/** Milliseconds that a diagram may take. */
const patience = 15_000;

/** A hidden frame, of an opaque origin, in which the library draws. */
interface DrawingFrame {
  readonly port: MessagePort;
  readonly remove: () => void;
}

let opening: Promise<DrawingFrame> | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Draws a diagram from Mermaid's text, after those that were asked for before. Rejects with why it cannot be drawn. */
export async function draw(text: string, isDark: boolean): Promise<Drawing> {
  const drawn = last.then(() => drawNow({ text, isDark }));
  last = drawn.catch(() => undefined);
  return await drawn;
}

async function drawNow(request: DrawingRequest): Promise<Drawing> {
  opening ??= open();
  // What keeps it from being opened may pass.
  opening.catch(() => (opening = undefined));
  const { port, remove } = await opening;
  const reply = await new Promise<DrawingReply>((resolve) => {
    const late = setTimeout(() => {
      opening = undefined;
      remove();
      resolve({ problem: "It takes too long to be drawn." });
    }, patience);
    port.onmessage = ({ data }: MessageEvent<DrawingReply>) => {
      clearTimeout(late);
      resolve(data);
    };
    port.postMessage(request);
  });
  if ("problem" in reply) throw new Error(reply.problem);
  return drawingOf(reply.svg);
}

async function open(): Promise<DrawingFrame> {
  const [html, library] = await Promise.all([frameDocument("diagram"), libraryText()]);
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("allow", "");
  frame.title = "Drawing of diagrams";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  // Not `hidden`: what is measured must be laid out.
  frame.style.cssText = "position:fixed;left:-9999px;top:0;width:1200px;height:800px;visibility:hidden";
  frame.srcdoc = html;
  const { port1, port2 } = new MessageChannel();
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  frame.contentWindow?.postMessage({ library } satisfies FrameOpening, "*", [port2]);
  return {
    port: port1,
    remove() {
      port1.close();
      frame.remove();
    },
  };
}

async function libraryText(): Promise<string> {
  const response = await fetch(fileUrl("diagrams/mermaid.js")).catch(() => undefined);
  if (response?.ok) return await response.text();
  throw new Error("What draws diagrams could not be loaded. Check your connection and reload the page.");
}
