import { describe, expect, test } from "vitest";
import { unpackLz4 } from "./lz4";

/** Frames that Apache Arrow's own library made. */
const frames: [string, (i: number) => number, number, string][] = [
  ["nothing", () => 0, 0, "BCJNGGBAggAAAAA="],
  ["a few bytes", (i) => "hello".charCodeAt(i), 5, "BCJNGGBAggUAAIBoZWxsbwAAAAA="],
  ["a run", () => 97, 1000, "BCJNGGBAgg4AAAAfYQEA////0lBhYWFhYQAAAAA="],
  [
    "words",
    (i) => "the quick brown fox ".charCodeAt(i % 20),
    10_000,
    "BCJNGGBAgkYAAAD/BXRoZSBxdWljayBicm93biBmb3ggFAD///////////////////////////////////////////////////8LUCBmb3ggAAAAAA==",
  ],
  [
    "bytes that do not repeat",
    (i) => Math.floor((i * i) / 7) % 256,
    300,
    "BCJNGGBAgiwBAIAAAAABAgMFBwkLDhEUGBwgJCkuMzk/RUtSWWBocHiAiZKbpa+5w87Z5PD8CBQhLjtJV2VzgpGgsMDQ4PECEyU3SVtugZSovNDk+Q4jOU9le5KpwNjwCCA5UmuFn7nT7gkkQFx4lLHO6wknRWOCocDgACBAYYKjxecJK05xlLjcACRJbpO53wUrUnmgyPAYQGmSu+UPOWOOueQQPGiUwe4bSXel0wIxYJDA8CBRgrPlF0l7ruEUSHyw5BlOg7nvJVuSyQA4cKjgGVKLxf85c67pJGCc2BRRjssJR4XDAkGAwABAgMECQ4XHCUuO0RRYnOAkaa7zOX/FC1KZ4ChwuABJktslb7kDTpnkMHzIFGGu+0mX5TOC0SBwwBBgsQJTpfdJm+5BlOg8kOQ5juMAAAAA",
  ],
];
const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

describe("LZ4", () => {
  test.each(frames)("[SQ42] %s", (_what, byteAt, length, frame) => {
    expect(unpackLz4(bytes(frame))).toEqual(Uint8Array.from({ length }, (_, i) => byteAt(i)));
  });

  test.each(frames)("[SQ42] %s, cut off anywhere", (_what, _byteAt, _length, frame) => {
    const whole = bytes(frame);
    for (let cut = 0; cut < whole.length - 4; cut++)
      expect(() => unpackLz4(whole.subarray(0, cut)), String(cut)).toThrow(
        expect.objectContaining({ code: "sql/bad-arrow" }),
      );
  });
});
