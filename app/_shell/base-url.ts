/** The absolute address of the app's folder; ends in a slash. Each built page has a `<base>`, so that any subpath works. */
export function baseUrl(): string {
  return document.querySelector("base") ? document.baseURI : `${location.origin}/`;
}

/** The address of the site that the sandbox comes from, where the app's host set one; ends in a slash. */
export function sandboxSite(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="runnel:sandbox"]')?.content;
}
