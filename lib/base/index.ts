export { chanceOf, oneOf } from "./chance";
export { type Clock, sleep, systemClock, abortReason } from "./clock";
export { type Deferred, deferred } from "./deferred";
export {
  AbortError,
  RunnelError,
  TimeoutError,
  type WireError,
  errorName,
  fromWire,
  isError,
  markSource,
  messageOf,
  nameInStacks,
  registerErrors,
  rewriteStacks,
  sourceOf,
  toWire,
  withNames,
} from "./error";
export { grouped } from "./grouped";
export { contentHash, md5, sha256 } from "./hash";
export { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
export {
  type ArtifactId,
  type CellId,
  type EventId,
  type FlowRunId,
  type Id,
  type IdSource,
  type NewId,
  type NotebookId,
  type Random,
  type StateId,
  type TaskRunId,
  isId,
  newIds,
} from "./id";
export { nearest } from "./nearest";
export { type TestClock, testClock } from "./test-clock";
