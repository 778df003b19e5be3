export { serveGuarded } from "./gate/guarded";
export { authoringNames } from "./authoring-names";
export { fetchOutside } from "./fetcher/fetch-outside";
export { dataLost } from "./data-lost";
export { parseEvent, storedEvent, type StoredEvent } from "./event-codec";
export { maskedEvent } from "./masked-event";
export { moduleName } from "./module-name";
export { parseToldResult, type ToldResult } from "./told-result";
export { requestOf, type NetworkRequest } from "./network-request";
export type { Preview } from "./preview";
export type { Entry, ModulePart, OpenMessage, RunRequest, SandboxData } from "./protocol";
export { connect, serve, transferring, type Endpoint, type Remote } from "./remote";
export {
  Sandbox,
  type DataConnection,
  type FlowWorker,
  type FrameHost,
  type Granted,
} from "./sandbox/sandbox";
export { connectableOrigin, type Connections } from "./sandbox/policy";
