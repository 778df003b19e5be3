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
const lanes = 4;

/** Names a file by its content: SHA-256 over the SHA-256 of each 8 MiB of it, in hex. Reads the file once, a chunk at a time. */
export async function contentHash(file: Blob, signal?: AbortSignal): Promise<string> {
  const digests = Array.from({ length: Math.max(1, Math.ceil(file.size / chunkSize)) }, () => "");
  const hashFrom = async (first: number) => {
    for (let index = first; index < digests.length; index += lanes) {
      signal?.throwIfAborted();
      const bytes = await file.slice(index * chunkSize, (index + 1) * chunkSize).arrayBuffer();
      digests[index] = bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => hashFrom(lane)));
  return sha256(`${file.size}:${digests.join("")}`);
}
