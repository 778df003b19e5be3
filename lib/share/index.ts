export { decodeLink, type DecodedLink } from "./decode-link";
export { charactersOf, encodeLink, linkOf, type EncodedLink } from "./encode-link";
export { aboutPart, notebookPart, resultsPart, runPart, samplePart, type LinkPart } from "./link-parts";
export { longestLink } from "./link-text";
export type { ShareProblem, ShareProblemCode } from "./problem";
export type { DataSample, PartKind, SharedNotebook, TableResult } from "./shared-notebook";
