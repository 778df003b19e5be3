export { columnTypes } from "./column-types";
export { type ImportWords, importWords, readImportWords, withImportWords, withWord } from "./import-words";
