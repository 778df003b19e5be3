import { messageOf, RunnelError, type Clock, type FlowRunId, type NewId } from "../../base";
import { NotPausedError, type TableFormat, type TableRef } from "../../engine";
import type { FlowWorker, Granted } from "../../runtime";
import type { ClockCommand, ClockView } from "../../simulation";
import type { Stores } from "../../storage";
import { dataCells } from "../data/data-cells";
import type { DataAccess } from "../data/data-client";
import { entryFor, makesTables, type RunTarget } from "./entry";
import type { Locks } from "../locks";
import type { NetworkAccess } from "../notebook/network-access";
import type { NotebookChannel } from "../notebook/notebook-channel";
import type { NotebookDocument } from "../notebook/notebook-document";
import type { RunsChannel } from "../runs/runs-channel";
import type { Stopped } from "./page-event";
import type { RunBook } from "./run-book";
import { sourceTexts } from "./sources";
import { RunSession, type RunManner, type RunPorts } from "./run-session";
import type { FileView } from "../shown/view";

/** What runs of a notebook work with. */
export interface RunnerPorts {
  readonly stores: Stores;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly document: NotebookDocument;
  readonly channel: NotebookChannel;
  /** Hears of this notebook's runs too. */
  readonly allRuns: RunsChannel;
  readonly runs: RunBook;
  readonly data: DataAccess;
  readonly network: NetworkAccess;
  readonly startWorker: (granted: Granted) => Promise<FlowWorker>;
  readonly maxWorkers: number;
}

/** What is told of what runs. */
export interface RunnerListener {
  /** A run begins, or is over. */
  readonly onTurn: () => void;
  /** More of it is stored, or it asks for something. */
  readonly onChange: () => void;
}

/** Runs a notebook: one run at a time, from asking for it until its end is stored. */
export class Runner {
  readonly #ports: RunnerPorts;
  readonly #listener: RunnerListener;
  #running: RunSession | undefined;
  #isStarting = false;
  /** Who wants the run stopped that begins. */
  #stopping: Stopped | undefined;
  /** How fast the time of a simulated run is to go that begins. */
  #speed: number | undefined;
  /** A run whose end could not be stored. */
  #unstored: RunSession | undefined;

  constructor(ports: RunnerPorts, listener: RunnerListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  get isBusy(): boolean {
    return this.#isStarting || this.#running !== undefined;
  }

  /** Whether this tab runs that run. */
  owns(id: FlowRunId): boolean {
    return this.#running?.record.id === id;
  }

  /** The names of secrets for which the run under way waits. */
  get secretsAsked(): readonly string[] {
    return this.#running?.secrets.asked ?? [];
  }

  /** Runs something, and resolves once that is over; does nothing while another runs. Rejects where it could not begin, or its end not be stored. */
  async run(target: RunTarget, manner: RunManner = {}): Promise<void> {
    if (this.isBusy) return;
    this.#isStarting = true;
    this.#stopping = undefined;
    this.#speed = manner.speed;
    this.#listener.onTurn();
    const session = await this.#begin(target, manner).finally(() => (this.#isStarting = false));
    await session.done.finally(() => (this.#running = undefined));
    this.#unstored = undefined;
    this.#listener.onTurn();
    await this.#ports.runs.refresh();
  }

  /** Stops the run under way, also one that only begins. */
  stop(why: Stopped = "asked"): void {
    this.#stopping ??= why;
    this.#running?.stop(why);
  }

  /** Stops the run under way, and resolves once it is over. What could not be stored of the last one is tried once more. */
  async close(): Promise<void> {
    this.stop("closed");
    await this.#running?.done.catch(() => undefined);
    await this.#unstored?.store().catch(() => undefined);
    this.#unstored?.release();
  }

  /** Lets a paused run go on; `json` is the input, where it asks for one. Rejects where that is not what it asks for. */
  async resume(id: FlowRunId, json: string): Promise<void> {
    if (!this.#running) throw new NotPausedError();
    await this.#running.resume(id, inputOf(json));
  }

  /** Has the clock of the simulated run under way do something, and gives what it shows; undefined where there is none. */
  async clock(command?: ClockCommand): Promise<ClockView | undefined> {
    if (command?.type === "speed") this.#speed = command.speed;
    return await this.#running?.clock(command);
  }

  /** Lets the notebook have a secret that its run asks for, or denies it to this run. */
  async answerSecret(name: string, isAllowed: boolean): Promise<void> {
    await this.#running?.secrets.answer(name, isAllowed);
  }

  async #begin(target: RunTarget, manner: RunManner): Promise<RunSession> {
    const { document, data, runs, maxWorkers } = this.#ports;
    await this.#unstored?.store();
    this.#unstored = undefined;
    const compiled = await document.runnable();
    const entry = entryFor(target, document.notebook, compiled);
    const retryOf = target.kind === "again" ? target.retryOf : undefined;
    await data.name({ files: document.record.files, cells: dataCells(document.notebook) });
    const wantsEngine = makesTables(entry, compiled, (definition) => runs.definition(definition));
    // While the sandbox starts. What fails is told where it is needed.
    void data
      .api()
      .then(async (api) => (wantsEngine ? await api.warm() : undefined))
      .catch(() => undefined);
    // Without them less can be explained of the run.
    runs.sources.keep(sourceTexts(document.notebook, compiled.definitions)).catch(() => undefined);
    const simulation = manner.simulation ?? (target.kind === "again" ? target.simulation : undefined);
    const asked = { ...manner, entry, retryOf, simulation, speed: this.#speed };
    const session = new RunSession(this.#runPorts(), compiled, asked, maxWorkers);
    this.#running = session;
    if (this.#stopping) session.stop(this.#stopping);
    runs.begin(session.record, session.base);
    this.#listener.onTurn();
    this.#unstored = session;
    return session;
  }

  #runPorts(): RunPorts {
    const { stores, locks, clock, newId, document, runs, data, network, startWorker } = this.#ports;
    const { channel, allRuns } = this.#ports;
    const notebookId = document.record.id;
    return {
      ...{ locks, clock, newId, notebookId, startWorker, keys: runs.keys },
      stores: { ...stores, ...stores.of(notebookId) },
      connectData: () => data.connection(),
      load: async (table, name, mode, runId) =>
        await (await data.api()).load({ table, name, mode, runId, notebookId }),
      offer: async (table, fileName) => await this.#offer(table, fileName),
      conceal: async (name, secret) => await (await data.api()).conceal(name, secret),
      onRefused: (origin) => network.ask(origin),
      onChange: (runId) => {
        // At once: where another tab is looked at, this one's timers are slow.
        channel.send({ type: "run", id: runId });
        allRuns.changed(runId);
        this.#listener.onChange();
      },
    };
  }

  /** Keeps a table as a file that the person can save. */
  async #offer(table: TableRef, fileName: string): Promise<FileView> {
    const format = formatOf(fileName);
    const kept = await (await this.#ports.data.api()).keepTable(table, format, fileName);
    return { name: fileName, ...kept };
  }
}

/** An input as a person writes it; nothing is no input. */
function inputOf(json: string): unknown {
  if (json.trim() === "") return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new RunnelError("resume/json", `This is not JSON: ${messageOf(error)}. Text needs quotes.`);
  }
}

/** A file's format, by the ending of its name. */
function formatOf(fileName: string): TableFormat {
  const ending = /\.(csv|parquet|arrow)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (ending) return ending as TableFormat;
  throw new RunnelError(
    "download/format",
    `“${fileName}” says no format: let its name end in .csv, .parquet or .arrow.`,
  );
}
