export type { AnyCell, CellOptions, Fence } from "./cell";
export {
  type CompiledCell,
  type CompiledCode,
  type CompiledNotebook,
  type Definition,
  type RunnableNotebook,
  isTable,
  type Parameter,
  type ParameterType,
  readsOf,
  type Touch,
} from "./compiled";
export type { Notebook } from "./document";
export { foreignLimits, readForeignNotebook } from "./foreign";
export { type Cell, cellKinds, kindOf, needsTypeScript, type NewCellKind, newCellKinds } from "./kinds";
export type { DataCell, DataFormat, DataSource } from "./kinds/data";
export { parseInfo, serialiseInfo } from "./info";
export type { AddableKind, CellFence, CellKind, CellLanguage, Kinds } from "./kinds/kind";
export type { MarkdownCell } from "./kinds/markdown";
export type { SqlCell } from "./kinds/sql";
export type { TsCell } from "./kinds/ts";
export { readSettings } from "./front-matter";
export { type CellLines, type Insertion, type LineMap, type Location, locate, locateError } from "./location";
export { cellName, foldCase, isCatalogueName, queryOver } from "./name";
export { readSql } from "./compile/sql-tables";
export { type SqlToken, sqlTokens } from "./compile/sql-tokens";
export { type ParsedNotebook, parseNotebook } from "./parse";
export { mended, type Fix, type Problem } from "./problem";
export { serialiseNotebook } from "./serialise";
