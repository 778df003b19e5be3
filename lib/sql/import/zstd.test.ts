import { describe, expect, test } from "vitest";
import { unpackZstd } from "./zstd";

/** Frames that Apache Arrow's own library made. */
const frames: [string, (i: number) => number, number, string][] = [
  ["nothing", () => 0, 0, "KLUv/SAAAQAA"],
  ["a few bytes", (i) => "hello".charCodeAt(i), 5, "KLUv/SAFKQAAaGVsbG8="],
  ["a run", () => 97, 1000, "KLUv/WDoAk0AABBhYQEA4yuABQ=="],
  [
    "words",
    (i) => "the quick brown fox ".charCodeAt(i % 20),
    10000,
    "KLUv/WAQJuUAAKB0aGUgcXVpY2sgYnJvd24gZm94IAEA8s3xkwk=",
  ],
  [
    "bytes that do not repeat",
    (i) => Math.floor((i * i) / 7) % 256,
    300,
    "KLUv/WAsAGEJAAAAAAECAwUHCQsOERQYHCAkKS4zOT9FS1JZYGhweICJkpulr7nDztnk8PwIFCEuO0lXZXOCkaCwwNDg8QITJTdJW26BlKi80OT5DiM5T2V7kqnA2PAIIDlSa4WfudPuCSRAXHiUsc7rCSdFY4KhwOAAIEBhgqPF5wkrTnGUuNwAJEluk7nfBStSeaDI8BhAaZK75Q85Y4655BA8aJTB7htJd6XTAjFgkMDwIFGCs+UXSXuu4RRIfLDkGU6Due8lW5LJADhwqOAZUovF/zlzrukkYJzYFFGOywlHhcMCQYDAAECAwQJDhccJS47RFFic4CRprvM5f8ULUpngKHC4AEmS2yVvuQNOmeQwfMgUYa77SZflM4LRIHDAEGCxAlOl90mb7kGU6DyQ5DmO4w==",
  ],
  [
    "integers of eight bytes",
    (i) => (i % 8 === 0 ? (i * 37) % 101 : i % 8 === 1 ? (i >> 9) % 5 : 0),
    4000,
    "KLUv/WCgDi0SADakeA0Q4K4B//9vt21dVU2mXQB8AHwAL1uPuJSysiABuXhKZ1mfXffgkX/eevj2DW+c8s1FTx32230vnvnp288fXPHIMf/c9NZp31345KG/Pv79wx2vnPPRVY8d99+Nb5569/QJX1zyzEE/3fXaeR9e+egfuJ+xSXVpwkKSAZ1cNd5QGT0ggHhYOqSVzM0Bj87qWxcYE00I9bL1iEspKwsSkIunxJrpgsinFbYNDcpGlILdfEXmtJ0HigjmY2rRdsIk9Bq398FR4YxUMdzP2KS6NGEhyYBOrhpvqIweEEA8LB3SSpYDHp3Vty4wJpoQKkHk0wrbhgZlI0rBbr4ic9rOA0UE8zG1aDthEnqN74OjwhmpYrjfjU2qSxMWkgzo5KrxhsroAQHEw9IhrWQ54NFZfesCY6IJoV62HnEpZWVBAnLxlFgzXRD5tMK24W1QNqIU7OYrMqftPFBEMB9Ti7YTJqHX+D44KpyRKhb//7cd0kqWAx6d1bcuMCaaEOpl6xGXUlYWJCAXT4k10wWRTytsGxqUjSgFu/mKzHbazgNFBPMxtWg7YRJ6je+Do8IZqWK4n7FJdWnCQpIBnVw13lAZPSCAeFg6pJUsBzw6q29dYExYTQj1svWISykrCxKQi6fEmukCgfOoEYD74a8BESQkP7RuKbYDAAB0oXatNGIYAADyMQAAQBe11aoRgwEAgFl0oUGa53me53me53me53mez/M8z/M8z/M8z/M8z/M8z/M8z/M8z/M8z/M8z/M8z3N5HgR/",
  ],
];
const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

describe("Zstandard", () => {
  test.each(frames)("[SQ42] %s", (_what, byteAt, length, frame) => {
    const unpacked = unpackZstd(bytes(frame));
    expect(unpacked).toEqual(Uint8Array.from({ length }, (_, i) => byteAt(i)));
    expect(unpacked.byteOffset % 8).toBe(0);
  });

  test.each(frames)("[SQ42] %s, cut off anywhere", (_what, _byteAt, _length, frame) => {
    const whole = bytes(frame);
    for (let cut = 1; cut < whole.length; cut++)
      expect(() => unpackZstd(whole.subarray(0, cut)), String(cut)).toThrow(
        expect.objectContaining({ code: "sql/bad-arrow" }),
      );
  });
});
