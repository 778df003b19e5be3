/** What Node needs of this folder, where DuckDB is another: no engine, and nothing of a browser. */
export { authorsError, type SentStatement } from "./authors-error";
export { edited, originOf } from "./edits";
export { type AskedTable, csvReading, exactTypeQuery } from "./import/csv-reading";
export { SqlError, readFault } from "./sql-error";
