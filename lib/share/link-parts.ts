import { RunnelError } from "../base";
import type { StoredEvent } from "../runtime";
import { Budget } from "./bytes";
import { writeResults } from "./data/results";
import { writeSample } from "./data/sample";
import { packedPart, type Part } from "./parts";
import { partText, type ShareProblem } from "./problem";
import { mostRead, readPart, type Draft } from "./read-part";
import { writeRun } from "./run/write-run";
import type { DataSample, PartKind, SharedNotebook, TableResult } from "./shared-notebook";
import { ValueWriter } from "./values";

/**
 * A part of a link, packed: to be kept, and joined with others by `linkOf`, as often as the choice of them changes. Each maker throws
 * `share/too-large`, naming the part, where no reader would take it.
 */
export interface LinkPart extends Part {
  /** The name of a sample's data cell. */
  readonly name?: string;
  /** What its reading comes to, of what a link may. */
  readonly cost: number;
}

export function notebookPart(text: string): LinkPart {
  return made("notebook", new TextEncoder().encode(text)).part;
}

/** What the flow is asked with, the moment, and where the notebook came from; undefined where there is none of it. */
export function aboutPart({
  parameters,
  moment,
  origin,
}: Pick<SharedNotebook, "parameters" | "moment" | "origin">): LinkPart | undefined {
  if (Object.keys(parameters).length === 0 && moment === undefined && origin === undefined) return undefined;
  const values = new ValueWriter();
  values.value([parameters, moment ?? null, origin ?? null]);
  return made("about", values.bytes).part;
}

/** A recorded run, its lines as whoever opens the link has them, and what its tables are called there, by their lineages here. */
export function runPart(run: readonly StoredEvent[]): {
  readonly part: LinkPart;
  readonly lines: readonly StoredEvent[];
  readonly tables: ReadonlyMap<string, string>;
} {
  const tables = new Map<string, string>();
  const { part, draft } = made("run", writeRun(run, tables));
  return { part, lines: draft.run ?? [], tables };
}

/** Rows of a run's tables, as `runPart` calls these; undefined where there are none. */
export function resultsPart(
  results: readonly TableResult[],
  tables: ReadonlyMap<string, string>,
): LinkPart | undefined {
  const called = results.flatMap((one) => {
    const lineage = tables.get(one.lineage);
    return lineage === undefined || one.numSampled === 0 ? [] : [{ ...one, lineage }];
  });
  return called.length === 0 ? undefined : made("results", writeResults(called)).part;
}

export function samplePart(sample: DataSample): LinkPart {
  return made("sample", writeSample(sample), sample.name).part;
}

/** Packs a part, and reads it as whoever opens the link does. */
function made(
  kind: PartKind,
  content: Uint8Array,
  name?: string,
): { readonly part: LinkPart; readonly draft: Draft } {
  const draft: Draft = {};
  const budget = new Budget(mostRead);
  const packed = packedPart(kind, content);
  const problem = readPart({ ...packed, isWhole: true, isSound: true }, draft, budget);
  if (problem && problem.code !== "share/events-left-out") throw refused(problem, kind, name);
  return { part: { ...packed, ...(name !== undefined && { name }), cost: mostRead - budget.left }, draft };
}

function refused({ code }: ShareProblem, kind: PartKind, name: string | undefined): RunnelError {
  const what = `The ${partText(kind)}${name === undefined ? "" : ` of “${name}”`}`;
  const why = code === "share/too-large" ? "unpacks to more" : "has more columns, or values nested deeper,";
  return new RunnelError(
    "share/too-large",
    `${what} ${why} than a link may hold. ${kind === "sample" ? "Take fewer rows or columns, or share" : "Leave it out, or share"} a file.`,
  );
}
