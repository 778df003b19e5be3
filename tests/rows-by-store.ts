/** In a page: how many rows each store of the browser's database has, but for the journal, which grows with every event. */
export async function rowsByStore(): Promise<Readonly<Record<string, number>>> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await asked(indexedDB.open("runnel"));
  const stores = [...db.objectStoreNames].filter((name) => name !== "journal");
  const counts = stores.map(async (name) => {
    const count = await asked(db.transaction(name).objectStore(name).count());
    return [name, count] as const;
  });
  const rows = Object.fromEntries(await Promise.all(counts));
  db.close();
  return rows;
}
