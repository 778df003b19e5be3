import { expect, test } from "vitest";
import { orders } from "../../share/realistic.suite";
import { encoded } from "./encoded";
import { sampleFile } from "./sample-file";

const texts = {
  ...{ "windows-1252": "café; 5 £\r\n", latin1: "é", "iso-8859-2": "žluť", koi8_r: "привет" },
  ...{
    shift_jis: "日本 a",
    gbk: "中文",
    "euc-kr": "한국",
    "utf-16le": "a€😀",
    "utf-16be": "한",
    "utf-8": "日本",
  },
};

test("[OP7] a text is written in any encoding that browsers read, or not at all", () => {
  for (const [label, text] of Object.entries(texts)) {
    const bytes = encoded(text, label);
    expect([label, bytes && new TextDecoder(label).decode(bytes)]).toEqual([label, text]);
  }
  for (const [text, label] of [
    ["日本", "latin1"],
    ["😀", "shift_jis"],
    ["a", "klingon"],
  ] as const)
    expect(encoded(text, label)).toBeUndefined();
});

test("[OP7] rows that came along are in the encoding that the cell reads", async () => {
  const never = () => Promise.reject(new Error("Text takes no data engine."));
  const engine = { fromRows: never, query: never, rows: never, encode: never };
  const sample = { ...orders(1), schema: [{ name: "city", type: "VARCHAR" }], values: [["Málaga"]] };
  const cell = { format: "csv", options: { encoding: "windows-1252" } } as const;
  const file = await sampleFile(sample, cell, engine);
  expect(new TextDecoder("windows-1252").decode(await file.arrayBuffer())).toBe('city\r\n"Málaga"\r\n');
  const cut = sampleFile({ ...sample, values: [["東京"]] }, cell, engine);
  await expect(cut).rejects.toThrow("windows-1252");
});
