import type { GradeReply, GraderOpening } from "@/lib/lessons";
import type { Grader } from "@/lib/workspace";
import { fileUrl } from "../../_shell/base-url";
import { frameDocument } from "../../_shell/frame-host";

/** Milliseconds that all checks of a lesson may take. */
const patience = 30_000;

/** Opens a hidden frame, of an opaque origin, in whose workers a lesson's checks are asked. */
export async function openGrader(module: string): Promise<Grader> {
  const [html, script] = await Promise.all([frameDocument("checks"), workerText()]);
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("allow", "");
  frame.title = "Checks of the lesson";
  frame.hidden = true;
  frame.srcdoc = html;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const { port1, port2 } = new MessageChannel();
  const opening: GraderOpening = { type: "runnel:grade", script, module };
  frame.contentWindow?.postMessage(opening, "*", [port2]);
  let last: Promise<unknown> = Promise.resolve();
  return {
    async grade(request) {
      const asked = last.then(
        () =>
          new Promise<GradeReply>((resolve, reject) => {
            const late = setTimeout(() => reject(new Error("The checks did not answer.")), patience);
            port1.onmessage = ({ data }: MessageEvent<GradeReply>) => {
              clearTimeout(late);
              resolve(data);
            };
            port1.postMessage(request);
          }),
      );
      last = asked.catch(() => undefined);
      return (await asked).grades;
    },
    close() {
      port1.close();
      frame.remove();
    },
  };
}

async function workerText(): Promise<string> {
  const response = await fetch(fileUrl("sandbox/checks.js")).catch(() => undefined);
  if (response?.ok) return await response.text();
  throw new Error("What asks the checks could not be loaded. Check your connection and reload the page.");
}
