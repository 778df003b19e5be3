import { parseEvent } from "../../runtime";
import type { SharedNotebook } from "../../share";
import type { CameData, CameFrom } from "../../storage";

/** Characters of columns, and of parameters, that are kept with a copy. A link is from anybody. */
const most = { columns: 100_000, parameters: 20_000 };

/** What a copy keeps of what came along: the columns of its data, and what its flow was asked with; as much of it as is small. */
export function cameAlong({ data, parameters, run }: SharedNotebook): Pick<CameFrom, "data" | "asked"> {
  const kept: CameData[] = [];
  let left = most.columns;
  for (const { name, schema } of data) {
    left -= name.length + schema.reduce((sum, one) => sum + one.name.length + one.type.length + 10, 10);
    if (left < 0) break;
    if (schema.length > 0)
      kept.push({ name, schema: schema.map((one) => ({ name: one.name, type: one.type })) });
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
