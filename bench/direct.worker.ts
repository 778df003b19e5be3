import { createEngine } from "../lib/engine";
import { sandbox } from "../lib/flow";
import { loadModule } from "../lib/runtime/guest/load-module";
import { direct } from "./direct";

/** The bench of direct calls in a browser: gets a notebook's module, then how many tasks to run, and answers each. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<string | number>) => void) | null;
  postMessage(answer: unknown): void;
};

const engine = createEngine({ enter: sandbox.withContext });
let notebook: sandbox.NotebookModule | undefined;

async function answer(asked: string | number): Promise<unknown> {
  if (typeof asked === "string") {
    notebook = await loadModule(asked);
    return "loaded";
  }
  const main = notebook?.get("main");
  if (!main) throw new Error("The bench's notebook has no flow.");
  return await direct((count) => engine.run(sandbox.refOf(main), [count]), asked);
}

scope.onmessage = ({ data }) => {
  void answer(data).then((value) => scope.postMessage(value));
};
