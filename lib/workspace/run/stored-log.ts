import type { FlowRunId } from "../../base";
import type { RunLook } from "../../fold";
import type { Stores } from "../../storage";
import { readOn } from "./recovery";
import { RunRecord } from "./run-record";

/** All lines of a run's log, as a text, as far as they are stored: also those that are too many to be kept for reading. */
export async function storedLog(id: FlowRunId, stores: Stores): Promise<string> {
  const record = new RunRecord(id);
  const texts: string[] = [];
  let changes = 0;
  await readOn(record, 0, stores, () => {
    record.shown.publish();
    const look = record.shown.look.get();
    while (texts.length < look.lineCount) texts.push(textOf(look, texts.length));
    // A request's line says in the end what became of it.
    for (const number of look.changedLines.slice(changes)) texts[number] = textOf(look, number);
    changes = look.changedLines.length;
  });
  return texts.map((text) => `${text}\n`).join("");
}

/** `2026-11-28T09:11:06.412Z INFO    fetchGreeting-1a2 #2  message` */
function textOf(look: RunLook, number: number): string {
  const line = look.line(number);
  if (!line) return "";
  const { at, level, message, taskRunId, flowRunId } = line;
  const task = taskRunId === null ? undefined : look.task(taskRunId)?.run.name;
  const name = task ?? (flowRunId === null ? undefined : look.flow(flowRunId)?.run.flowName) ?? "";
  const attempt = look.attemptOf(number);
  const who = attempt === undefined || attempt < 2 ? name : `${name} #${attempt}`;
  return `${new Date(at).toISOString()} ${level.toUpperCase().padEnd(7)} ${who}  ${message}`;
}
