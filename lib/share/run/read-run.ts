import { newIds } from "../../base";
import { EventLog, type RunEvent, type StateType } from "../../engine";
import { parseEvent, type StoredEvent } from "../../runtime";
import { ByteReader, malformed, type Budget } from "../bytes";
import { ValueReader } from "../values";
import { eventKinds, usualNext, type EventKind, type KnownRun } from "./event-kinds";
import type { Stored } from "./recorded";

/** A run that was read: the lines of its log, and how many were left out as they cannot have happened. */
export interface ReadRun {
  readonly lines: readonly StoredEvent[];
  readonly leftOut: number;
}

/**
 * The lines that `writeRun` wrote, as they travel. Ids are made anew, the same ones of the same bytes; `seed` tells them from those of other
 * links. Throws `share/malformed`, `share/too-large`.
 */
export function readRun(bytes: Uint8Array, budget: Budget, seed: number): ReadRun {
  const reader = new RunReader(new ByteReader(bytes, budget), seed);
  const log = new EventLog({ keepEvents: false });
  const lines: StoredEvent[] = [];
  let leftOut = 0;
  for (let stored = reader.next(); stored; stored = reader.next()) {
    const line = JSON.stringify(stored);
    const event = parseEvent(line);
    // A run is made before anything happens to it.
    if (lines.length === 0 && event?.type !== "flow-run") throw malformed();
    if (event && isRecorded(log, event)) lines.push(line);
    else leftOut++;
  }
  if (lines.length === 0) throw malformed();
  return { lines, leftOut };
}

function isRecorded(log: EventLog, event: RunEvent): boolean {
  try {
    log.record(event);
    return true;
  } catch {
    return false;
  }
}

class RunReader {
  readonly #kinds: ByteReader;
  readonly #subjects: ByteReader;
  readonly #times: ByteReader;
  readonly #marks: ByteReader;
  readonly #values: ValueReader;
  readonly #newId: () => string;
  readonly #runs = new Map<string, KnownRun & { at: number }>();
  readonly #templates: Stored[] = [];
  #lastSubject = 0;
  #time = 0;

  constructor(reader: ByteReader, seed: number) {
    this.#kinds = reader.part();
    this.#subjects = reader.part();
    const times = reader.block();
    this.#times = new ByteReader(times, reader.budget);
    this.#marks = reader.part();
    // Ids sort as if the run had made them.
    const zero = Math.max(0, new ByteReader(times, reader.budget).signed());
    let chance = seed;
    const random = () => (chance = (Math.imul(chance, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    this.#newId = newIds(() => zero, random);
    this.#values = new ValueReader(reader, this.#newId);
  }

  /** The next event as a line of a stored log has it; undefined after the last. */
  next(): Stored | undefined {
    if (this.#kinds.left === 0) return undefined;
    const kind = eventKinds[this.#kinds.byte()];
    if (!kind) throw malformed();
    this.#time += this.#times.signed();
    this.#values.now = this.#time;
    switch (kind) {
      case "flow":
        return this.#flow();
      case "task-marked":
      case "task-named":
        return this.#task(kind);
      case "other":
        return { ...this.#record(), at: this.#time };
      default:
        return this.#about(kind);
    }
  }

  #flow(): Stored {
    const id = this.#newRunId();
    const rest = this.#record();
    const state = this.#firstState(id, "flow", null);
    return { type: "flow-run", flowRun: { ...rest, id, state } };
  }

  #task(kind: EventKind): Stored {
    const id = this.#newRunId();
    const index = this.#subjects.count();
    if (index === this.#templates.length) this.#templates.push(this.#record());
    const template = this.#templates[index];
    if (!template) throw malformed();
    const { taskName, taskKey: key, flowRunId } = template;
    if (typeof taskName !== "string" || typeof key !== "number") throw malformed();
    const name = kind === "task-marked" ? `${taskName}-${this.#mark()}` : this.#values.value();
    const parameters = this.#values.value();
    const taskInputs = inputsOf(this.#record());
    const taskKey = `${taskName}-${key}`;
    const state = this.#firstState(id, "task", typeof flowRunId === "string" ? flowRunId : null);
    return { type: "task-run", taskRun: { ...template, id, name, taskKey, parameters, taskInputs, state } };
  }

  #about(kind: Exclude<EventKind, "flow" | "task-marked" | "task-named" | "other">): Stored {
    this.#lastSubject += this.#subjects.signed();
    const id = this.#values.idAt(this.#lastSubject);
    const run = this.#runs.get(id);
    if (!run) throw malformed();
    const at = this.#time;
    switch (kind) {
      case "step":
      case "step-text":
      case "step-value":
      case "state":
        return { type: `${run.kind}-state`, id, state: this.#state(run, kind) };
      case "debug":
      case "info":
      case "warning":
      case "error": {
        const whose =
          run.kind === "flow"
            ? { flowRunId: id, taskRunId: null }
            : { flowRunId: run.flowRunId, taskRunId: id };
        return { type: "log", at, level: kind, message: this.#values.value(), ...whose };
      }
      case "wait": {
        const [reason, ...names] = this.#list();
        return { type: "wait", at, id, reason, ...(names.length > 0 && { names }) };
      }
      case "go":
        return { type: "go", at, id };
      case "placed":
        return { type: "placed", at, id, worker: this.#values.value() };
      case "cache": {
        const [outcome, rule] = this.#list();
        const decision = { taskRunId: id, outcome, ...(rule !== null && { rule }), key: null, parts: {} };
        return { type: "cache", at, decision };
      }
      case "name":
        return { type: `${run.kind}-name`, at, id, name: this.#values.value() };
    }
  }

  #state(run: KnownRun & { at: number }, kind: "step" | "step-text" | "step-value" | "state"): Stored {
    // States of one run are in strict order, as the engine makes them.
    run.at = this.#time > run.at ? this.#time : run.at + 0.001;
    const base = { id: this.#newId(), at: run.at };
    if (kind === "state") {
      const state = { ...this.#record(), ...base };
      run.type = (state as Stored)["type"] as StateType;
      return state;
    }
    const type = usualNext[run.type];
    if (!type) throw malformed();
    run.type = type;
    if (kind === "step") return { ...base, type };
    const value = this.#values.value();
    const preview = kind === "step-text" ? { kind: "text", text: value, isWhole: true } : value;
    return { ...base, type, preview };
  }

  #firstState(id: string, kind: KnownRun["kind"], flowRunId: string | null): Stored {
    const said = this.#values.value();
    const state: Stored = said === null ? { type: "PENDING" } : recordOf(said);
    this.#runs.set(id, { id, kind, flowRunId, type: state["type"] as StateType, at: this.#time });
    return { ...state, id: this.#newId(), at: this.#time };
  }

  #newRunId(): string {
    this.#lastSubject = this.#values.body.count();
    return this.#values.idAt(this.#lastSubject);
  }

  #mark(): string {
    const number = (this.#marks.byte() << 8) | this.#marks.byte();
    return number.toString(16).padStart(3, "0");
  }

  #record(): Stored {
    return recordOf(this.#values.value());
  }

  #list(): readonly unknown[] {
    const value = this.#values.value();
    if (!Array.isArray(value)) throw malformed();
    return value;
  }
}

function recordOf(value: unknown): Stored {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
  return value as Stored;
}

function inputsOf(ids: Stored): Stored {
  return Object.fromEntries(
    Object.entries(ids).map(([name, ones]) => {
      if (!Array.isArray(ones)) throw malformed();
      return [name, ones.map((id: unknown) => ({ inputType: "taskRun", id }))];
    }),
  );
}
