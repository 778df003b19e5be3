import { expect, test } from "vitest";
import { baseUrl } from "../../app/_shell/base-url";
import { encodeLink } from "../../lib/share";
import { openLink, readLink } from "../../lib/workspace/opened";
import type { NotebookSession } from "../../lib/workspace";

const text = `---
title: Rates
---

\`\`\`csv name=orders src=orders.csv
\`\`\`

\`\`\`sql name=totals
SELECT country, sum(amount) AS total FROM orders GROUP BY ALL
\`\`\`

\`\`\`ts
const rate = task(async () => {
  const token = (await Secret.load("api-token")).get();
  return await (await fetch("https://api.example.com/rates", { headers: { token } })).json();
});
const main = flow(async () => await load(await totals(), "shop.totals"));
\`\`\`
`;

/** Resolves once a value is shown for which that holds. */
async function until<T>(
  store: { get(): T; subscribe(listener: () => void): () => void },
  isSo: (value: T) => boolean,
) {
  await new Promise<void>((resolve) => {
    const look = () => isSo(store.get()) && resolve();
    store.subscribe(look);
    look();
  });
}

const notices = (session: NotebookSession) => session.shows.notices.get().map(({ text: said }) => said);

test("[OP3] [OP5] a link says what it asks for, and can run, change and fetch nothing", async () => {
  const { opened } = await readLink(encodeLink({ notebook: text, parameters: {}, data: [] }).text);
  if (!opened) throw new Error("The link was not read.");
  const frames = document.querySelectorAll("iframe").length;
  const { session, asks, run } = await openLink(opened, baseUrl());
  await until(asks, (touched) => touched !== undefined);
  expect(asks.get()).toMatchObject({
    hosts: [{ origin: "https://api.example.com" }],
    secrets: [{ name: "api-token" }],
    files: [{ name: "orders.csv" }],
    tables: [{ name: "shop.totals" }],
    unknown: [],
  });
  expect(run).toBeUndefined();

  const before = performance.getEntriesByType("resource").length;
  const [first, , third] = session.shows.outline.get().cells;
  await session.run({ kind: "notebook" });
  await session.run({ kind: "flow", name: "main" });
  if (third) await session.run({ kind: "cell", id: third });
  await session.files.add([{ file: new File(["a\n1\n"], "orders.csv") }], null);
  if (first) session.editor.setText(first, "changed");
  session.editor.setTitle("changed");
  await session.takeOver();
  await session.copy();

  expect(session.shows.history.get()).toEqual([]);
  expect(session.shows.outline.get()).toMatchObject({ title: "Rates" });
  expect(session.shows.outline.get().cells).toHaveLength(3);
  expect(session.shows.saving.get()).toBe("saved");
  expect(notices(session)[0]).toContain("make it yours");
  expect(document.querySelectorAll("iframe")).toHaveLength(frames);
  expect(performance.getEntriesByType("resource")).toHaveLength(before);
  await session.close();
});
