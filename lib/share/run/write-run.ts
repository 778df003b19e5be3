import type { StateType } from "../../engine";
import type { StoredEvent } from "../../runtime";
import { ByteWriter } from "../bytes";
import { ValueWriter } from "../values";
import { eventKinds, usualNext, type EventKind, type KnownRun } from "./event-kinds";
import { recorded, without, type Stored, type TableNumbers } from "./recorded";

/** The lines of a run's log as bytes: columns of kinds, of whose they are, of times, and what else they say. Notes the run's tables. */
export function writeRun(lines: readonly StoredEvent[], tables?: TableNumbers): Uint8Array {
  const writer = new RunWriter();
  for (const event of recorded(lines, tables)) writer.take(event);
  return writer.bytes;
}

class RunWriter {
  readonly #kinds = new ByteWriter();
  readonly #subjects = new ByteWriter();
  readonly #times = new ByteWriter();
  readonly #marks = new ByteWriter();
  readonly #values = new ValueWriter();
  readonly #runs = new Map<string, KnownRun>();
  readonly #templates = new Map<string, number>();
  /** The keys of each task's name: numbers tell tasks of one name apart. */
  readonly #keys = new Map<string, string[]>();
  #lastSubject = 0;
  #lastTime = 0;

  get bytes(): Uint8Array {
    const whole = new ByteWriter();
    for (const column of [this.#kinds, this.#subjects, this.#times, this.#marks]) whole.block(column.bytes);
    whole.raw(this.#values.bytes);
    return whole.bytes;
  }

  take(event: Stored): void {
    switch (event["type"]) {
      case "flow-run":
        return this.#flow(event["flowRun"] as Stored);
      case "task-run":
        return this.#task(event["taskRun"] as Stored);
      case "flow-state":
      case "task-state":
        return this.#state(String(event["id"]), event["state"] as Stored);
      case "log":
        return this.#line(event);
      case "wait": {
        const { reason, names = [] } = event;
        return this.#note("wait", event, [reason, ...(names as readonly string[])]);
      }
      case "go":
        return this.#note("go", event);
      case "placed":
        return this.#note("placed", event, event["worker"]);
      case "cache": {
        const { taskRunId, outcome, rule = null } = event["decision"] as Stored;
        return this.#note("cache", { ...event, id: taskRunId }, [outcome, rule]);
      }
      case "flow-name":
      case "task-name":
        return this.#note("name", event, event["name"]);
      default:
        return this.#other(event);
    }
  }

  #flow({ id, state, ...rest }: Stored): void {
    const { at, ...first } = state as Stored;
    this.#begin("flow", at);
    this.#know({ id: String(id), kind: "flow", flowRunId: null, type: first["type"] as StateType });
    this.#values.value(rest);
    this.#firstState(first);
  }

  #task(run: Stored): void {
    const { id, name, parameters, taskInputs, state, taskKey, ...template } = run;
    const { at, ...first } = state as Stored;
    const taskName = String(run["taskName"]);
    const digits = /-([0-9a-f]{3})$/.exec(String(name))?.[1] ?? "";
    const isMarked = name === `${taskName}-${digits}` && digits !== "";
    this.#begin(isMarked ? "task-marked" : "task-named", at);
    const flowRunId = run["flowRunId"] as string | null;
    this.#know({ id: String(id), kind: "task", flowRunId, type: first["type"] as StateType });
    const keys = this.#keys.get(taskName) ?? [];
    this.#keys.set(taskName, keys);
    if (!keys.includes(String(taskKey))) keys.push(String(taskKey));
    const whole = { ...template, taskKey: keys.indexOf(String(taskKey)) };
    const text = JSON.stringify(whole);
    const known = this.#templates.get(text);
    this.#subjects.count(known ?? this.#templates.size);
    if (known === undefined) {
      this.#templates.set(text, this.#templates.size);
      this.#values.value(whole);
    }
    if (isMarked)
      this.#marks.raw(Uint8Array.of(parseInt(digits.slice(0, 1), 16), parseInt(digits.slice(1), 16)));
    else this.#values.value(name);
    this.#values.value(parameters);
    this.#values.value(idsOf(taskInputs as Readonly<Record<string, readonly Stored[]>>));
    this.#firstState(first);
  }

  /** A run mostly begins as Pending, and says no more. */
  #firstState(whole: Stored): void {
    const state = without(whole, "id");
    const isPlain = state["type"] === "PENDING" && Object.keys(state).length === 1;
    this.#values.value(isPlain ? null : state);
  }

  #state(id: string, whole: Stored): void {
    const { at, ...state } = without(whole, "id");
    const run = this.#runs.get(id);
    if (!run) return;
    const type = state["type"] as StateType;
    const { preview } = state;
    const isPlain = Object.keys(state).every((key) => key === "type" || key === "preview");
    const isUsual = isPlain && usualNext[run.type] === type;
    const text = isUsual ? wholeText(preview as Stored | undefined) : undefined;
    run.type = type;
    if (!isUsual) this.#about("state", id, at, state);
    else if (preview === undefined) this.#about("step", id, at);
    else if (text !== undefined) this.#about("step-text", id, at, text);
    else this.#about("step-value", id, at, preview);
  }

  #line(event: Stored): void {
    const { flowRunId, taskRunId, level, message } = event;
    const id = taskRunId ?? flowRunId;
    const run = typeof id === "string" ? this.#runs.get(id) : undefined;
    const isOf = run && (taskRunId === null ? run.kind === "flow" : run.flowRunId === flowRunId);
    if (!isOf) return this.#other(event);
    this.#about(level as EventKind, run.id, event["at"], message);
  }

  #note(kind: EventKind, event: Stored, value?: unknown): void {
    const id = String(event["id"]);
    if (this.#runs.has(id)) this.#about(kind, id, event["at"], value);
  }

  #other(event: Stored): void {
    const { at, ...rest } = event;
    this.#begin("other", at);
    this.#values.value(rest);
  }

  #about(kind: EventKind, id: string, at: unknown, value?: unknown): void {
    this.#begin(kind, at);
    const subject = this.#values.idNumber(id);
    this.#subjects.signed(subject - this.#lastSubject);
    this.#lastSubject = subject;
    if (value !== undefined) this.#values.value(value);
  }

  #begin(kind: EventKind, at: unknown): void {
    const time = Math.floor(Number(at));
    this.#kinds.byte(eventKinds.indexOf(kind));
    this.#times.signed(time - this.#lastTime);
    this.#lastTime = time;
    this.#values.now = time;
  }

  #know(run: KnownRun): void {
    this.#runs.set(run.id, run);
    this.#lastSubject = this.#values.idNumber(run.id);
    this.#values.body.count(this.#lastSubject);
  }
}

/** Inputs by name as ids alone. */
function idsOf(inputs: Readonly<Record<string, readonly Stored[]>>): Record<string, readonly unknown[]> {
  return Object.fromEntries(Object.entries(inputs).map(([name, ones]) => [name, ones.map(({ id }) => id)]));
}

function wholeText(preview: Stored | undefined): string | undefined {
  return preview?.["kind"] === "text" && preview["isWhole"] === true ? String(preview["text"]) : undefined;
}
