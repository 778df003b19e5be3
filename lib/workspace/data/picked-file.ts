import type { FileHandle } from "../../storage";

/** A file as a person hands it in, with its handle where their browser gives one: a large file need not be copied then. */
export interface PickedFile {
  readonly file: File;
  readonly handle?: FileHandle;
}

/** Whether a file is a notebook, by its name. */
export function isNotebookFile({ name }: File): boolean {
  return /\.(md|markdown)$/i.test(name);
}
