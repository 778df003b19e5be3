import { parseEvent } from "../../runtime";
import type { DataSample } from "../../share";
import type { CameData, CameFrom } from "../../storage";
import { filedCells } from "./filed-cells";
import type { OpenedNotebook } from "./read-link";

/** Characters of columns, and of parameters, that are kept with a copy. A link is from anybody. */
const most = { columns: 100_000, parameters: 20_000 };

/**
 * What a copy keeps of what came along: the columns of its data, and what its flow was asked with; as much of it as is small. `made`: the
 * files that were made of rows that came along.
 */
export function cameAlong(
  { notebook, shared: { data, parameters, run } }: OpenedNotebook,
  made: ReadonlySet<string> = new Set(),
): Pick<CameFrom, "data" | "asked"> {
  const files = new Map(filedCells(notebook).map(({ name, source }) => [name, source.file]));
  const kept: CameData[] = [];
  let left = most.columns;
  for (const sample of data) {
    const { name, schema } = sample;
    left -= name.length + schema.reduce((sum, one) => sum + one.name.length + one.type.length + 10, 10);
    if (left < 0) break;
    if (schema.length > 0) kept.push(cameData(sample, files.get(name), made));
  }
  const text = JSON.stringify(parameters);
  const isAsked = Object.keys(parameters).length > 0 && text.length <= most.parameters;
  const first = parseEvent(run?.[0] ?? "");
  const flow = first?.type === "flow-run" ? first.flowRun.flowName : undefined;
  return {
    ...(kept.length > 0 && { data: kept }),
    ...(isAsked && { asked: { ...(flow !== undefined && { flow }), parameters: text } }),
  };
}

function cameData(
  { name, schema, numRows, numSampled }: DataSample,
  file: string | undefined,
  made: ReadonlySet<string>,
): CameData {
  const isSample = file !== undefined && made.has(file) && numSampled < numRows;
  return {
    ...{ name, schema: schema.map((one) => ({ name: one.name, type: one.type })) },
    ...(file !== undefined && { file }),
    ...(isSample && { sampled: { rows: numSampled, of: numRows } }),
  };
}

/** What its flow was asked with where a notebook came from, by name; undefined: with nothing. */
export function askedThere({
  asked,
}: Pick<CameFrom, "asked">): Readonly<Record<string, unknown>> | undefined {
  if (!asked) return undefined;
  try {
    const values: unknown = JSON.parse(asked.parameters);
    const isRecord = typeof values === "object" && values !== null && !Array.isArray(values);
    return isRecord && Object.keys(values).length > 0 ? (values as Record<string, unknown>) : undefined;
  } catch {
    // A backup may be anybody's.
    return undefined;
  }
}
