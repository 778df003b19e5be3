import { loadWorkbench } from "@/lib/workspace";
import { appVersion, baseUrl } from "./base-url";

/**
 * Has a service worker keep the app, so that it works without a network. `onNewVersion` is told once another version is ready, with
 * what takes it: this page then loads anew, others go on as they are. Does nothing where the browser takes none, or in development.
 */
export async function startOffline(onNewVersion: (take: () => void) => void): Promise<void> {
  const version = appVersion();
  // Absent where a page is not secure.
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };
  // In a frame of another site nothing is kept.
  if (version === undefined || !serviceWorker || window.top !== window) return;
  const { registerServiceWorker, versionLock } = await loadWorkbench();
  // As long as this page is there, so are the files of its version.
  void navigator.locks.request(versionLock(version), { mode: "shared" }, () => new Promise(() => {}));
  const registration = await registerServiceWorker(`${baseUrl()}service-worker.js`);

  const tell = () => {
    if (registration.waiting && serviceWorker.controller)
      onNewVersion(() => take(serviceWorker, registration));
  };
  registration.addEventListener("updatefound", () =>
    registration.installing?.addEventListener("statechange", tell),
  );
  tell();
  document.addEventListener("visibilitychange", () => {
    // A tab may be open for weeks. Offline there is nothing new.
    if (document.visibilityState === "visible") registration.update().catch(() => undefined);
  });
  (await serviceWorker.ready).active?.postMessage("opened");
}

function take(serviceWorker: ServiceWorkerContainer, { waiting }: ServiceWorkerRegistration): void {
  // Another tab may have taken it before.
  if (!waiting) return location.reload();
  serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take over");
}
