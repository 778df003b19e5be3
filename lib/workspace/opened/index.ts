/* A door of its own: what opens a link is loaded with the first link. */
export type { CellDifference, Copy } from "./copies";
export { askedThere } from "./came-along";
export { fileAddress, type FileAddress } from "./address";
export { fetchNotebook } from "./fetch-notebook";
export { openLink, type LinkSession } from "./open-link";
export { isForLearning, openedFile, readLink, type OpenedNotebook, type ReadLink } from "./read-link";
export { missingFiles, withStandIns, type MissingFile, type StandIns } from "./stand-ins";
export { unfitOf, type Unfit } from "./unfit";
