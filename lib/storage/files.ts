import type { Database } from "./database";
import { diskState, openOnDisk, type DiskState, type FileHandle } from "./disk-file";
import { intact } from "./intact";
import type { FileRecord } from "./records";

/** A file as it is handed in, under the hash of its content. */
export interface FileInput extends Omit<FileRecord, "version"> {
  readonly blob: Blob;
  /** Where the blob is a file of the person's disk: the way to read it there again. */
  readonly handle?: FileHandle;
}

/** The files of this browser, each content kept once. Their bytes stay on the disk until somebody reads them. */
export interface Files {
  /**
   * Keeps a file: as a copy or, where it is large and came with its handle, as that. Says whether its bytes were not at
   * hand before: of a content that is there already, the first name stays.
   */
  put(file: FileInput): Promise<boolean>;
  read(hash: string): Promise<FileRecord | undefined>;
  /**
   * The bytes of a file, to be read in parts; undefined also where the browser lost them: put them again. Throws
   * `storage/file-…` where they are on the person's disk, and not to be read there now.
   */
  open(hash: string): Promise<Blob | undefined>;
  /** How a file is that is kept as its handle; undefined where it is copied, or there is none. */
  onDisk(hash: string): Promise<DiskState | undefined>;
  /** The handle that a file is kept as. */
  handle(hash: string): Promise<FileHandle | undefined>;
  /** Copies a file that is kept as its handle: from then on the copy is read. Throws as `open` does. */
  copy(hash: string): Promise<void>;
  /** The newest first. */
  list(): Promise<FileRecord[]>;
  /** Those that are kept as their handles, the newest first. */
  listOnDisk(): Promise<FileRecord[]>;
  /** Whether there was one to remove. */
  remove(hash: string): Promise<boolean>;
}

/** A copy up to here takes a second or so, and goes with every backup; of what is larger, it would fill the disk twice. */
export const defaultCopyUpTo = 64 * 2 ** 20;

export function fileStore(database: Database, copyUpTo: number): Files {
  const copyOf = async (hash: string) => intact((await database.get("blobs", hash))?.blob);
  /** Of a file without a copy. */
  const handleOf = async (hash: string) =>
    (await copyOf(hash)) ? undefined : await database.get("handles", hash);
  const list = async () => {
    const files = await database.list("files");
    return files.sort((a, b) => b.createdAt - a.createdAt);
  };
  return {
    async put({ hash, name, type, size, createdAt, blob, handle }) {
      const isCopied = (await copyOf(hash)) !== undefined;
      const isOnDisk = (await database.get("handles", hash)) !== undefined;
      const own = isCopied || blob.size > copyUpTo ? blob : await detached(blob);
      return database.change(
        "files",
        hash,
        (stored, edit) => {
          if (stored && isCopied) return false;
          const isNew = !stored || !isOnDisk;
          if (isNew) edit.put("files", { version: 1, hash, name, type, size, createdAt });
          if (handle && blob instanceof File && blob.size > copyUpTo) {
            const { lastModified } = blob;
            edit.put("handles", { version: 1, hash, handle, size: blob.size, lastModified });
            edit.remove("blobs", hash);
          } else {
            edit.put("blobs", { hash, blob: own });
          }
          return isNew;
        },
        { also: ["blobs", "handles"], durability: "strict" },
      );
    },
    read: (hash) => database.get("files", hash),
    async open(hash) {
      const copy = await copyOf(hash);
      if (copy) return copy;
      const record = await database.get("handles", hash);
      return record && (await openOnDisk(record));
    },
    async onDisk(hash) {
      const record = await handleOf(hash);
      return record && (await diskState(record));
    },
    handle: async (hash) => (await handleOf(hash))?.handle,
    async copy(hash) {
      const record = await handleOf(hash);
      if (!record) return;
      const blob = await openOnDisk(record);
      await database.change(
        "files",
        hash,
        (stored, edit) => {
          if (stored) edit.put("blobs", { hash, blob });
        },
        { also: ["blobs"], durability: "strict" },
      );
    },
    list,
    async listOnDisk() {
      const onDisk = await keptOnDisk(database);
      return (await list()).filter(({ hash }) => onDisk.has(hash));
    },
    remove: (hash) =>
      database.change(
        "files",
        hash,
        (stored, edit) => {
          edit.remove("files", hash);
          edit.remove("blobs", hash);
          edit.remove("handles", hash);
          return stored !== undefined;
        },
        { also: ["blobs", "handles"] },
      ),
  };
}

/** The bytes of a file without the file: of a file, a private window and memory keep no more than where it is. */
async function detached(blob: Blob): Promise<Blob> {
  return blob instanceof File ? new Blob([await blob.arrayBuffer()], { type: blob.type }) : blob;
}

/** The hashes of the files that are kept as their handles, and take no room. */
export async function keptOnDisk(database: Database): Promise<ReadonlySet<string>> {
  const [handles, copies] = await Promise.all([database.keys("handles", {}), database.keys("blobs", {})]);
  const copied = new Set(copies);
  return new Set(handles.filter((hash) => !copied.has(hash)));
}
