export { RunFold, type FlowFold } from "./run-fold";
export { RunLook, type Ribbon, type Span } from "./run-look";
export type { Count } from "./counts";
export type { Edge } from "./edges";
export type { GroupFold } from "./group-fold";
export type { Segment, WaitReason } from "./segments";
export type { TaskFold, Wait } from "./task-fold";
export { Axis, type Tick } from "./axis";
export { rowsOf, type Row, type RowsOptions, type Sort } from "./rows";
