import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentHash } from "./hash";

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

test.each([0, 1, 8 * 2 ** 20, 8 * 2 ** 20 + 1, 20 * 2 ** 20])(
  "a file of %i bytes is named by its size and the hashes of each 8 MiB, in their order",
  async (size) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 1_000_003) bytes[at] = at % 251;
    const parts = [];
    for (let start = 0; start < size || start === 0; start += 8 * 2 ** 20)
      parts.push(sha256(bytes.subarray(start, start + 8 * 2 ** 20)));
    expect(await contentHash(new Blob([bytes]))).toBe(sha256(`${size}:${parts.join("")}`));
  },
);
