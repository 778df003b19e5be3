import type { DraftPlace } from "@/lib/workspace";

/** The tab's session storage: it is written at once, and is there when the tab has been reloaded. */
export const drafts: DraftPlace = {
  get: (key) => sessionStorage.getItem(key),
  set: (key, text) => sessionStorage.setItem(key, text),
  remove: (key) => sessionStorage.removeItem(key),
};
