import { useSyncExternalStore } from "react";
import type { Store } from "@/lib/workspace";

/** What a store has: the component is drawn again when it has another. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
