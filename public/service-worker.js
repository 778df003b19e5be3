/*
 * For development, where no file is kept: takes the place of the worker that a built app at the same address has left in this browser.
 * The build puts its own in place of this.
 */
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(registration.unregister()));
