import {
  RunnelError,
  deferred,
  messageOf,
  type Clock,
  type FlowRunId,
  type NewId,
  type NotebookId,
} from "../../base";
import {
  CrashedRun,
  NotPausedError,
  endingEvents,
  holdsTable,
  type Ending,
  type RunEvent,
  type Simulation,
  type TableRef,
} from "../../engine";
import type { ChaosPlan } from "../../chaos";
import type { RunnableNotebook } from "../../notebook";
import {
  parseToldResult,
  requestOf,
  storedEvent,
  type DataConnection,
  type Entry,
  type FlowWorker,
  type Granted,
  type StoredEvent,
  type ToldResult,
} from "../../runtime";
import type { ClockCommand, ClockView } from "../../simulation";
import type { Stores } from "../../storage";
import { Breath } from "./breath";
import type { Locks } from "../locks";
import { freeDeadSlots } from "./dead-slots";
import { notebookStorage } from "./notebook-storage";
import type { Comparison, LastKeys } from "./last-keys";
import { noteEvent, pendingRun, type Stopped } from "./page-event";
import { partsOf } from "./module-parts";
import { KnownResults } from "./known-results";
import { leftOutWarning } from "./left-out-cells";
import { ToldResults } from "./told-results";
import { askToStop } from "./ask-to-stop";
import { RunDoor, type Admitted } from "./run-door";
import { lockName } from "./run-lock";
import { RunRecord, type RunBase } from "./run-record";
import { RunSecrets, type RunSecretsPorts } from "../secrets/run-secrets";
import type { FileView } from "../shown/view";

/** What a run needs of the page. */
export interface RunPorts {
  readonly stores: Stores;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly notebookId: NotebookId;
  /** The cache keys that the notebook's tasks had last. */
  readonly keys: LastKeys;
  /** Starts a flow worker in the notebook's sandbox. */
  readonly startWorker: (granted: Granted) => Promise<FlowWorker>;
  readonly connectData: () => Promise<DataConnection>;
  readonly load: (
    table: TableRef,
    name: string,
    mode: "replace" | "append",
    runId: FlowRunId,
  ) => Promise<TableRef>;
  /** Keeps a table as a file that the person can save. */
  readonly offer: (table: TableRef, fileName: string) => Promise<FileView>;
  /** Told of each secret before the run is given it. */
  readonly conceal: RunSecretsPorts["conceal"];
  /** Told of an origin that the run was not let out to. */
  readonly onRefused: (origin: string) => void;
  /** Told after each batch that was stored, and when the run asks for something. */
  readonly onChange: (id: FlowRunId) => void;
}

/** How something is run: in simulated time, and at first at that speed; default: in real time. */
export interface RunManner {
  readonly simulation?: Simulation | undefined;
  readonly speed?: number | undefined;
  /** What is to go wrong on purpose; default: nothing. */
  readonly chaos?: ChaosPlan | undefined;
}

/** What is to be run, and of which run that is a retry. */
export interface Asked extends RunManner {
  readonly entry: Entry;
  readonly retryOf?: FlowRunId | undefined;
}

/**
 * A run under way: starts it in the sandbox, checks and stores every event, and sees to it that the run ends, whatever
 * becomes of what runs it. What is shown of it is stored.
 */
export class RunSession {
  readonly record: RunRecord;
  /** What a list knows of it from the start. */
  readonly base: RunBase;
  /** Resolves once the run has ended and that is stored; rejects where it could not be stored. */
  readonly done: Promise<void>;
  /** What it may have, and what it waits for. */
  readonly secrets: RunSecrets;
  readonly #ports: RunPorts;
  readonly #compiled: RunnableNotebook;
  readonly #door: RunDoor;
  readonly #stopping = new AbortController();
  /** Rejects when the run must not go on: what it sent was wrong, or could not be stored. */
  readonly #fault = deferred<never>();
  #worker: FlowWorker | undefined;
  /** How fast the time of a simulated run is to go: what is asked before there is a clock, it begins with. */
  #speed: number | undefined;
  #data: DataConnection | undefined;
  /** What is recorded and not stored yet: it goes with the next batch. */
  #unstored: StoredEvent[] = [];
  readonly #results: ToldResults;
  readonly #known = new KnownResults();
  /** What the log is to say once there is a run. */
  readonly #warnings: string[] = [];
  #seq = 0;
  /** Resolved where another may take the run for one that nobody runs. */
  readonly #let = deferred<undefined>();
  #writing: Promise<void> = Promise.resolve();

  constructor(ports: RunPorts, compiled: RunnableNotebook, asked: Asked, maxWorkers: number) {
    this.#ports = ports;
    this.#compiled = compiled;
    const id = ports.newId<FlowRunId>();
    this.secrets = new RunSecrets({ ...ports, onChange: () => ports.onChange(id) });
    this.#door = new RunDoor(id, this.secrets.mask, compiled);
    this.record = new RunRecord(id, ports.keys);
    const { entry } = asked;
    const flowName = entry.kind === "cells" ? entry.flowName : entry.name;
    this.base = { id, notebookId: ports.notebookId, flowName, createdAt: ports.clock.now() };
    this.#results = new ToldResults(ports.notebookId, this.secrets.mask);
    this.#speed = asked.speed;
    const leftOut = entry.kind === "cells" ? leftOutWarning(compiled) : undefined;
    if (leftOut !== undefined) this.#warnings.push(leftOut);
    this.#fault.promise.catch(() => undefined);
    this.done = this.#locked(async () => {
      try {
        await this.#end(await this.#run(asked, maxWorkers));
        this.release();
      } catch (cause) {
        if (cause instanceof RunnelError && cause.code === "storage/removed") {
          // Nobody is to store it later.
          this.#unstored = [];
          this.#results.clear();
          this.release();
          throw cause;
        }
        throw new RunnelError(
          "run/unstored",
          `How this run ended is not stored, and is lost if this page is closed now. Running again stores it first. ${messageOf(cause)}`,
          { cause },
        );
      } finally {
        // Where the end could not be stored, it is shown all the same.
        this.#show();
      }
    });
  }

  /** Stores what there was no room for when it happened; rejects while there still is none. */
  async store(): Promise<void> {
    await this.#write(() => undefined);
    this.release();
  }

  /** Gives a run up whose end could not be stored: whoever looks for such takes it for Crashed. */
  release(): void {
    this.#let.resolve(undefined);
  }

  /** Stops the run: it ends Cancelled, by itself or by force. Its log says first who had it stopped. */
  stop(why: Stopped = "asked"): void {
    if (!this.#stopping.signal.aborted) this.#stopping.abort(why);
  }

  /** Lets a paused run go on: this one, or a subflow of it. Rejects where the input is not what it asks for. */
  async resume(id: FlowRunId, input: unknown): Promise<void> {
    if (!this.#worker) throw new NotPausedError();
    try {
      await this.#worker.control.resume(id, input);
    } catch (error) {
      throw this.#masked(error);
    }
  }

  /** Has the clock of a simulated run do something, and gives what it shows; undefined where there is none. */
  async clock(command?: ClockCommand): Promise<ClockView | undefined> {
    if (command?.type === "speed") this.#speed = command.speed;
    const view = await this.#worker?.control.clock(command);
    if (view) this.record.shown.showHour(view.now);
    return view;
  }

  /** Runs it in the sandbox; gives how to end what is then still open. */
  async #run({ entry, retryOf, simulation, chaos }: Asked, maxWorkers: number): Promise<Ending> {
    const { clock, startWorker } = this.#ports;
    const { id } = this.base;
    const { definitions, module } = this.#compiled;
    try {
      const sources = Object.fromEntries(definitions.map(({ name, source }) => [name, source]));
      // What the worker sends is stored after this, which it need not wait for.
      const requested = this.#write(() => {
        if (simulation) this.#take({ type: "simulation", at: simulation.startsAt, simulation });
        const note = { kind: "requested", sources, entry, ...(retryOf && { retryOf }) } as const;
        this.#take(noteEvent(this.record.hour(clock), id, note));
      });
      requested.catch((error: unknown) => this.#fault.reject(error));
      this.#noteStop();
      this.#stopping.signal.throwIfAborted();
      const worker = await startWorker(this.#granted());
      this.#worker = worker;
      const parts = partsOf(this.#compiled);
      const over = worker.control.start({
        ...{ id, module, parts, entry, retryOf, maxWorkers, chaos },
        ...(simulation && { simulation, speed: this.#speed }),
      });
      const patience = askToStop(worker, this.#stopping.signal, clock);
      try {
        await Promise.race([over, patience.spent, this.#fault.promise]);
      } finally {
        patience.end();
        this.secrets.close();
        this.#worker = undefined;
        worker.stop(new CrashedRun("The run is over."));
      }
      return this.#stopping.signal.aborted
        ? { why: "cancelled" }
        : { why: "done", message: "The run ended without saying how." };
    } catch (error) {
      return this.#stopping.signal.aborted
        ? { why: "cancelled" }
        : lost(this.#door.placed(this.#masked(error).message));
    }
  }

  /** Has the log say who stops the run, before what comes of it. */
  #noteStop(): void {
    const { signal } = this.#stopping;
    const tell = () => {
      if (this.record.isOver) return;
      const note = { kind: "stopped", why: signal.reason as Stopped } as const;
      const at = this.record.hour(this.#ports.clock);
      // Where it cannot be stored, it goes with the end.
      this.#write(() => this.#take(noteEvent(at, this.base.id, note))).catch(() => undefined);
    };
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell, { once: true });
  }

  /** Ends what is still open, and stores that. A run whose worker never came to make it has a record all the same, and is lost. */
  async #end(ending: Ending): Promise<void> {
    const { clock, newId } = this.#ports;
    const { id, flowName, createdAt } = this.base;
    await this.#writing;
    const isMade = this.record.log.flowRun(id) !== undefined;
    if (!isMade) {
      const at = this.record.simulation?.startsAt ?? createdAt;
      const pending = pendingRun({ id, flowName, at, stateId: newId() });
      // What could not be stored goes with the end.
      await this.#write(() => this.#take(pending)).catch(() => undefined);
    }
    const why = isMade || ending.why !== "done" ? ending : lost(ending.message);
    let ends: readonly RunEvent[] = [];
    await this.#write(() => {
      ends = endingEvents(this.record.log, why, { now: this.record.hour(clock), newId });
      for (const event of ends) this.#takeLocated(event);
    });
    if (ends.length > 0) await freeDeadSlots(this.record.log, this.base.notebookId, this.#ports);
  }

  #granted(): Granted {
    const { stores, notebookId, connectData, load, offer } = this.#ports;
    const { mask, read } = this.secrets;
    const storage = this.#known.over(notebookStorage(stores.kv, notebookId, mask));
    return {
      storage: {
        ...storage,
        write: async (key, value, ifVersion) => {
          // As in a task worker, which tells no results.
          if (holdsTable(value)) await this.#data?.settled();
          return await storage.write(key, value, ifVersion);
        },
      },
      secrets: { read },
      events: async (batch, isAll) => await this.#receive(batch, isAll),
      load: (table, name, mode) => load(table, name, mode, this.base.id),
      download: async (table, fileName) => {
        const file = await offer(table, fileName);
        const at = this.record.hour(this.#ports.clock);
        await this.#write(() => this.#take(noteEvent(at, this.base.id, { kind: "offered", file })));
      },
      connectData: async () => (this.#data = await connectData()),
    };
  }

  /** Takes in what the sandbox says happened; `isAll`: that it has nothing more to say at the moment. */
  async #receive(batch: readonly StoredEvent[], isAll: boolean): Promise<void> {
    // What was on its way when the worker was taken away must not follow the run's end: it would have it go on.
    if (!this.#worker) throw new CrashedRun("The run is over.");
    this.record.shown.isBehind = true;
    try {
      await this.#write(() => this.#takeBatch(batch));
      this.record.shown.isBehind = !isAll;
    } catch (error) {
      this.#fault.reject(error);
      throw error;
    }
  }

  /** Takes in a batch, which may have thousands of events: the page is drawn in between. */
  async #takeBatch(batch: readonly StoredEvent[]): Promise<void> {
    const breath = new Breath(this.#ports.clock);
    const read: Admitted[] = [];
    const results: ToldResult[] = [];
    for (const line of batch) {
      if (breath.isDue) await breath.take();
      const told = parseToldResult(line);
      if (told) results.push(told);
      else read.push(this.#door.read(line));
    }
    for (const { key } of results) this.#known.add(key);
    if (results.length > 0) await this.#data?.settled();
    await this.#results.take(results);
    const compared: Comparison[] = [];
    for (const { event, stored } of read) {
      if (breath.isDue) await breath.take();
      const request = requestOf(event);
      if (request?.outcome === "refused") this.#ports.onRefused(request.origin);
      const comparison = event.type === "cache" ? this.record.compared(event.decision) : undefined;
      if (this.record.log.flowRun(this.base.id)) this.#warn();
      this.#takeLocated(event, stored);
      if (comparison) compared.push(comparison);
    }
    if (compared.length === 0) return;
    const at = this.record.hour(this.#ports.clock);
    this.#take(noteEvent(at, this.base.id, { kind: "compared", runs: compared }));
  }

  /** Has the log say what the run goes on without: cells, and results that are not kept. */
  #warn(): void {
    const at = this.record.hour(this.#ports.clock);
    for (const message of [...this.#warnings.splice(0), ...this.#results.takeWarnings()])
      this.#take({ type: "log", at, level: "warning", message, flowRunId: this.base.id, taskRunId: null });
  }

  /** Takes in an event, and where in the notebook it comes from, if it is a failure or tells of a cell that cannot be loaded. */
  #takeLocated(event: RunEvent, stored?: StoredEvent): void {
    this.#take(event, stored);
    const note = this.#door.located(event, this.record.log) ?? this.#door.unloaded(event);
    if (note) this.#take(note);
  }

  /** An error of the sandbox, as it may be shown. */
  #masked(error: unknown): Error {
    return new Error(this.secrets.mask.text(messageOf(error)));
  }

  /** Has events taken in, in turn, stores and shows them; resolves once they are stored. What could not be, goes with the next. */
  async #write(take: () => void | Promise<void>): Promise<void> {
    const write = this.#writing.then(async () => {
      await take();
      const [events, results] = [this.#unstored, this.#results.kept];
      if (events.length + results.length === 0) return;
      const batch = { runId: this.base.id, seq: this.#seq, events };
      const summary = this.record.summary(this.base);
      await this.#ports.stores.runs.append(batch, summary, undefined, results);
      this.#seq++;
      this.#unstored = [];
      this.#results.clear();
      this.#show();
    });
    this.#writing = write.catch(() => undefined);
    await write;
  }

  /** Takes an event in, to be stored by that line and shown. Throws where the run so far does not allow it. */
  #take(event: RunEvent, stored = storedEvent(event)): void {
    this.record.record(event);
    this.#unstored.push(stored);
  }

  /** Shows what is recorded. */
  #show(): void {
    this.record.show();
    this.#ports.onChange(this.base.id);
  }

  /** Does the work once the run's lock is held, the sign of life that dies with the tab; it is held until it is let go of. */
  async #locked(work: () => Promise<void>): Promise<void> {
    const held = deferred<undefined>();
    const lock = this.#ports.locks.request(lockName(this.base.id), {}, async () => {
      held.resolve(undefined);
      await this.#let.promise;
    });
    await Promise.race([held.promise, lock]);
    await work();
  }
}

function lost(message: string): Ending {
  return { why: "lost", message };
}
