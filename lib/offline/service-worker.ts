import { FileKeeper } from "./file-keeper";
import type { Version } from "./version";

/* The app's service worker: answers for the app's own files, so that what was loaded once works without a network. */

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerMessage extends ExtendableEvent {
  readonly data: unknown;
}
interface Events {
  readonly install: ExtendableEvent;
  readonly activate: ExtendableEvent;
  readonly fetch: FetchEvent;
  readonly message: WorkerMessage;
}
declare const self: {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): void;
};
/** Put in by the build. */
declare const runnelVersion: Version;

const files = new FileKeeper(self.registration.scope, runnelVersion);

self.addEventListener("install", (event) => event.waitUntil(files.install()));

self.addEventListener("activate", (event) =>
  event.waitUntil(self.clients.claim().then(() => files.settle())),
);

self.addEventListener("fetch", (event) => {
  const answer = files.answer(event.request);
  if (answer) event.respondWith(answer);
});

self.addEventListener("message", (event) => {
  // A person said so. Pages that are open go on with the files of their own version.
  if (event.data === "take over") event.waitUntil(self.skipWaiting());
  if (event.data === "opened") event.waitUntil(files.settle());
});
