/** The absolute address of the app's folder; ends in a slash. Each built page has a `<base>`, so that any subpath works. */
export function baseUrl(): string {
  return document.querySelector("base") ? document.baseURI : `${location.origin}/`;
}
