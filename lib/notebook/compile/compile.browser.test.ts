import { expect, test } from "vitest";
import { newIds } from "../../base";
import { locateError } from "../location";
import { parseNotebook } from "../parse";
import { compile } from "./compile.suite";

const text = `---
title: In a browser
---

\`\`\`ts
export const later = async (ms: number) => { await null; throw new Error(String(ms)) };
\`\`\`

\`\`\`ts
expose({ later, defined: task(() => 1) });
\`\`\`
`;

test("[NB91] a module compiled in a browser runs there, and its errors are found in the author's code", async () => {
  const { notebook } = parseNotebook(text, newIds(Date.now, Math.random));
  const { module, lines } = compile(notebook, { api: ["task", "expose"] });
  let exposed: { later?: (ms: number) => Promise<void> } = {};
  const runnel = {
    task: (fn: unknown) => fn,
    expose: (values: typeof exposed) => (exposed = values),
    $save: () => undefined,
    $restore: (_: unknown, value: unknown) => value,
  };
  Object.assign(globalThis, { runnel });
  const url = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
  try {
    await import(/* @vite-ignore */ url);
    const error = await exposed.later?.(7).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: "7" });
    expect(locateError(lines, (error as Error).stack ?? "", url)[0]).toEqual({
      cell: notebook.cells[0]?.id,
      line: 1,
      column: 64,
    });
  } finally {
    URL.revokeObjectURL(url);
    Reflect.deleteProperty(globalThis, "runnel");
  }
});
