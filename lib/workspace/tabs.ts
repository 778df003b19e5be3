import { tabLocks, type Locks } from "./locks";

/** Tells other tabs something, and hears them; so do other channels of that name in the same tab. None hears itself. */
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

/** A tab whose data are its own: there is no other to tell, and none to keep from anything. */
export function loneTab(): Tabs {
  const channels = new Map<string, Set<TabChannel>>();
  return {
    locks: tabLocks(),
    channel(name) {
      const all = channels.get(name) ?? new Set();
      channels.set(name, all);
      const channel: TabChannel = {
        onmessage: null,
        postMessage(data) {
          const others = [...all].filter((other) => other !== channel);
          queueMicrotask(() => {
            for (const other of others)
              if (all.has(other)) other.onmessage?.(new MessageEvent("message", { data }));
          });
        },
        close: () => void all.delete(channel),
      };
      all.add(channel);
      return channel;
    },
  };
}
