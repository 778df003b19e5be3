/** The absolute address of the app's folder; ends in a slash. Each built page has a `<base>`, so that any subpath works. */
export function baseUrl(): string {
  return document.querySelector("base") ? document.baseURI : `${location.origin}/`;
}

/**
 * The absolute address of a file that the app loads when it needs it: a path in the app's folder. The build says which content this page
 * wants of it, so that a page never gets that of another version from the service worker.
 */
export function fileUrl(path: string): string {
  const files =
    document.querySelector<HTMLMetaElement>('meta[name="runnel:files"]')?.content.split(" ") ?? [];
  const content = files.find((file) => file.startsWith(`${path}=`))?.slice(path.length + 1);
  return `${baseUrl()}${path}${content === undefined ? "" : `?${content}`}`;
}

/** The version of the app that this page is of; undefined where it was not built. */
export function appVersion(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="runnel:version"]')?.content;
}

/** The address of the site that the sandbox comes from, where the app's host set one; ends in a slash. */
export function sandboxSite(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="runnel:sandbox"]')?.content;
}
