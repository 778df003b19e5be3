/* A door of its own: what opens a link is loaded with the first link. */
export type { CellDifference, Copy } from "./copies";
export { openLink, type LinkSession } from "./open-link";
export { readLink, type OpenedNotebook, type ReadLink } from "./read-link";
