import type { FlowRunId, NewId, NotebookId } from "../../base";
import { endingEvents } from "../../engine";
import { parseEvent, storedEvent, type StoredEvent } from "../../runtime";
import type { Stores } from "../../storage";
import { RunRecord } from "../run/run-record";

const message = "The recording in the link ends here: the run was still under way.";

/**
 * Puts a recorded run among a notebook's runs; one that was under way ends where its recording does. Gives its id; undefined where the
 * lines are none of a run.
 */
export async function putRun(
  lines: readonly StoredEvent[],
  notebookId: NotebookId,
  stores: Stores,
  newId: NewId,
): Promise<FlowRunId | undefined> {
  const first = parseEvent(lines[0] ?? "");
  if (first?.type !== "flow-run") return undefined;
  const { id, flowName, state } = first.flowRun;
  const record = new RunRecord(id);
  let last = state.at;
  for (const line of lines) {
    const event = parseEvent(line);
    if (!event) continue;
    try {
      record.record(event);
      last = Math.max(last, atOf(event) ?? last);
    } catch {
      // What does not fit is left out when the run is shown, which then says so.
    }
  }
  const endings = record.isOver
    ? []
    : endingEvents(record.log, { why: "lost", message }, { now: last, newId });
  for (const event of endings) record.record(event);
  const events = [...lines, ...endings.map(storedEvent)];
  await stores.runs.append(
    { runId: id, seq: 0, events },
    record.summary({ id, notebookId, flowName, createdAt: state.at }),
  );
  return id;
}

function atOf(event: NonNullable<ReturnType<typeof parseEvent>>): number | undefined {
  switch (event.type) {
    case "flow-run":
      return event.flowRun.state.at;
    case "task-run":
      return event.taskRun.state.at;
    case "flow-state":
    case "task-state":
      return event.state.at;
    default:
      return "at" in event ? event.at : undefined;
  }
}
