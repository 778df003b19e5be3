import { md5 as md5Bytes } from "@noble/hashes/legacy.js";
import { sha256 as sha256Bytes } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** MD5 of text's UTF-8 bytes, in hex: what Prefect keys its caches with. Not for security. */
export function md5(text: string): string {
  return bytesToHex(md5Bytes(utf8ToBytes(text)));
}

/** SHA-256 of text's UTF-8 bytes, in hex: names content. */
export function sha256(text: string): string {
  return bytesToHex(sha256Bytes(utf8ToBytes(text)));
}

/** Bytes that the platform hashes at a time, so that a file of any size is hashed in little memory. */
const chunkSize = 8 * 2 ** 20;

/** Chunks that are read and hashed at the same time: reading one costs as much as hashing it. */
const atOnce = 4;

/** Names a file by its content: SHA-256 over the SHA-256 of each 8 MiB of it, in hex. Reads the file once, some chunks at a time. */
export async function contentHash(file: Blob, signal?: AbortSignal): Promise<string> {
  const chunks = Array.from({ length: Math.max(1, Math.ceil(file.size / chunkSize)) }, (_, index) =>
    file.slice(index * chunkSize, (index + 1) * chunkSize),
  );
  const digests: string[] = [];
  while (digests.length < chunks.length) {
    signal?.throwIfAborted();
    const next = chunks.slice(digests.length, digests.length + atOnce);
    digests.push(...(await Promise.all(next.map(digestOf))));
  }
  return sha256(`${file.size}:${digests.join("")}`);
}

async function digestOf(chunk: Blob): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", await chunk.arrayBuffer())));
}
