import { fileUrl } from "../../_shell/base-url";
import { frameDocument } from "../../_shell/frame-host";
import { drawingOf, type Drawing } from "./drawing";
import type { DrawingReply, DrawingRequest } from "./protocol";

/** Milliseconds that a diagram may take, the first with the loading of its library. */
const patience = 15_000;

let drawer: Promise<Drawer> | undefined;
let count = 0;

/** Draws a diagram from Mermaid's text. Rejects with why it cannot be drawn. */
export async function draw(text: string, isDark: boolean): Promise<Drawing> {
  drawer ??= Drawer.open().catch((error: unknown) => {
    drawer = undefined;
    throw error;
  });
  return await (await drawer).draw(text, isDark);
}

/** A hidden frame, of an opaque origin, in which the library draws. */
class Drawer {
  readonly #frame: HTMLIFrameElement;
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (reply: DrawingReply) => void>();

  private constructor(frame: HTMLIFrameElement, port: MessagePort) {
    this.#frame = frame;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<DrawingReply>) => {
      if (data.id === 0) this.#close(data);
      else this.#waiting.get(data.id)?.(data);
    };
  }

  static async open(): Promise<Drawer> {
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
    frame.contentWindow?.postMessage({ library }, "*", [port2]);
    return new Drawer(frame, port1);
  }

  async draw(text: string, isDark: boolean): Promise<Drawing> {
    const id = ++count;
    const reply = await new Promise<DrawingReply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#port.postMessage({ id, text, isDark } satisfies DrawingRequest);
      setTimeout(() => this.#close({ id, problem: "It takes too long to be drawn." }, id), patience);
    });
    this.#waiting.delete(id);
    if ("problem" in reply) throw new Error(reply.problem);
    return drawingOf(reply.svg);
  }

  /** Takes the frame away: who waits hears why. Where `id` is given, only if that one still waits. */
  #close(reply: DrawingReply, id?: number): void {
    if (id !== undefined && !this.#waiting.has(id)) return;
    drawer = undefined;
    this.#frame.remove();
    this.#port.close();
    for (const answer of this.#waiting.values()) answer(reply);
  }
}

async function libraryText(): Promise<string> {
  const response = await fetch(fileUrl("diagrams/mermaid.js")).catch(() => undefined);
  if (response?.ok) return await response.text();
  throw new Error("What draws diagrams could not be loaded. Check your connection and reload the page.");
}
