import type { DrawingReply, DrawingRequest, FrameOpening } from "./protocol";

/**
 * The script of the frame in which diagrams are drawn. Its library writes markup, which no page of the app lets anybody do: so it does
 * that here, in an opaque origin, under a policy that knows no script but this one and the library's, and no connection.
 */
function main(): void {
  if (globalThis.origin !== "null") return;
  const open = ({ source, ports: [port], data }: MessageEvent<Partial<FrameOpening> | null>) => {
    if (source !== parent || !port || typeof data?.library !== "string") return;
    removeEventListener("message", open);
    load(data.library).then(
      (mermaid) => serve(port, (request) => drawn(mermaid, request)),
      () => serve(port, () => ({ problem: "The library of diagrams could not be started." })),
    );
  };
  addEventListener("message", open);
}

interface Mermaid {
  initialize(options: object): void;
  render(id: string, text: string): Promise<{ readonly svg: string }>;
}

async function load(library: string): Promise<Mermaid> {
  const { trustedTypes } = globalThis as {
    readonly trustedTypes?: { createPolicy(name: string, rules: object): void };
  };
  const any = (text: string) => text;
  // Here there is nothing to win by markup: what may run, the policy of this document says.
  trustedTypes?.createPolicy("default", { createHTML: any, createScriptURL: any });
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob([library], { type: "text/javascript" }));
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return (globalThis as unknown as { readonly mermaid: Mermaid }).mermaid;
}

/** What a diagram's own text may not change, and more than which would keep the browser. */
const options = {
  startOnLoad: false,
  securityLevel: "strict",
  maxTextSize: 20_000,
  maxEdges: 300,
  suppressErrorRendering: true,
  // A drawing is shown as an image, in which HTML would count for nothing.
  htmlLabels: false,
  flowchart: { htmlLabels: false },
  fontFamily: "system-ui, sans-serif",
  secure: [
    "secure",
    "securityLevel",
    "startOnLoad",
    "maxTextSize",
    "maxEdges",
    "suppressErrorRendering",
    "htmlLabels",
  ],
};

async function drawn(mermaid: Mermaid, { text, isDark }: DrawingRequest): Promise<DrawingReply> {
  try {
    mermaid.initialize({ ...options, theme: isDark ? "dark" : "default" });
    return { svg: (await mermaid.render("diagram", text)).svg };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

type Answer = (request: DrawingRequest) => DrawingReply | Promise<DrawingReply>;

function serve(port: MessagePort, answer: Answer): void {
  port.onmessage = async ({ data }: MessageEvent<DrawingRequest>) => port.postMessage(await answer(data));
}

main();
