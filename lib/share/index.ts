export { decodeLink, type DecodedLink } from "./decode-link";
export { encodeLink, type EncodedLink } from "./encode-link";
export type { ShareProblem, ShareProblemCode } from "./problem";
export type { DataSample, PartKind, SharedNotebook } from "./shared-notebook";
