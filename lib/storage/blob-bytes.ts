import type { Connection } from "./connection";

/*
 * WebKit keeps no blobs in a private window. There their bytes are kept in their place, which nobody sees who reads them.
 */

/** A blob's bytes, in its place in a record. */
interface Bytes {
  readonly bytes: ArrayBuffer;
  readonly type: string;
}

/** A stored record as it was handed in. */
export function withBlob(row: unknown): unknown {
  if (!hasBlob(row) || row.blob instanceof Blob) return row;
  const { bytes, type } = row.blob as Partial<Bytes>;
  return bytes instanceof ArrayBuffer ? { ...row, blob: new Blob([bytes], { type: type ?? "" }) } : row;
}

/** A record as a browser can keep it that keeps no blobs. */
export async function withBytes<T>(row: T): Promise<T> {
  const blob = blobIn(row);
  return blob ? { ...row, blob: { bytes: await blob.arrayBuffer(), type: blob.type } } : row;
}

/** The blob of a record, where it has one. */
export function blobIn(row: unknown): Blob | undefined {
  return hasBlob(row) && row.blob instanceof Blob ? row.blob : undefined;
}

/** Asks a browser whether it keeps blobs: by one that is put, and gone again. */
export async function keepsBlobs(connection: Connection): Promise<boolean> {
  const probe = { hash: "", blob: new Blob(["?"]) };
  return await connection
    .use(async (db) => {
      await db.put("blobs", probe);
      await db.delete("blobs", probe.hash);
    })
    .then(
      () => true,
      () => false,
    );
}

function hasBlob(row: unknown): row is { readonly blob: object } {
  return (
    typeof row === "object" &&
    row !== null &&
    "blob" in row &&
    typeof row.blob === "object" &&
    row.blob !== null
  );
}
