import type { FlowRunId, RunComparison, TableDifference, TableRef } from "@/lib/workspace";

/** Compares the runs of a notebook, and the tables that they gave. */
export interface RunComparing {
  /** The earlier of two runs and the later, whichever is named first. */
  readonly compareRuns: (one: FlowRunId, other: FlowRunId) => Promise<RunComparison>;
  readonly tables: {
    readonly difference: (
      earlier: TableRef,
      later: TableRef,
      signal?: AbortSignal,
    ) => Promise<TableDifference>;
  };
}
