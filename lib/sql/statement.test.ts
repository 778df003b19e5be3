import { expect, test } from "vitest";
import { withPlainSpaces } from "./statement";

const blank = "\u00a0";

test.each([
  [`a${blank}b`, "a b"],
  [`'a${blank}''${blank}' ${blank}`, `'a${blank}''${blank}'  `],
  [`"a${blank}" ${blank}`, `"a${blank}"  `],
  [`--${blank}\n${blank}`, `--${blank}\n `],
  [`/*${blank}*/${blank}`, `/*${blank}*/ `],
  [`$t$${blank}$$${blank}$t$${blank}`, `$t$${blank}$$${blank}$t$ `],
])("[SQ11] of %j only blanks between words are made plain", (text, plain) => {
  expect(withPlainSpaces(text)).toBe(plain);
});

test.each(["'", '"', "/*", "$t$"])(
  "[SQ11] what begins with %j and never ends goes on to the end",
  (start) => {
    const text = `${start}a${blank}`.repeat(3);
    expect(withPlainSpaces(`b${blank}${start}a${blank}`)).toBe(`b ${start}a${blank}`);
    expect(withPlainSpaces(text)).toHaveLength(text.length);
  },
);
