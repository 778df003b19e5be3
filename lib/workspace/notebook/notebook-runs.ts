import { RunnelError, messageOf, type FlowRunId } from "../../base";
import type { Stores } from "../../storage";
import type { RunBook } from "../run/run-book";
import type { RunControl } from "../run/run-control";
import type { RunComparison } from "../runs/comparison";
import type { ShownRun } from "../shown/shown-run";
import { fileName } from "./editor";
import type { NotebookTables } from "./notebook-tables";

export interface RunsPorts {
  readonly runs: RunBook;
  readonly control: RunControl;
  readonly tables: NotebookTables;
  readonly stores: Stores;
  /** What the work gives; where it fails, a notice says why. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  /** More of a run that is looked at was read. */
  readonly onRead: () => void;
  /** Another run is looked at, or another moment of it. */
  readonly onLook: () => void;
}

/** The runs that a notebook has had, and the one under way: looked at, compared, kept, stopped. */
export class NotebookRuns {
  /** Reads the tables of runs that are compared. */
  readonly tables: NotebookTables;
  readonly #ports: RunsPorts;

  constructor(ports: RunsPorts) {
    this.tables = ports.tables;
    this.#ports = ports;
  }

  /** The latest runs in memory, the oldest first. */
  latestRuns(most: number): readonly ShownRun[] {
    return this.#ports.runs.latest(most);
  }

  /** Looks at a run of the history: the cells show that one too. */
  async showRun(id: FlowRunId): Promise<void> {
    await this.#ports.attempt(() => this.#ports.runs.show(id, this.#ports.onRead));
    this.#ports.onLook();
  }

  /** Looks back to a position of the log of the run that is looked at, and the cells with it; without one, to its end. */
  lookBack(position?: number): void {
    this.#ports.runs.lookBack(position);
    this.#ports.onLook();
  }

  /** Compares two runs, the earlier with the later, whichever is named first. Rejects where one is gone. */
  readonly compareRuns = async (one: FlowRunId, other: FlowRunId): Promise<RunComparison> => {
    // Few compare runs.
    const { compareRuns } = await import("../runs/comparison");
    const ids = [one, other].sort();
    const [earlier, later] = await Promise.all(ids.map((id) => this.#ports.runs.read(id)));
    if (!earlier || !later) throw new RunnelError("run/missing", "There are two runs to compare.");
    return await compareRuns(earlier, later, (hash) => this.sourceOf(hash));
  };

  /** Keeps what a run left when room is needed, or no longer. */
  async pin(id: FlowRunId, isPinned: boolean): Promise<void> {
    await this.#ports.attempt(() => this.#ports.runs.pin(id, isPinned));
  }

  /** A file that a run offered; undefined where the browser lost it, which a notice then says. */
  async offeredFile(hash: string): Promise<Blob | undefined> {
    return await this.#ports.attempt(async () => {
      const file = await this.#ports.stores.files.open(hash);
      if (file) return file;
      throw new RunnelError("data/file-lost", "The browser no longer has this file: run the notebook again.");
    });
  }

  /** All lines of a run's log as a file, as far as they are stored; undefined where that failed, which a notice then says. */
  async logFile(run: FlowRunId): Promise<File | undefined> {
    return await this.#ports.attempt(async () => {
      const name = fileName((await this.#ports.stores.runs.read(run))?.name ?? "", "run");
      const { storedLog } = await import("../run/stored-log");
      const text = await storedLog(run, this.#ports.stores);
      return new File([text], `${name}.log`, { type: "text/plain" });
    });
  }

  /** Stops a run, whichever tab runs it. */
  async stopRun(run: FlowRunId): Promise<void> {
    await this.#ports.attempt(() => this.#ports.control.request(run, { type: "stop" }));
  }

  /**
   * Lets a paused run go on, or a subflow of it; `json` is the input, where it asks for one. Gives what is wrong with that, for the person to
   * mend; undefined where the run goes on.
   */
  async resume(run: FlowRunId, flowRun: FlowRunId, json: string): Promise<string | undefined> {
    try {
      await this.#ports.control.request(run, { type: "resume", flowRun, json });
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** The text of a definition's cell as a run had it, by the hash of the definition's source; undefined where it is not kept. */
  async sourceOf(hash: string): Promise<string | undefined> {
    return await this.#ports.runs.sources.of(hash);
  }
}
