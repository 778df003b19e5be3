import type { TaskRunId } from "../base";
import type { RunEvent, TaskFaultKind } from "../engine";
import { readPlan } from "./parse-plan";
import { recordOf, type ChaosRecord, type FaultRecord, type FlowRecord, type TaskRecord } from "./record";
import { neededRetries } from "./needed-retries";

/** What kept a fault from being the run's end; `nothing`: it did it no harm; `open`: the run is not over; null: nothing did. */
export type Saviour =
  "retry" | "flow-retry" | "cache" | "transaction" | "timeout" | "flow" | "nothing" | "open";

/** What became of one fault. */
export interface Verdict {
  readonly taskRunId: TaskRunId;
  readonly fault: TaskFaultKind;
  readonly attempt: number;
  readonly savedBy: Saviour | null;
  /** What happened, and what saved it or would have, as a sentence; code is between backticks. */
  readonly text: string;
}

/** What chaos did to a run, and what came of it. */
export interface ChaosReport {
  readonly seed: number;
  readonly plan: string;
  /** How often its clock was to jump: that is no fault of a task's, and is told by a line of the log. */
  readonly jumps: number;
  /** In the order of the faults. */
  readonly verdicts: readonly Verdict[];
}

/** What became of the faults of a run, by its log; undefined where nothing was to go wrong in it. */
export function chaosReport(events: Iterable<RunEvent>): ChaosReport | undefined {
  return reportOf(recordOf(events));
}

/** The same, by what its log tells of it. */
export function reportOf(record: ChaosRecord): ChaosReport | undefined {
  if (!record.chaos) return undefined;
  const { seed, plan: text } = record.chaos;
  const { plan } = readPlan(text, { isSimulated: true });
  const verdictOf = (fault: FaultRecord): Verdict => {
    const { id: taskRunId, kind, attempt } = fault;
    const [savedBy, said, isRetryHelp = savedBy === null || savedBy === "transaction"] = judged(
      fault,
      record,
    );
    const isLate = undoneBy(fault, record, endOf(fault)).length > 0;
    const would = isRetryHelp ? ` ${neededRetries(plan, fault.task, attempt, isLate)}` : "";
    return { taskRunId, fault: kind, attempt, savedBy, text: `${what(fault)}: ${said}.${would}` };
  };
  const jumps = plan.rules.filter(({ kind }) => kind === "jump").length;
  return { seed, plan: text, jumps, verdicts: record.faults.map(verdictOf) };
}

/** What became of several faults that went the same way. */
export interface VerdictLine extends Pick<Verdict, "savedBy" | "text"> {
  readonly count: number;
}

/** The verdicts, each once: those that differ in nothing but the attempt are told together. */
export function verdictLines({ verdicts }: Pick<ChaosReport, "verdicts">): readonly VerdictLine[] {
  const alike = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const key = `${verdict.savedBy} ${verdict.text.replace(atAttempt, "")}`;
    const known = alike.get(key);
    if (known) known.push(verdict);
    else alike.set(key, [verdict]);
  }
  return [...alike.values()].flatMap((group): VerdictLine[] => {
    const [first] = group;
    if (!first) return [];
    const attempts = [...new Set(group.map(({ attempt }) => attempt))].sort((a, b) => a - b);
    const { savedBy, text } = first;
    const together = text.replace(atAttempt, ` at attempts ${attempts.join(", ")}`);
    return [{ savedBy, text: attempts.length > 1 ? together : text, count: group.length }];
  });
}

/** Where a verdict says of which attempt it is. */
const atAttempt = / at attempt \d+/;

/** The verdicts as one line: how many faults there were, what saved how many, and what else was planned. */
export function reportText({ seed, jumps, verdicts }: ChaosReport): string {
  const counts = new Map<string, number>();
  for (const { savedBy } of verdicts) {
    const word = savedBy === null ? "not saved" : words[savedBy];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const faults = verdicts.length === 1 ? "1 fault" : `${verdicts.length.toLocaleString("en")} faults`;
  const parts = [...counts].map(([word, count]) => `${count.toLocaleString("en")} ${word}`);
  const planned = jumps === 0 ? "" : `${jumps === 1 ? "1 jump" : `${jumps} jumps`} of the clock planned`;
  return [`Chaos, seed ${seed}: ${faults}`, parts.join(", "), planned]
    .filter((part) => part !== "")
    .join("; ");
}

const words: Readonly<Record<Saviour, string>> = {
  retry: "saved by a retry",
  "flow-retry": "saved by a retry of the flow",
  cache: "saved by the cache",
  transaction: "undone by a transaction",
  timeout: "cut short by a timeout",
  flow: "borne by the flow",
  nothing: "without harm",
  open: "not over yet",
};

function what({ kind, task, attempt, seconds }: FaultRecord): string {
  const name = `\`${task.name}\``;
  switch (kind) {
    case "fail":
      return `${name} failed at attempt ${attempt}`;
    case "crash":
      return `The worker of ${name} crashed at attempt ${attempt}`;
    case "slow":
      return `${name} was ${seconds ?? 0} s slower at attempt ${attempt}`;
    case "offline":
      return `${name} had no network at attempt ${attempt}`;
    case "full":
      return `There was no room for the result of ${name}`;
  }
}

/** `isRetryHelp`: whether more retries of its task would have been of use. */
type Judged = readonly [savedBy: Saviour | null, said: string, isRetryHelp?: boolean];

function judged(fault: FaultRecord, record: ChaosRecord): Judged {
  const { kind, task } = fault;
  const { flow } = record;
  const next = task.states.find(({ place }) => place > fault.place);
  if (kind === "full") return roomless(task);
  if (!next) return flow.isOver ? [null, "the run ended meanwhile", false] : ["open", "its attempt goes on"];
  if (next.type === "COMPLETED")
    return [
      "nothing",
      kind === "slow"
        ? "nothing cut it short; `timeoutSeconds` below that would have"
        : "its function did without",
    ];
  const isRetried = next.name === "AwaitingRetry" || next.name === "Retrying";
  if (isRetried && task.completed) {
    const undone = undoneBy(fault, record, endOf(fault));
    const but = undone.length > 0 ? `; but its transaction had taken back ${listed(undone)} by then` : "";
    return kind === "slow"
      ? ["timeout", `its timeout cut it short, and attempt ${task.completed.attempt} completed${but}`]
      : ["retry", `its retry saved it, attempt ${task.completed.attempt} completed${but}`];
  }
  return afterItsEnd(fault, record, isRetried);
}

/** What became of a run whose task ended badly, or is to be tried again. */
function afterItsEnd(fault: FaultRecord, record: ChaosRecord, isRetried: boolean): Judged {
  const { flow, tasks, faults } = record;
  const { task } = fault;
  const state = task.states.at(-1);
  for (let around = task.flow; around; around = around.parent) {
    if (!around.isCompleted) continue;
    const again = around.retriedAt.find((place) => place > fault.place);
    const name = around.parent ? `\`${around.name}\`` : "the flow";
    if (again === undefined) return ["flow", `${name} went on without it`];
    const served = tasks.filter(({ hitAt }) => hitAt !== undefined && hitAt > again).length;
    return served > 0
      ? ["cache", `${name} ran again, and its cache kept ${counted(served)} from running again`]
      : ["flow-retry", `${name} ran again, and completed`];
  }
  if (!flow.isOver) {
    const isOpen = isRetried && state?.type !== "FAILED" && state?.type !== "CRASHED";
    return [
      "open",
      isOpen ? "it is tried again" : `it ended ${state?.name ?? "Failed"}, and the run goes on`,
    ];
  }
  const undone = undoneBy(fault, record, nextAttemptOf(task.flow, fault.place));
  if (undone.length > 0)
    return ["transaction", `the run failed, and its transaction took back ${listed(undone)}`];
  const ended = state?.name ?? "Failed";
  const last = Math.max(...faults.filter(({ id }) => id === fault.id).map(({ attempt }) => attempt));
  if (last < task.attempts)
    return [null, `attempt ${task.attempts} failed by itself, without chaos, and the run with it`, false];
  if (fault.kind === "slow" && state?.type !== "FAILED")
    return [null, `the run ended ${flow.state} before it came`, false];
  return [null, `it ended ${ended}, and the run with it`];
}

/** What was rolled back from a fault on, before a place of the log. */
function undoneBy({ place }: FaultRecord, { tasks }: ChaosRecord, before: number): readonly TaskRecord[] {
  return tasks.filter(
    ({ rolledBackAt }) => rolledBackAt !== undefined && rolledBackAt > place && rolledBackAt < before,
  );
}

/** Where the attempt of a fault had ended: a transaction that it is in was rolled back before that. */
function endOf({ task, place }: FaultRecord): number {
  return task.states.find((state) => state.place > place)?.place ?? Infinity;
}

/** Where the next attempt of a flow, or of one around it, begins: what is rolled back from there on is no longer of this one. */
function nextAttemptOf(flow: FlowRecord | undefined, after: number): number {
  let next = Infinity;
  for (let around = flow; around; around = around.parent)
    next = Math.min(next, around.retriedAt.find((place) => place > after) ?? Infinity);
  return next;
}

function listed(tasks: readonly TaskRecord[]): string {
  const names = tasks.slice(0, 3).map(({ name }) => `\`${name}\``);
  return `${names.join(", ")}${tasks.length > 3 ? " and others" : ""}`;
}

function roomless({ rolledBackAt, name }: TaskRecord): Judged {
  return rolledBackAt === undefined
    ? ["nothing", "the run went on without it"]
    : [
        "transaction",
        `its transaction was rolled back; \`persistResult: false\` for \`${name}\`, or room, would have saved it`,
        false,
      ];
}

function counted(count: number): string {
  return count === 1 ? "1 task" : `${count.toLocaleString("en")} tasks`;
}
