import * as api from "../../flow";
import type { NotebookModule } from "../../flow";

/** Loads a notebook's module: what it defines gathers in the notebook module. Rejects with what its top level threw. */
export async function loadModule(text: string): Promise<NotebookModule> {
  const module = api.notebookModule();
  Object.defineProperty(globalThis, "runnel", {
    value: Object.freeze({ ...api, ...module.machinery }),
    configurable: true,
  });
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    // The address is only known here: it is no module for a bundler to look for.
    await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
    return module;
  } finally {
    URL.revokeObjectURL(url);
  }
}
