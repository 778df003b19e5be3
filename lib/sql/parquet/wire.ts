/** What a Parquet worker is asked, one thing at a time. Rows travel as Arrow IPC streams, whose buffers are handed over. */
export type ParquetRequest =
  | { readonly type: "start"; readonly module: WebAssembly.Module }
  | { readonly type: "open"; readonly file: Blob }
  /** The next rows of the opened file. */
  | { readonly type: "read" }
  /** More rows for the file being written. */
  | { readonly type: "write"; readonly stream: Uint8Array<ArrayBuffer> }
  | { readonly type: "finish" };

export type ParquetReply =
  | { readonly type: "done" }
  | { readonly type: "opened"; readonly numRows: number; readonly schema: Uint8Array<ArrayBuffer> }
  | { readonly type: "rows"; readonly stream: Uint8Array<ArrayBuffer>; readonly numRows: number }
  | { readonly type: "end" }
  | { readonly type: "written"; readonly file: Blob }
  | { readonly type: "failed"; readonly message: string };
