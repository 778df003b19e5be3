import { RunnelError, errorName } from "../base";
import { intact } from "./intact";
import type { HandleRecord } from "./records";

/** A file of the person's disk, as browsers with the File System Access API hand it out: it can be kept in place of the bytes. */
export interface FileHandle extends FileSystemFileHandle {
  queryPermission(of: { readonly mode: "read" }): Promise<PermissionState>;
  /** Asks the person: in a page alone, upon a click. */
  requestPermission(of: { readonly mode: "read" }): Promise<PermissionState>;
}

/** How a file on the person's disk is: to be asked for again, refused by the person, another than it was, or not there. */
export type DiskState = "readable" | "permission" | "denied" | "changed" | "gone";

interface Found {
  readonly state: DiskState;
  readonly file?: File;
  readonly cause?: unknown;
}

/** How a file on the person's disk is now. Asks nobody. */
export async function diskState(record: HandleRecord): Promise<DiskState> {
  return (await find(record)).state;
}

/** The file, which is read where it is. Throws `storage/file-…` where the browser may not, or it is not the one that was added. */
export async function openOnDisk(record: HandleRecord): Promise<File> {
  const { state, file, cause } = await find(record);
  if (state === "readable" && file) return file;
  const { code, says } = reasons[state as keyof typeof reasons];
  throw new RunnelError(code, `“${record.handle.name}” ${says}`, cause === undefined ? {} : { cause });
}

const reasons = {
  permission: {
    code: "storage/file-permission",
    says: "is read from your disk, and the browser needs your permission again: allow it in the cell.",
  },
  denied: {
    code: "storage/file-permission",
    says: "is read from your disk, which you forbade the browser: choose it again in the cell.",
  },
  changed: {
    code: "storage/file-changed",
    says: "has changed since it was added: use its new content, in the cell, or drop it again.",
  },
  gone: { code: "storage/file-gone", says: "was moved or deleted: choose it again in the cell." },
} as const;

async function find({ handle, size, lastModified }: HandleRecord): Promise<Found> {
  try {
    const permission = await handle.queryPermission({ mode: "read" });
    if (permission !== "granted") return { state: permission === "denied" ? "denied" : "permission" };
    const file = await handle.getFile();
    if (file.size !== size || file.lastModified !== lastModified) return { state: "changed" };
    return (await intact(file)) ? { state: "readable", file } : { state: "gone" };
  } catch (cause) {
    return { state: errorName(cause) === "NotAllowedError" ? "permission" : "gone", cause };
  }
}
