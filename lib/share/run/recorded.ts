import { parseEvent, type StoredEvent } from "../../runtime";

/** Plain data: an event as a line of the stored log has it. */
export type Stored = Readonly<Record<string, unknown>>;

/** Characters and rows of an output that travel. */
const longestOutput = 400;
const mostRows = 5;
/** Characters of an artifact that travels. */
const longestArtifact = 4_000;

/** A line of a stack that says where this browser has the app, or a machine its files. */
const ownLine = /\n[^\n]*(?:blob:|https?:\/\/|file:\/\/|node:)[^\n]*:\d+:\d+\)?(?=\n|$)/g;

/** The tables of a run: what stands for the lineage of each, which is a hash, in the order of their coming. */
export type TableNumbers = Map<string, string>;

/** The lines of a log as they travel: without what is of one browser only (hashes, stacks, files), and without long outputs. Notes the tables. */
export function recorded(lines: readonly StoredEvent[], tables: TableNumbers = new Map()): readonly Stored[] {
  return lines.flatMap((line) => {
    // What is no event would be left out by every reader.
    if (!parseEvent(line)) return [];
    const stored = JSON.parse(line) as Stored;
    const kept = travelling(stored, tables);
    return kept ? [kept] : [];
  });
}

function travelling(event: Stored, tables: TableNumbers): Stored | undefined {
  switch (event["type"]) {
    case "flow-run":
      return withState(event, "flowRun", tables);
    case "task-run":
      return withState(event, "taskRun", tables);
    case "flow-state":
    case "task-state":
      return { ...event, state: stateOf(event["state"] as Stored, tables) };
    case "log":
      return { ...event, message: withoutFrames(String(event["message"])) };
    case "cache":
      return { ...event, decision: { ...(event["decision"] as Stored), key: null, parts: {} } };
    case "artifact": {
      const { data } = event["artifact"] as Stored;
      return typeof data === "string" && data.length > longestArtifact ? undefined : event;
    }
    case "emitted":
      return emitted(event);
    default:
      return event;
  }
}

/** The page's own notes name contents by their hashes. */
function emitted(event: Stored): Stored | undefined {
  if (event["event"] === "runnel.file.offered") return undefined;
  if (event["event"] !== "runnel.run.requested") return event;
  return { ...event, payload: { ...(event["payload"] as Stored), sources: {} } };
}

function withState(event: Stored, key: "flowRun" | "taskRun", tables: TableNumbers): Stored {
  const run = event[key] as Stored;
  return { ...event, [key]: { ...run, state: stateOf(run["state"] as Stored, tables) } };
}

function stateOf(state: Stored, tables: TableNumbers): Stored {
  const { message, details, preview, error, ...rest } = state;
  return {
    ...rest,
    ...(typeof message === "string" && { message: withoutFrames(message) }),
    ...(details !== undefined && { details: detailsOf(details as Stored) }),
    ...(preview !== undefined && { preview: previewOf(preview as Stored, tables) }),
    ...(error !== undefined && { error: errorOf(error as Stored) }),
  };
}

function detailsOf({ cacheKey, ...rest }: Stored): Stored {
  return cacheKey === undefined ? rest : { ...rest, cacheKey: "" };
}

function errorOf(error: Stored): Stored {
  const { cause, errors } = error;
  return {
    ...without(error, "stack"),
    ...(cause !== undefined && { cause: errorOf(cause as Stored) }),
    ...(Array.isArray(errors) && { errors: errors.map((error) => errorOf(error as Stored)) }),
  };
}

function previewOf(preview: Stored, tables: TableNumbers): Stored {
  const { text, table, rows } = preview;
  if (typeof text === "string" && text.length > longestOutput)
    return { ...preview, text: text.slice(0, longestOutput), isWhole: false };
  if (table !== undefined) {
    const own = table as Stored;
    return { ...preview, table: { ...own, lineage: numberOf(String(own["lineage"]), tables) } };
  }
  return Array.isArray(rows) ? { ...preview, rows: rows.slice(0, mostRows) } : preview;
}

function numberOf(lineage: string, tables: TableNumbers): string {
  const number = tables.get(lineage) ?? String(tables.size + 1);
  tables.set(lineage, number);
  return number;
}

function withoutFrames(text: string): string {
  return text.replace(ownLine, "");
}

/** A record without one of its keys. */
export function without(record: Stored, key: string): Stored {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
