import { nameInStacks } from "../../base";
import { sandbox } from "../../flow";
import { authoring } from "../authoring";
import { moduleName } from "../module-name";

const modulePlace = new RegExp(`${moduleName.replaceAll(".", "\\.")}:\\d+:\\d+`, "g");
sandbox.placeWarnings((stack) => placesIn(stack)[0]);

/** The places of a stack that are in a notebook's module, innermost first. */
export function placesIn(stack: string): readonly string[] {
  return stack.match(modulePlace) ?? [];
}

/** Loads a notebook's module: what it defines gathers in the notebook module. Rejects with what its top level threw. */
export async function loadModule(text: string): Promise<sandbox.NotebookModule> {
  const module = sandbox.notebookModule();
  Object.defineProperty(globalThis, "runnel", {
    value: Object.freeze({ ...authoring, ...module.machinery }),
    configurable: true,
  });
  await evaluate(text);
  return module;
}

/** Has the browser's own part of it ready: a worker's first module takes some 6 ms longer than those after it. */
export function prepareToLoad(): void {
  evaluate("").catch(() => undefined);
}

async function evaluate(text: string): Promise<void> {
  const url = URL.createObjectURL(
    new Blob([text, `\n//# sourceURL=${moduleName}\n`], { type: "text/javascript" }),
  );
  nameInStacks(url, moduleName);
  try {
    // The address is only known here: it is no module for a bundler to look for.
    await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
