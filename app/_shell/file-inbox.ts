import type { FileHandle, PickedFile } from "@/lib/workspace";

/*
 * Files that are dropped or pasted anywhere on a page, or opened with the installed app. Somebody may do so before the page's own code is there, when the browser
 * would leave the page for the file: so a script in its head takes them, and keeps them until a page wants them.
 */

/** Something dropped or pasted, as the browser gives it while the event is under way. */
interface Given {
  readonly file: File;
  /** In browsers with the File System Access API. */
  readonly handle?: Promise<FileSystemHandle | null>;
}

interface Inbox {
  /** What nobody has taken yet. */
  given: (readonly Given[])[];
  /** Takes what comes. */
  take?: ((given: readonly Given[]) => void) | undefined;
}

declare global {
  var runnelInbox: Inbox | undefined;
}

/**
 * Runs in the page's head. Before anything else hears of them: an editor would read a file as text to put in. What has text too,
 * as cells copied from a spreadsheet have, is pasted as text.
 */
export const inboxScript = `(()=>{
const inbox = globalThis.runnelInbox = { given: [] };
const hasFiles = (data) => !!data && data.types.includes("Files");
const put = (event, data) => {
  const given = [...data.items].flatMap((item) => {
    const file = item.getAsFile();
    return file ? [{ file, handle: item.getAsFileSystemHandle?.() }] : [];
  });
  for (const { handle } of given) handle?.catch(() => undefined);
  if (given.length === 0) return;
  event.preventDefault();
  event.stopPropagation();
  take(given);
};
addEventListener("dragover", (event) => { if (hasFiles(event.dataTransfer)) event.preventDefault(); }, true);
addEventListener("drop", (event) => {
  if (!hasFiles(event.dataTransfer)) return;
  event.preventDefault();
  put(event, event.dataTransfer);
}, true);
const take = (given) => {
  if (given.length === 0) return;
  if (inbox.take) inbox.take(given);
  else inbox.given.push(given);
};
globalThis.launchQueue?.setConsumer(async ({ files }) => take(await Promise.all(files.map(async (handle) => ({ file: await handle.getFile(), handle: Promise.resolve(handle) })))));
addEventListener("paste", (event) => {
  const data = event.clipboardData;
  if (hasFiles(data) && !data.types.includes("text/plain")) put(event, data);
}, true);
})()`;

/** Has all files that are dropped or pasted from now on, and those that wait; the returned function ends that. */
export function takeFiles(take: (files: readonly PickedFile[]) => void): () => void {
  const inbox = globalThis.runnelInbox;
  if (!inbox) return () => undefined;
  const mine = (given: readonly Given[]) => void picked(given).then(take);
  inbox.take = mine;
  for (const given of inbox.given.splice(0)) mine(given);
  return () => {
    if (inbox.take === mine) inbox.take = undefined;
  };
}

/** Files with their handles, where the browser gives them. */
async function picked(given: readonly Given[]): Promise<readonly PickedFile[]> {
  return await Promise.all(
    given.map(async ({ file, handle }) => {
      // Where it has none, the file is copied.
      const found = await handle?.catch(() => undefined);
      return found?.kind === "file" ? { file, handle: found as FileHandle } : { file };
    }),
  );
}
