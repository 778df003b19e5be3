import { tabLocks, type Locks } from "./locks";

/** Tells other tabs something, and hears them. A tab does not hear itself. */
export interface TabChannel {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** What a tab has in common with the other tabs of its browser, that share its data. */
export interface Tabs {
  readonly locks: Locks;
  channel(name: string): TabChannel;
}

/** The tabs of a browser that keeps the site's data. */
export const browserTabs: Tabs = {
  locks: { request: (name, options, work) => navigator.locks.request(name, options, work) },
  channel: (name) => new BroadcastChannel(name),
};

/** A tab whose data are its own: there is nobody to tell, and nobody to keep from anything. */
export function loneTab(): Tabs {
  return {
    locks: tabLocks(),
    channel: () => ({ onmessage: null, postMessage: () => undefined, close: () => undefined }),
  };
}
