import { writeFileSync } from "node:fs";
import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { Table, writeParquet } from "parquet-wasm";
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { App } from "./app";

/** A file that is too large to be copied, and quick to read: Parquet, with a gap before its footer that nobody reads. */
export function largeParts(rows: number): {
  readonly head: Buffer;
  readonly gap: number;
  readonly foot: Buffer;
} {
  const table = tableFromArrays({ id: Int32Array.from({ length: rows }, (_, i) => i + 1) });
  const stream = tableToIPC(table, { format: "stream" });
  const bytes = Buffer.from(writeParquet(Table.fromIPCStream(stream ?? new Uint8Array())));
  const end = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
  return { head: bytes.subarray(0, end), gap: 70_000_000, foot: bytes.subarray(end) };
}

export function writeLarge(path: string, rows = 1000): void {
  const { head, gap, foot } = largeParts(rows);
  writeFileSync(path, Buffer.concat([head, Buffer.alloc(gap), foot]));
}

/** Drops a file of the disk on a page, as from a folder: what comes of it has the browser's own handle and permission. */
export async function dropFromDisk(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  await session.detach();
}

/**
 * Opens the app in a new page, as after the browser was closed: it may read nothing on the disk until the person says so. They
 * do by the drop of the file in another tab, as there is nobody to click in the browser's own window.
 */
export async function openAgain(context: BrowserContext, url: string, path: string): Promise<App> {
  // Permissions last as long as any tab of the app.
  await Promise.all(context.pages().map((page) => page.close()));
  const page = await context.newPage();
  await page.exposeFunction("person", async () => {
    const other = new App(await context.newPage());
    await other.page.goto(`${other.home}404.html`);
    await other.page.evaluate(() => {
      addEventListener("dragover", (event) => event.preventDefault());
      // In the first phase, as the app's own inbox lets nothing after it hear of files.
      const take = (event: DragEvent) => {
        event.preventDefault();
        const [item] = event.dataTransfer?.items ?? [];
        void (item as unknown as { getAsFileSystemHandle(): Promise<object> })
          .getAsFileSystemHandle()
          .then((handle) => Object.assign(window, { handle }));
      };
      addEventListener("drop", take, true);
    });
    await dropFromDisk(other.page, path);
    await other.page.waitForFunction(() => "handle" in window);
  });
  await page.addInitScript(() => {
    interface Handle {
      queryPermission(of: unknown): Promise<PermissionState>;
      requestPermission(of: unknown): Promise<PermissionState>;
    }
    const handles = FileSystemHandle.prototype as unknown as Handle;
    handles.requestPermission = async function (of) {
      await (window as unknown as { person(): Promise<void> }).person();
      return await this.queryPermission(of);
    };
  });
  await page.goto(url);
  const app = new App(page);
  await expect(app.title).toBeVisible();
  return app;
}
