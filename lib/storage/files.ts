import type { Database } from "./database";
import { intact } from "./intact";
import type { FileRecord } from "./records";

/** A file as it is handed in, under the hash of its content. */
export interface FileInput extends Omit<FileRecord, "version"> {
  readonly blob: Blob;
}

/** The files of this browser, each content kept once. Their bytes stay on the disk until somebody reads them. */
export interface Files {
  /** Keeps a file, and says whether it is new: of a content that is there already, the first name stays. */
  put(file: FileInput): Promise<boolean>;
  read(hash: string): Promise<FileRecord | undefined>;
  /** The bytes of a file, to be read in parts; undefined also where the browser lost them: put them again. */
  open(hash: string): Promise<Blob | undefined>;
  /** The newest first. */
  list(): Promise<FileRecord[]>;
  /** Whether there was one to remove. */
  remove(hash: string): Promise<boolean>;
}

export function fileStore(database: Database): Files {
  const open = async (hash: string) => intact((await database.get("blobs", hash))?.blob);
  return {
    async put({ hash, name, type, size, createdAt, blob }) {
      const kept = await open(hash);
      return database.change(
        "files",
        hash,
        (stored, edit) => {
          if (stored && kept) return false;
          edit.put("files", { version: 1, hash, name, type, size, createdAt });
          edit.put("blobs", { hash, blob });
          return true;
        },
        { also: ["blobs"], durability: "strict" },
      );
    },
    read: (hash) => database.get("files", hash),
    open,
    async list() {
      const files = await database.list("files");
      return files.sort((a, b) => b.createdAt - a.createdAt);
    },
    remove: (hash) =>
      database.change(
        "files",
        hash,
        (stored, edit) => {
          edit.remove("files", hash);
          edit.remove("blobs", hash);
          return stored !== undefined;
        },
        { also: ["blobs"] },
      ),
  };
}
