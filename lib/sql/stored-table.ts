import type { Column, Query, Rows, TableRef } from "../engine";
import type { ImportGuess } from "./import/guess";
import type { ImportFormat, ImportSettings } from "./import/format";

/** How to make a table again. */
export type Recipe =
  | { readonly type: "query"; readonly query: Query }
  | {
      readonly type: "file";
      /** The file's `contentHash`, by which the `FileSource` gives its bytes again. */
      readonly hash: string;
      readonly fileName: string;
      readonly format: ImportFormat;
      readonly settings: ImportSettings;
    }
  /** The rows themselves: Arrow IPC streams, to be put one after another into a table of these columns. */
  | { readonly type: "rows"; readonly columns: readonly Column[]; readonly batches: readonly Blob[] };

/** What is kept about a table, by lineage. */
export interface StoredTable {
  readonly version: 1;
  readonly ref: TableRef;
  readonly recipe: Recipe;
  /** The first rows as values, so that they need no DuckDB; none, where one of them has no exact value. Absent until they are read. */
  readonly head?: Rows;
  /** The first rows as DuckDB prints them; absent until they are read, and in records of earlier versions, whose values may not be exact. */
  readonly texts?: Rows;
  /** What was guessed of the file that it is made from; absent: nothing. */
  readonly guesses?: readonly ImportGuess[];
  /**
   * All rows, where they have been written, as Parquet or as an Arrow stream: quicker than the recipe, and the same for a query
   * that gives other rows each time.
   */
  readonly rows?: Blob;
}

/** Where tables are kept between sessions. */
export interface TableStore {
  /** Whether there may be one to read; false says that it is not worth a look. */
  mayHave(lineage: string): Promise<boolean>;
  read(lineage: string): Promise<StoredTable | undefined>;
  /** Keeps tables, all of them or none. */
  write(...tables: readonly StoredTable[]): Promise<void>;
}

/** Where the bytes of the notebook's files are. */
export interface FileSource {
  /** Undefined where there is no such file any more; rejects, and says why, where it cannot be read now. */
  open(hash: string): Promise<Blob | undefined>;
}
