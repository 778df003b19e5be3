import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStores, openBrowserStores, type FileHandle, type FileInput, type Stores } from "./index";
import { file } from "./samples.suite";

/** Files of the browser's own disk have the same handles as those of the person's, and need no permission. */
const disk = await navigator.storage.getDirectory();

async function write(name: string, text: string): Promise<FileHandle> {
  const handle = await disk.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write(text);
  await writable.close();
  return handle as FileHandle;
}

/** A file as it comes from a picker. */
async function picked(handle: FileHandle, changes: Partial<FileInput> = {}): Promise<FileInput> {
  const blob = await handle.getFile();
  return file({ name: handle.name, size: blob.size, blob, handle, ...changes });
}

const copyUpTo = 20;
const small = "id,amount\n1,2\n";
const large = "id,amount\n1,2\n3,40\n5,600\n";

const backends = {
  memory: () => ({ stores: memoryStores({ copyUpTo }), dispose: async () => undefined }),
  IndexedDB: async () => {
    const name = crypto.randomUUID();
    const stores = await openBrowserStores({ name, copyUpTo });
    const dispose = async () => {
      stores.close();
      await deleteDB(name);
    };
    return { stores, dispose };
  },
};

describe.each(Object.entries(backends))("files on the person’s disk, with stores in %s", (_name, open) => {
  let stores: Stores;
  let dispose: () => Promise<unknown>;
  let sales: FileHandle;
  beforeEach(async () => {
    ({ stores, dispose } = await open());
    sales = await write("sales.csv", large);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await dispose();
    for await (const name of disk.keys()) await disk.removeEntry(name);
  });

  const permission = (state: PermissionState) =>
    vi.spyOn(FileSystemFileHandle.prototype as FileHandle, "queryPermission").mockResolvedValue(state);

  test("[ST43] a large one that comes with its handle is kept as that, and read where it is", async () => {
    expect(await stores.files.put(await picked(sales))).toBe(true);
    expect(await stores.files.onDisk("hash-1")).toBe("readable");
    expect(await (await stores.files.open("hash-1"))?.text()).toBe(large);
    expect((await stores.files.listOnDisk()).map(({ name, size }) => [name, size])).toEqual([
      ["sales.csv", 25],
    ]);
    expect(await (await stores.files.handle("hash-1"))?.isSameEntry(sales)).toBe(true);
  });

  test("[ST43] a small one, and one without a handle, is copied", async () => {
    await stores.files.put(await picked(await write("small.csv", small)));
    await stores.files.put(file({ hash: "hash-2", blob: await sales.getFile() }));
    await disk.removeEntry("small.csv");
    expect(await (await stores.files.open("hash-1"))?.text()).toBe(small);
    for (const hash of ["hash-1", "hash-2"]) {
      expect(await stores.files.onDisk(hash)).toBeUndefined();
      expect(await stores.files.handle(hash)).toBeUndefined();
    }
    expect(await stores.files.listOnDisk()).toEqual([]);
    expect(await (await stores.files.open("hash-2"))?.text()).toBe(large);
  });

  test.each([
    ["prompt", "permission", "the browser needs your permission again"],
    ["denied", "denied", "forbade"],
  ] as const)(
    "[ST44] permission that is “%s” is an error that says so, and nobody is asked",
    async (state, found, says) => {
      await stores.files.put(await picked(sales));
      permission(state);
      const asked = vi.spyOn(FileSystemFileHandle.prototype as FileHandle, "requestPermission");
      expect(await stores.files.onDisk("hash-1")).toBe(found);
      const error = await stores.files.open("hash-1").catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "storage/file-permission" });
      expect((error as Error).message).toMatch(new RegExp(`^“sales.csv” .*${says}`));
      expect(asked).not.toHaveBeenCalled();
      permission("granted");
      expect(await (await stores.files.open("hash-1"))?.text()).toBe(large);
    },
  );

  test("[ST44] a browser that takes permission away between the question and the reading", async () => {
    await stores.files.put(await picked(sales));
    vi.spyOn(FileSystemFileHandle.prototype, "getFile").mockRejectedValue(
      new DOMException("no", "NotAllowedError"),
    );
    expect(await stores.files.onDisk("hash-1")).toBe("permission");
    await expect(stores.files.open("hash-1")).rejects.toMatchObject({
      code: "storage/file-permission",
      cause: { name: "NotAllowedError" },
    });
  });

  test.each([
    ["of another size", large + "7,8000\n"],
    ["of the same size", large.replace("600", "601")],
  ])("[ST44] a file that changed, to one %s, is not read", async (_what, text) => {
    await stores.files.put(await picked(sales));
    await write("sales.csv", text);
    expect(await stores.files.onDisk("hash-1")).toBe("changed");
    await expect(stores.files.open("hash-1")).rejects.toMatchObject({
      code: "storage/file-changed",
      message:
        "“sales.csv” has changed since it was added: use its new content, in the cell, or drop it again.",
    });
  });

  test("[ST44] a file that is gone", async () => {
    await stores.files.put(await picked(sales));
    await disk.removeEntry("sales.csv");
    expect(await stores.files.onDisk("hash-1")).toBe("gone");
    await expect(stores.files.open("hash-1")).rejects.toMatchObject({
      code: "storage/file-gone",
      cause: { name: "NotFoundError" },
      message: "“sales.csv” was moved or deleted: choose it again in the cell.",
    });
  });

  test("[ST45] put again, a file is read where it is now, under its first name", async () => {
    await stores.files.put(await picked(sales));
    await disk.removeEntry("sales.csv");
    expect(await stores.files.put(await picked(await write("moved.csv", large)))).toBe(false);
    expect(await (await stores.files.open("hash-1"))?.text()).toBe(large);
    expect((await stores.files.list()).map(({ name }) => name)).toEqual(["sales.csv"]);
  });

  test("[ST45] a copy takes the place of a handle, and stays", async () => {
    await stores.files.put(await picked(sales));
    expect(await stores.files.put(file({ blob: new Blob([large]) }))).toBe(false);
    expect(await stores.files.put(await picked(sales))).toBe(false);
    expect(await stores.files.handle("hash-1")).toBeUndefined();
    expect(await stores.files.listOnDisk()).toEqual([]);
    await disk.removeEntry("sales.csv");
    expect(await (await stores.files.open("hash-1"))?.text()).toBe(large);
  });

  test("[ST46] a removed file leaves no handle", async () => {
    await stores.files.put(await picked(sales));
    expect(await stores.files.remove("hash-1")).toBe(true);
    expect(await stores.files.handle("hash-1")).toBeUndefined();
    expect(await stores.files.open("hash-1")).toBeUndefined();
  });

  test("[ST103] a backup has the bytes; restored, the file is a copy, and its backup the same", async () => {
    await stores.files.put(await picked(sales));
    await stores.files.put(file({ hash: "hash-0", name: "small.csv" }));
    const { file: backup, missing } = await stores.backup();
    expect(missing).toEqual([]);
    const other = memoryStores({ copyUpTo });
    await other.restore(backup, "add");
    expect(await other.files.onDisk("hash-1")).toBeUndefined();
    expect(await (await other.files.open("hash-1"))?.text()).toBe(large);
    expect(await (await other.backup()).file.text()).toBe(await backup.text());
  });

  test("[ST103] a backup names the files that cannot be read; restored, they can be put again", async () => {
    await stores.files.put(await picked(sales));
    await stores.files.put(file({ hash: "hash-0", name: "small.csv" }));
    permission("prompt");
    const { file: backup, missing } = await stores.backup();
    expect(missing).toEqual(["sales.csv"]);
    const other = memoryStores({ copyUpTo });
    await other.restore(backup, "add");
    expect(await other.files.open("hash-1")).toBeUndefined();
    expect(await (await other.files.open("hash-0"))?.text()).toBe(small);
    expect(await other.files.put(await picked(sales))).toBe(true);
    expect(await other.files.onDisk("hash-1")).toBe("permission");
  });

  test.each([
    ["add", "readable"],
    ["replace", undefined],
  ] as const)("[ST101] restoring to %s leaves or takes the handles", async (mode, state) => {
    await stores.files.put(await picked(sales));
    await stores.restore((await memoryStores().backup()).file, mode);
    expect(await stores.files.onDisk("hash-1")).toBe(state);
  });

  test("[ST46] takes no room, and can go where nothing names it", async () => {
    const before = (await stores.usage()).bytes.files;
    await stores.files.put(await picked(await write("wide.csv", "x".repeat(100_000))));
    expect((await stores.usage()).bytes.files - before).toBeLessThan(1000);
    const items = await stores.evictables(Infinity);
    expect(items).toMatchObject([{ kind: "files", key: "hash-1", bytes: 0 }]);
    await stores.evict(items);
    expect(await stores.files.handle("hash-1")).toBeUndefined();
    expect(await stores.files.list()).toEqual([]);
  });
});

describe("a handle in IndexedDB", () => {
  let name: string;
  let stores: Stores;
  beforeEach(async () => {
    name = crypto.randomUUID();
    stores = await openBrowserStores({ name, copyUpTo });
  });
  afterEach(async () => {
    stores.close();
    await deleteDB(name);
    for await (const one of disk.keys()) await disk.removeEntry(one);
  });

  test("[ST43] is there after a reload, and no byte of the file is", async () => {
    await stores.files.put(await picked(await write("sales.csv", large)));
    stores.close();
    stores = await openBrowserStores({ name, copyUpTo });
    expect(await (await stores.files.open("hash-1"))?.text()).toBe(large);
    const db = await openDB(name);
    expect([await db.count("blobs"), await db.count("handles")]).toEqual([0, 1]);
    db.close();
  });

  test("[ST45] a copy that is asked for is read from then on; one that a private window loses with the file is missed", async () => {
    await stores.files.put(await picked(await write("sales.csv", large)));
    await stores.files.copy("hash-1");
    await stores.files.copy("hash-1");
    expect(await stores.files.onDisk("hash-1")).toBeUndefined();
    expect(await (await stores.files.open("hash-1"))?.text()).toBe(large);
    await disk.removeEntry("sales.csv");
    expect(await stores.files.onDisk("hash-1")).toBe("gone");
    await expect(stores.files.open("hash-1")).rejects.toMatchObject({ code: "storage/file-gone" });
  });

  test("[ST45] what cannot be read cannot be copied", async () => {
    await stores.files.put(await picked(await write("sales.csv", large)));
    await disk.removeEntry("sales.csv");
    await expect(stores.files.copy("hash-1")).rejects.toMatchObject({ code: "storage/file-gone" });
    expect(await stores.files.onDisk("hash-1")).toBe("gone");
  });
});
