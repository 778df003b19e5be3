export type {
  CellProblemCode,
  CompiledCell,
  CompiledNotebook,
  Definition,
  DefinitionKind,
  Parameter,
} from "./compiled";
export {
  type Cell,
  type CellOptions,
  type DataCell,
  type DataFormat,
  type DataSource,
  type FormatProblemCode,
  type MarkdownCell,
  type Notebook,
  type Problem,
  type SqlCell,
  type TsCell,
} from "./document";
export { readForeignNotebook } from "./foreign";
export { type CellLines, type Insertion, type LineMap, type Location, locateError } from "./location";
export { cellName, foldCase, isCatalogueName, queryOver } from "./name";
export { readSql } from "./compile/sql-tables";
export { type ParsedNotebook, parseNotebook } from "./parse";
export { serialiseNotebook } from "./serialise";
