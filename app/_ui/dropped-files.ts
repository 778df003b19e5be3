import type { FileHandle, PickedFile } from "@/lib/workspace";

/** What browsers with the File System Access API say of a dropped item. */
interface DroppedItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** The files of a drop, with their handles where the browser gives them. To be called while the event is under way. */
export async function droppedFiles({ items }: DataTransfer): Promise<readonly PickedFile[]> {
  // The items are empty once the event is over: all is asked for at once.
  const asked = [...(items as unknown as Iterable<DroppedItem>)].flatMap((item) => {
    const file = item.getAsFile();
    return file ? [{ file, handle: handleOf(item) }] : [];
  });
  return await Promise.all(
    asked.map(async ({ file, handle }) => {
      const found = await handle;
      return found ? { file, handle: found } : { file };
    }),
  );
}

async function handleOf(item: DroppedItem): Promise<FileHandle | undefined> {
  try {
    const handle = await item.getAsFileSystemHandle?.();
    return handle?.kind === "file" ? (handle as FileHandle) : undefined;
  } catch {
    // It is copied then.
    return undefined;
  }
}
