import type { ResultStorage } from "../engine";

/** Where results lie if nobody says otherwise: in a notebook this browser's IndexedDB, elsewhere the engine's own storage. */
export function browserStorage(): ResultStorage {
  return { open: ({ storage }) => storage };
}
