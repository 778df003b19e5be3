import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { serialiseNotebook, type Cell } from "../lib/notebook";
import { databaseVersion, layout, type StoreName } from "../lib/storage/schema";

/** A cell that a test gives; a query without a name is called as the app would call it. */
export interface NewCell {
  readonly kind: "SQL" | "TypeScript";
  readonly text: string;
  readonly name?: string;
}

/** A record as it is stored. Of what is no JSON, as bytes, only the place is known. */
export interface Row {
  readonly key: unknown;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What the browser keeps for the app of a site: read and written below the app, in a page of that site. */
export class Stored {
  readonly #page: Page;
  readonly #site: string;

  constructor(page: Page, site: string) {
    this.#page = page;
    this.#site = site;
  }

  /** Puts a notebook there, of the person's own or from elsewhere; gives its address. */
  async addNotebook(title: string, origin: "own" | "import", body: string): Promise<string> {
    const now = Date.now();
    const id = randomUUID();
    const text = `---\n${JSON.stringify({ title })}\n---\n\n${body}`;
    const times = { createdAt: now, updatedAt: now, revision: 1 };
    await this.put("notebooks", { version: 1, id, title, text, ...times, origin, files: {} });
    return `${this.#site}notebook/?id=${id}`;
  }

  /** All that is in a store. */
  async rows(store: StoreName): Promise<readonly Row[]> {
    return await this.#transact(store, []);
  }

  /** Puts records into a store, each over the one that has its key. */
  async put(store: StoreName, ...records: readonly object[]): Promise<void> {
    await this.#transact(store, records);
  }

  /** All text of the site's databases, with JSON and bytes read and unpacked, and of its other storages. */
  async texts(): Promise<readonly string[]> {
    return await (await this.#pageOfSite()).evaluate(allTexts);
  }

  async #transact(store: StoreName, records: readonly object[]): Promise<readonly Row[]> {
    const page = await this.#pageOfSite();
    return await page.evaluate(transact, { version: databaseVersion, layout, store, records });
  }

  /** The page, at the site: if it is elsewhere, at an empty document there, which asks for nothing, and no icon. */
  async #pageOfSite(): Promise<Page> {
    const page = this.#page;
    if (page.url().startsWith(this.#site)) return page;
    const address = `${this.#site}empty`;
    const empty = { contentType: "text/html", body: '<link rel="icon" href="data:,">' };
    await page.route(address, (route) => route.fulfill(empty), { times: 1 });
    await page.goto(address);
    return page;
  }
}

/** The cells as a notebook's text has them. */
export function markdownOf(cells: readonly NewCell[]): string {
  const parts = cells.map(({ kind, text: code, name = "query" }): Cell => {
    const common = { id: randomUUID() as Cell["id"], code, options: {} };
    return kind === "SQL" ? { kind: "sql", name, ...common } : { kind: "ts", ...common };
  });
  return serialiseNotebook({ title: "", settings: {}, cells: parts });
}

interface Transaction {
  readonly version: number;
  readonly layout: Readonly<Record<string, { keyPath: unknown; indexes: Readonly<Record<string, unknown>> }>>;
  readonly store: string;
  readonly records: readonly object[];
}

/** In a page: puts records into a store of the database, which is made where there is none; gives what is in it then. */
export async function transact({ version, layout: stores, store, records }: Transaction): Promise<Row[]> {
  const opening = indexedDB.open("runnel", version);
  opening.onupgradeneeded = () => {
    for (const [name, { keyPath, indexes }] of Object.entries(stores)) {
      const made = opening.result.createObjectStore(name, { keyPath: keyPath as string });
      for (const [index, path] of Object.entries(indexes)) made.createIndex(index, path as string);
    }
  };
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transaction = db.transaction(store, "readwrite");
  const rows = transaction.objectStore(store);
  for (const record of records) rows.put(record);
  const [keys, values] = [rows.getAllKeys(), rows.getAll() as IDBRequest<Row["value"][]>];
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  db.close();
  return keys.result.map((key, index) => ({ key, value: values.result[index] ?? {} }));
}

/** In a page: all text of this origin's databases, with JSON and bytes read and unpacked, and of its other storages. */
async function allTexts(): Promise<string[]> {
  const texts = [
    JSON.stringify(Object.entries(localStorage)),
    JSON.stringify(Object.entries(sessionStorage)),
    document.cookie,
  ];
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  /** What a text of JSON holds: events are stored as such. */
  const inJson = (text: string): unknown => {
    if (!text.startsWith("{")) return [];
    try {
      return JSON.parse(text);
    } catch {
      return [];
    }
  };
  const read = async (value: unknown): Promise<void> => {
    if (typeof value !== "object" || value === null) {
      texts.push(String(value));
      if (typeof value === "string") await read(inJson(value));
      return;
    }
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      await read(new Blob([value as ArrayBuffer]));
      return;
    }
    if (value instanceof Blob) {
      texts.push(await value.text());
      const unpacked = new Response(value.stream().pipeThrough(new DecompressionStream("deflate-raw")));
      texts.push(await unpacked.text().catch(() => ""));
      return;
    }
    if (value instanceof Map || value instanceof Set) {
      await read([...value]);
      return;
    }
    for (const name of Object.getOwnPropertyNames(value)) {
      texts.push(name);
      await read(Reflect.get(value, name));
    }
  };
  for (const { name = "" } of await indexedDB.databases()) {
    const db = await settled(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store);
      for (const value of [await settled(rows.getAllKeys()), await settled(rows.getAll())]) await read(value);
    }
    db.close();
  }
  return texts;
}
