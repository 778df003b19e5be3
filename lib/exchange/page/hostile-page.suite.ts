import { testClock } from "../../base";
import { createEngine, flow, getRunLogger, sleep, task } from "../../flow";
import type { RunLook } from "../../fold";
import { foldOf } from "../../fold/fold-of.suite";
import { toPage } from "./to-page";
import type { PageCell, ProsePart } from "./page-input";

/** A run whose names, lines and states are what is given; of three seconds, with a retry and a failure. */
export async function lookWith(texts: readonly string[]): Promise<RunLook> {
  let tries = 0;
  const flaky = task({ name: "flaky", retries: 1, retryDelaySeconds: 1 }, async (text: string) => {
    getRunLogger().info(text);
    await sleep(1);
    if (++tries === 1) throw new Error(text);
    return text;
  });
  const main = flow({ name: "main", flowRunName: (texts[0] ?? "main").replaceAll(/[{}]/g, "") }, async () => {
    for (const text of texts)
      await flaky
        .withOptions({ taskRunName: text.replaceAll(/[{}]/g, "") || "t" })(text)
        .catch(() => undefined);
  });
  const { events } = await createEngine({ clock: testClock() }).run(main);
  return foldOf(events).look();
}

/** A page in which each of these texts stands wherever a text can. */
export async function pageWith(texts: readonly string[]): Promise<string> {
  const parts = (text: string): readonly ProsePart[] => [
    text,
    { tag: "a", href: text, parts: [text] },
    { tag: text, parts: [text] },
    { tag: "img", alt: text, parts: [] },
    { tag: "p", parts: [{ tag: "script", parts: [text] }] },
  ];
  const cells = texts.flatMap((text): readonly PageCell[] => [
    { label: text, text, isProse: true, prose: parts(text), definitions: [] },
    {
      ...{ label: text, text, isProse: false },
      definitions: [
        {
          ...{ name: text, state: { type: text, name: text }, endedAt: 1, error: text },
          outputs: [
            { kind: "text", text },
            { kind: "rows", columns: [text], rows: [[text], [null]], total: 2 },
          ],
        },
      ],
    },
  ]);
  return toPage({ title: texts.join(" "), cells }, await lookWith(texts));
}
