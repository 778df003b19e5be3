import { describe, expect, test } from "vitest";
import { ProseReader } from "./prose-reader";

const reader = new ProseReader(new URL("/workers/prose.js", location.href).href);

describe("text that would keep a page", () => {
  test.each([
    ["links that are never closed", "[a](".repeat(20_000)],
    ["footnotes", Array.from({ length: 60_000 }, (_, n) => `[^${n}]`).join(" ")],
    ["a wide table", `${"|a".repeat(20_000)}|\n${"|-".repeat(20_000)}|\n`],
    ["deep quotes", `${">".repeat(5_000)} a`],
    ["deep lists", Array.from({ length: 2_000 }, (_, n) => `${" ".repeat(2 * n)}- a`).join("\n")],
    ["references", Array.from({ length: 40_000 }, (_, n) => `[${n}]: b`).join("\n") + "[1]".repeat(20_000)],
    ["much prose", "many words ".repeat(500_000)],
    ["emphasis without end", "*a **b ".repeat(40_000)],
  ])("29: %s is read elsewhere, in a time that has an end", async (_, text) => {
    // Some of it may be laid out: then there is not much of it.
    const read = await reader.read(text).then(JSON.stringify, (error: { code: string }) => error.code);
    expect(read).toMatch(/^(prose\/|worker\/|\[)/);
    expect(read.length).toBeLessThan(2_000_000);
    expect(await reader.read("*well*")).toEqual([{ tag: "p", parts: [{ tag: "em", parts: ["well"] }] }]);
  });
});
