import type { Grade } from "../grade";
import type { RecordData } from "../record";

/** What the frame is opened with, beside a port: the script of its workers, and the module of the lesson's checks. */
export interface GraderOpening {
  readonly type: "runnel:grade";
  readonly script: string;
  readonly module: string;
}

/** Runs to be graded; the next are sent once these are answered. */
export interface GradeRequest {
  readonly record: RecordData;
  /** How many checks there are, by the places of the last. */
  readonly count: number;
}

/** A grade for each place; of those in SQL, which are asked elsewhere, it says nothing that counts. */
export interface GradeReply {
  readonly grades: readonly Grade[];
}

/** The first message to a worker. */
export interface WorkerOpening {
  readonly module: string;
}

/** Which checks a worker is to ask, from a place on. */
export interface WorkerRequest extends GradeRequest {
  readonly from: number;
}

/** What a worker says of one check, in the order of their places; or that it has loaded them. */
export type WorkerReply = { readonly place: number; readonly grade: Grade } | "loaded";
