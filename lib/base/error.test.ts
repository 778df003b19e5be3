import { expect, test } from "vitest";
import { nameInStacks, toWire } from "./error";

test("a stack calls a script by its name, as Chromium, Firefox and WebKit write its address", () => {
  const address = "blob:null/0c5d3f0e-7a41-4a0a-9df1-0d6a3a1c9f55";
  nameInStacks(address, "notebook.js");
  for (const [frame, named] of [
    [`    at bad (${address}:2:9)`, "    at bad (notebook.js:2:9)"],
    [`bad@${address}:2:9`, "bad@notebook.js:2:9"],
    ["bad@blob:null/another:2:9", "bad@blob:null/another:2:9"],
  ]) {
    const error = Object.assign(new Error("no"), { stack: frame });
    expect(toWire(error)).toMatchObject({ stack: named });
  }
});
