import { expect, test } from "vitest";
import { Tab } from "./open-session";

const utf32 = () =>
  new File([new Uint8Array([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])], "wide.csv", { type: "text/csv" });
const noGzip = () => new File([new Uint8Array([0x1f, 0x8b, 0xff, 0, 0, 0])], "broken.csv.gz");
const readable = (name: string, value: number) => new File([`a\n${value}\n`], name);

test("[WS200] of files that are dropped on a notebook those are added that can be read, and of each other one is said why", async () => {
  const tab = await Tab.open();
  const notebook = await tab.openNew();
  await notebook.drop(
    ...[readable("one.csv", 1), utf32(), new File(["# A"], "notes.md")],
    ...[noGzip(), readable("two.csv", 2)],
  );
  expect(await notebook.rows("one")).toEqual([{ a: 1 }]);
  expect(await notebook.rows("two")).toEqual([{ a: 2 }]);
  const said = [...notebook.notices, ...notebook.cell("broken").faults];
  expect(said).toEqual([
    expect.stringMatching(/“wide\.csv” is text in UTF-32/),
    expect.stringMatching(/“notes\.md” was not added: it is a notebook/),
    expect.stringMatching(/broken\.csv\.gz/),
  ]);
  await notebook.close();
});

test("[WS200] a notebook is made of the files that can be read, and says when it is opened why others cannot", async () => {
  const tab = await Tab.open();
  const notebook = await tab.openFrom(utf32(), readable("one.csv", 1), readable("two.csv", 2));
  expect(notebook.notices).toEqual([expect.stringMatching(/“wide\.csv” is text in UTF-32/)]);
  await notebook.run();
  expect(await notebook.rows("one")).toEqual([{ a: 1 }]);
  expect(await notebook.rows("two")).toEqual([{ a: 2 }]);
  await notebook.close();
  await expect(tab.openFrom(utf32())).rejects.toThrow(/“wide\.csv” is text in UTF-32/);
});
