import type { FetchAnswer, FetchRequest } from "./messages";

/** Fetches a file without saying who asks: no cookies, no referrer. Never rejects; reads no more than it may. */
export async function fetchFile({ url, mostBytes }: FetchRequest): Promise<FetchAnswer> {
  const over = new AbortController();
  try {
    const response = await fetch(url, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-cache",
      signal: over.signal,
    });
    if (!response.ok) return { kind: "status", status: response.status };
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    // What a host says of the length need not be so.
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      size += read.value.length;
      if (size > mostBytes) return { kind: "too-large" };
      parts.push(read.value);
    }
    return { kind: "bytes", bytes: new Uint8Array(await new Blob(parts).arrayBuffer()) };
  } catch {
    return { kind: "failed" };
  } finally {
    over.abort();
  }
}
