import { RunnelError, type FlowRunId } from "../../base";
import { EventLog } from "../../engine";
import { momentText } from "../../fold";
import { parseEvent, type StoredEvent } from "../../runtime";
import { runPart } from "../../share";
import { noteOf } from "../run/page-event";
import type { Stores } from "../../storage";
import { RunRecord } from "../run/run-record";

/** Lines of a log that are read for a link: more are none. */
const mostLines = 300_000;

/** All lines of a stored run. Throws `share/too-large` where those are more than a link may hold. */
export async function storedLines(
  id: FlowRunId,
  { runs }: Pick<Stores, "runs">,
): Promise<readonly StoredEvent[]> {
  const lines: StoredEvent[] = [];
  for await (const { events } of runs.events(id)) {
    for (const line of events) if (typeof line === "string") lines.push(line);
    if (lines.length > mostLines)
      throw new RunnelError("share/too-large", "The run has more events than a link may hold.");
  }
  return lines;
}

/**
 * The lines of a run's log from its making on: what came before is the page's own, but for what says that it is simulated, or that
 * things went wrong in it on purpose: that comes after the first.
 */
export function madeOn(lines: readonly StoredEvent[]): readonly StoredEvent[] {
  const first = lines.findIndex((line) => parseEvent(line)?.type === "flow-run");
  if (first < 0) return [];
  const settings = lines.slice(0, first).filter((line) => {
    const type = parseEvent(line)?.type;
    return type === "simulation" || type === "chaos";
  });
  return [...lines.slice(first, first + 1), ...settings, ...lines.slice(first + 1)];
}

/**
 * The moment of a recorded run that is the one after so many events of the stored log, as an address has it: what a link leaves out does
 * not count, and times are whole milliseconds there. Undefined where none of them is in the link.
 */
export function recordedMoment(
  lines: readonly StoredEvent[],
  recorded: readonly StoredEvent[],
  position: number,
): string | undefined {
  const before = madeOn(fitting(lines).slice(0, position));
  const id = rootOf(recorded);
  if (before.length === 0 || id === undefined) return undefined;
  const record = new RunRecord(id);
  for (const line of recorded) {
    const event = parseEvent(line);
    if (event) record.record(event);
  }
  record.show();
  return momentText(record.shown.fold, runPart(before).lines.length);
}

/** The lines of a log that a view of it counts. */
function fitting(lines: readonly StoredEvent[]): readonly StoredEvent[] {
  const log = new EventLog({ keepEvents: false });
  return lines.filter((line) => {
    const event = parseEvent(line);
    if (!event) return false;
    try {
      log.record(event);
      return true;
    } catch {
      return false;
    }
  });
}

function rootOf(lines: readonly StoredEvent[]): FlowRunId | undefined {
  for (const line of lines) {
    const event = parseEvent(line);
    if (event?.type === "flow-run") return event.flowRun.id;
  }
  return undefined;
}

/** All texts in the lines of a run, a line each; a parameter with its name, which may say what it is. */
export function textsIn(lines: readonly StoredEvent[]): string {
  const texts = new Set<string>();
  for (const line of lines)
    JSON.parse(line, function (this: unknown, name: string, value: unknown) {
      if (typeof value === "string" && value.length > 3) texts.add(value);
      if (name === "parameters" && typeof value === "object" && value !== null)
        for (const [key, given] of Object.entries(value)) texts.add(`${key}: ${JSON.stringify(given)}`);
      return value;
    });
  return [...texts].join("\n");
}

/** What a run's flow was asked with, by name: nothing where it was not asked for by itself. */
export function askedWith(lines: readonly StoredEvent[]): Readonly<Record<string, unknown>> {
  for (const line of lines) {
    const event = parseEvent(line);
    const note = event && noteOf(event);
    if (note?.kind === "requested") return note.entry?.kind === "flow" ? note.entry.parameters : {};
  }
  return {};
}
