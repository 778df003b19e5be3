import type { ArtifactId, FlowRunId, TaskRunId } from "../../base";
import {
  finalTypes,
  progressAt,
  type EventLog,
  type FlowRun,
  type RunEvent,
  type Simulation,
  type TaskRun,
} from "../../engine";
import { RunFold, type RunLook, type TaskFold } from "../../fold";
import { requestOf, type NetworkRequest } from "../../runtime";
import { artifactView } from "./artifact-view";
import { definitionView, tookIn } from "./definition-view";
import { isPageEvent, noteOf, type PageNote, type Stopped } from "../run/page-event";
import { messageIn, stoppedText } from "../run/stopped";
import { errorOf } from "./error-view";
import { retryTarget, type RunTarget } from "../run/entry";
import type { Place } from "../run/place";
import type { RunSummary } from "../../storage";
import { flowNameOf } from "../runs/flow-name";
import { stateView } from "./state-view";
import { Source, type Store } from "./store";
import { Tally, type Row } from "./tally";
import type {
  ArtifactView,
  DefinitionView,
  ErrorView,
  FileView,
  PauseView,
  RunHead,
  StateView,
} from "./view";

/** A cell that threw where it was loaded, what that said, and what the cell was then. */
export type UnloadedCell = Omit<Extract<PageNote, { kind: "unloaded" }>, "kind">;

/** Milliseconds that may pass until what happened is shown, while nothing keeps it up. */
const allowance = 300;

/**
 * What is shown of a run: of its log the part that is stored. It takes events in when they are, at a cost that does not grow
 * with the run; its stores change when it is told to publish, which is as often as a person sees.
 */
export class ShownRun {
  readonly id: FlowRunId;
  /** Files that the run offers, by name: a later one of the same name takes its place. */
  readonly files = new Map<string, FileView>();
  /** The source hash of each definition when the run began: what staleness compares. */
  sources: Readonly<Record<string, string>> = {};
  /** The cells that it went without, as they threw where they were loaded, by the names that their places go by. */
  readonly unloaded = new Map<string, UnloadedCell>();
  /** What its crash check told last, as it came: `lib/crash-check` reads it. */
  crashTold: unknown;
  #asked: Pick<Extract<PageNote, { kind: "requested" }>, "entry" | "retryOf"> = {};
  #stopped: Stopped | undefined;
  readonly #log: EventLog;
  readonly #head: Source<RunHead>;
  /** All that is shown of its log, at any moment. */
  readonly fold: RunFold;
  readonly #look: Source<RunLook>;

  /** The runs as they are shown. */
  readonly #rows = new Map<FlowRunId | TaskRunId, Row>();
  readonly #tallies = new Map<string, Tally>();
  readonly #definitions = new Map<string, DefinitionView>();
  /** The same as they were at the position that was asked for last. */
  #then: { readonly position: number; readonly views: Map<string, DefinitionView | undefined> } | undefined;
  /** Where errors come from, innermost first. */
  readonly #places = new Map<FlowRunId | TaskRunId, readonly Place[]>();
  /** The numbers of the lines of requests that are under way. */
  readonly #requests = new Map<string, number>();
  /** Each artifact as it was left and as each update left it, with how many events the log had then. */
  readonly #left: { readonly position: number; readonly artifact: ArtifactView }[] = [];
  readonly #artifacts = new Map<ArtifactId, ArtifactView>();
  readonly #pauses = new Map<FlowRunId, PauseView>();
  /** Whether more has happened than is shown. */
  isBehind = false;
  /** While its stored log is still being read, how the run stands all the same. */
  standing: StateView | undefined;
  /** When the latest event happened that was taken in, in milliseconds since the epoch. */
  #latest = 0;
  #until = 0;
  /** The hour that the clock of a simulated run showed last. */
  readonly #hour = new Source(0);
  /** How many events of its log were left out. */
  #leftOut = 0;
  /** How it ended as the list of runs has it, where its log does not tell. */
  #ended: RunSummary | undefined;
  #simulation: Simulation | undefined;

  /** `log` is the fold of its events: when some are taken in here, they are its latest. */
  constructor(id: FlowRunId, log: EventLog) {
    this.id = id;
    this.#log = log;
    this.fold = new RunFold(id, log);
    this.#look = new Source(this.fold.look());
    this.#head = new Source(this.#headNow());
  }

  get head(): Store<RunHead> {
    return this.#head;
  }

  /** The run as it is now, for every lens. */
  get look(): Store<RunLook> {
    return this.#look;
  }

  /** The hour that the clock of a simulated run shows, which moves between its events; 0: nobody has looked. */
  get hour(): Store<number> {
    return this.#hour;
  }

  /** Takes in what that clock shows. While more has happened than is shown, nothing: what is shown would be late for it. */
  showHour(hour: number): void {
    if (this.#simulation && !this.isBehind) this.#hour.set(Math.max(this.#hour.get(), hour));
  }

  /** What it had left for people to read before a position, the newest first. */
  artifactsBefore(position: number): readonly ArtifactView[] {
    if (position >= this.fold.end) return [...this.#artifacts.values()].reverse();
    const views = new Map<ArtifactId, ArtifactView>();
    for (const { position: leftAt, artifact } of this.#left) {
      if (leftAt > position) break;
      views.set(artifact.id, artifact);
    }
    return [...views.values()].reverse();
  }

  /** The moment up to which is shown what happened, for clocks of what is under way: never earlier than it was. */
  until(now: number): number {
    // A simulated run's hours are not those of now.
    if (this.#simulation) return Math.max(this.#latest, this.#hour.get());
    const at = this.isBehind || this.standing ? this.#latest : Math.max(this.#latest, now - allowance);
    this.#until = Math.max(this.#until, Math.min(at, now));
    return this.#until;
  }

  /**
   * How a definition's runs of that kind went, by its name; undefined where it had none. The same object until that changes.
   * With a position: as it was before that.
   */
  definition(name: string, kind: Row["run"]["kind"], position?: number): DefinitionView | undefined {
    const key = tallyKey(kind, name);
    if (position !== undefined) {
      if (this.#then?.position !== position) this.#then = { position, views: new Map() };
      const { views } = this.#then;
      if (!views.has(key)) views.set(key, this.#definitionAt(name, kind, position));
      return views.get(key);
    }
    const tally = this.#tallies.get(key);
    if (!tally) return undefined;
    const known = this.#definitions.get(key);
    const view = known ?? this.#definitionView(name, tally);
    if (!known) this.#definitions.set(key, view);
    return view;
  }

  /** What went wrong with a task run, as it was then. */
  errorOf(task: TaskFold, look: RunLook): ErrorView | undefined {
    const state = look.stateOf(task);
    return state && this.#errorOf({ run: task.run, state, place: 0 });
  }

  /** What to run for its retry. */
  get retry(): RunTarget {
    return retryTarget(this.#head.get(), { ...this.#asked, simulation: this.#simulation });
  }

  /** Takes in events that are stored, or that never will be: all that the log has. */
  take(events: readonly RunEvent[]): void {
    this.#then = undefined;
    for (const event of events) {
      // The page writes its notes when it hears of what happened.
      if (!isPageEvent(event)) this.#latest = Math.max(this.#latest, event.at);
      this.fold.take(event, isPageEvent(event));
      this.#apply(event);
    }
  }

  /** Counts an event of the stored log that was left out: the run's head says how many. */
  leaveOut(): void {
    this.#leftOut++;
  }

  /** Takes in how the run ended as the list of runs has it: it is shown where the stored log lacks that. */
  endedAs(summary: RunSummary): void {
    this.#ended = summary;
  }

  /** Shows what was taken in. */
  publish(): void {
    this.#head.set(this.#headNow());
    if (this.#look.get().position !== this.fold.end) this.#look.set(this.fold.look());
  }

  #apply(event: RunEvent): void {
    switch (event.type) {
      case "flow-run":
      case "flow-state":
      case "flow-name":
        return this.#move(this.#log.flowRun(event.type === "flow-run" ? event.flowRun.id : event.id));
      case "task-run":
      case "task-state":
      case "task-name":
        return this.#move(this.#log.taskRun(event.type === "task-run" ? event.taskRun.id : event.id));
      case "artifact":
        this.#leave(artifactView(event.artifact));
        return;
      case "emitted": {
        const request = requestOf(event);
        if (request) this.#noteRequest(event.at, request);
        const note = noteOf(event);
        if (note) this.#note(note, event.at);
        if (event.event === "crash-check.told") this.crashTold = event.payload;
        return;
      }
      case "simulation":
        this.#simulation = event.simulation;
        return;
      case "cache":
      case "log":
      case "wait":
      case "go":
      case "placed":
      case "chaos":
      case "fault":
    }
  }

  #leave(artifact: ArtifactView): void {
    this.#left.push({ position: this.fold.end, artifact });
    this.#artifacts.set(artifact.id, artifact);
  }

  #definitionAt(name: string, kind: Row["run"]["kind"], position: number): DefinitionView | undefined {
    const tally = new Tally();
    let isEmpty = true;
    for (const { run, states } of this.fold.subjectsOf(kind, name)) {
      const state = states.latest(position);
      if (!state) continue;
      tally.add({ run, state, place: 0 });
      isEmpty = false;
    }
    return isEmpty ? undefined : this.#definitionView(name, tally, position);
  }

  #definitionView(name: string, tally: Tally, position?: number): DefinitionView {
    const tookOf = tookIn(this.fold.look(position));
    return definitionView(name, tally, (row) => this.#errorOf(row), tookOf);
  }

  #move(run: FlowRun | TaskRun | undefined): void {
    if (!run) return;
    const known = this.#rows.get(run.id);
    const row = known ?? { run, state: run.state, place: 0 };
    this.#rows.set(run.id, row);
    this.#tell(row, known !== undefined);
    if (!("flowName" in run)) return;
    const pause = pauseOf(run);
    if (pause) this.#pauses.set(run.id, pause);
    else this.#pauses.delete(run.id);
  }

  /** Has a row's state be that of its run, and the tally of its definition know. */
  #tell(row: Row, isKnown: boolean): void {
    const { state: before, run } = row;
    row.state = run.state;
    if (run.definition === null) return;
    const key = tallyKey(run.kind, run.definition);
    this.#definitions.delete(key);
    const tally = this.#tallies.get(key) ?? new Tally();
    this.#tallies.set(key, tally);
    if (!isKnown) tally.add(row);
    else if (row.state !== before) tally.move(row, before);
  }

  /** A request is one line, which says in the end what became of it. */
  #noteRequest(at: number, { id, method, origin, outcome, taskRunId }: NetworkRequest): void {
    const level = outcome === "refused" || outcome === "failed" ? "warning" : "info";
    const message = `${method} ${origin}${outcomeText(outcome)}`;
    const known = this.#requests.get(id);
    if (known !== undefined) this.fold.lines.change(known, { level, message });
    const number = known ?? this.fold.addLine({ at, level, message, flowRunId: this.id, taskRunId });
    if (outcome === "sent") this.#requests.set(id, number);
    else this.#requests.delete(id);
  }

  /** What the page itself wrote into the log. */
  #note(note: PageNote, at: number): void {
    switch (note.kind) {
      case "requested":
        this.sources = note.sources;
        this.#asked = note;
        return;
      case "stopped": {
        this.#stopped = note.why;
        const message = stoppedText(note.why);
        this.fold.addLine({ at, level: "warning", message, flowRunId: this.id, taskRunId: null });
        return;
      }
      case "located":
        this.#places.set(note.runId, [note.place, ...(note.calledFrom ?? [])]);
        // Definitions' views have the error, and those of what it led to.
        this.#definitions.clear();
        return;
      case "unloaded":
        this.unloaded.set(note.place.definition, note);
        return;
      case "compared":
        for (const { taskRunId, differs } of note.runs) this.fold.compare(taskRunId, differs);
        return;
      case "offered":
        this.files.set(note.file.name, note.file);
    }
  }

  #headNow(): RunHead {
    const row = this.#rows.get(this.id);
    const run = row && this.#log.flowRun(this.id);
    const state = row?.state;
    const { startTime, endTime } = state ? progressAt("flow", state) : noProgress;
    const error = row && this.#errorOf(row);
    if (this.#ended && !state?.isFinal())
      return { ...endedHead(this.#ended, row ? "end" : "all"), files: [...this.files.values()] };
    const shown =
      this.standing ??
      (state ? stateView(state, messageIn(state, this.#stopped)) : { type: "PENDING", name: "Pending" });
    const isOver = finalTypes.has(shown.type);
    return {
      id: this.id,
      name: run?.name ?? "",
      flowName: run?.flowName ?? "",
      state: shown,
      isOver,
      files: [...this.files.values()],
      pauses: isOver ? [] : [...this.#pauses.values()],
      ...(startTime !== null && { startTime }),
      ...(endTime !== null && { endTime }),
      ...(this.#simulation && { simulation: this.#simulation }),
      ...(error && { error }),
      ...(this.#leftOut > 0 && { leftOut: this.#leftOut }),
      ...(this.standing && { isPartial: true }),
    };
  }

  #errorOf(row: Row): ErrorView | undefined {
    return errorOf(row, this.#log, ({ id }) => this.#places.get(id));
  }
}

/** A flow that another calls has a task run of its name there, which stands for it. */
function tallyKey(kind: Row["run"]["kind"], name: string): string {
  return `${kind} ${name}`;
}

/** A run of which the list of runs knows more than its log. */
function endedHead(summary: RunSummary, lost: NonNullable<RunHead["lost"]>): Omit<RunHead, "files"> {
  const { id, name, stateType: type, stateName, message, startTime, endTime } = summary;
  const flowName = flowNameOf(summary);
  const state = { type, name: stateName, ...(message !== undefined && { message }) };
  return {
    ...{ id, name, flowName, state, isOver: true, pauses: [], lost },
    ...(startTime !== undefined && { startTime }),
    ...(endTime !== undefined && { endTime }),
  };
}

const noProgress = { startTime: null, endTime: null };

/** Where a run waits for a person; one whose author returned a state of that kind has no key, and is over. */
function pauseOf({ id, flowName, state }: FlowRun): PauseView | undefined {
  const { pauseKey, pauseTimeout, runInputKeyset } = state.stateDetails;
  if (!state.isPaused() || pauseKey === undefined) return undefined;
  const until = pauseTimeout?.getTime();
  const asksForInput = runInputKeyset !== undefined;
  return { id, flowName, pauseKey, asksForInput, ...(until !== undefined && { until }) };
}

function outcomeText(outcome: NetworkRequest["outcome"]): string {
  if (outcome === "sent") return "";
  if (outcome === "refused") return ": not allowed for this notebook";
  return `: ${outcome}`;
}
