export { parseEvent, previewSchema, storedEvent, type StoredEvent } from "./event-codec";
export { previewOf, type Preview } from "./preview";
export type { Entry, OpenMessage, RunRequest, Services } from "./protocol";
export { connect, serve, transferring, type Endpoint, type Remote } from "./remote";
export { sandboxPolicy } from "./sandbox/policy";
export { Sandbox, type FlowWorker, type FrameHost } from "./sandbox/sandbox";
