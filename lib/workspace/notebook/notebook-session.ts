import { messageOf, type NotebookId } from "../../base";
import type { Cell, Definition, Notebook, Parameter, RunnableNotebook } from "../../notebook";
import type { CameFrom, RunSummary } from "../../storage";
import { Cells } from "./cells";
import type { Compiler, CompilerStatus } from "../compiler/compiler";
import type { EditLock } from "./edit-lock";
import { Editor, notebookFile } from "./editor";
import { fromHere, MissingParameters, type RunTarget } from "../run/entry";
import type { NotebookDocument } from "./notebook-document";
import { NotebookFiles } from "./notebook-files";
import { NotebookHosts } from "./notebook-hosts";
import { NotebookRuns } from "./notebook-runs";
import { NotebookTables } from "./notebook-tables";
import type { Notices } from "./notices";
import { Pace } from "./pace";
import type { Plan } from "../plan/plan";
import type { Sharing } from "../share/sharing";
import { RunControl } from "../run/run-control";
import { Runner, type RunnerPorts } from "../run/runner";
import type { RunManner } from "../run/run-session";
import type { ShownRun } from "../shown/shown-run";
import type { SharedNotebook } from "../../share";
import type { ClockCommand, ClockView } from "../../simulation";
import { Source, type Store } from "../shown/store";
import type { Editing, EngineView, NetworkView, Notice, Outline, RunStanding, Saving } from "../shown/view";
import type { FileUrl } from "../workspace";

/** What an open notebook works with. */
export interface SessionPorts extends RunnerPorts {
  readonly lock: Pick<EditLock, "editing" | "isHeld" | "known" | "takeOver">;
  /** Makes a copy of the notebook as it is here; gives its id. */
  readonly copy: (document: NotebookDocument) => Promise<NotebookId>;
  readonly notices: Notices;
  readonly compiler: Pick<Compiler, "status" | "compile">;
  /** Gives the addresses of the app's files. */
  readonly fileUrl: FileUrl;
  /** Rows of its data cells, and of the tables that its run gave, that came with it. */
  readonly came?: CameRows;
  /** Lets go of the workers. */
  readonly close: () => void;
}

/** What its person is to give before a flow can run. */
export interface ParametersAsked {
  readonly flow: string;
  readonly parameters: readonly Parameter[];
  /** How it was to be run. */
  readonly manner?: RunManner | undefined;
}

/** Rows that came in a link. */
export type CameRows = Pick<SharedNotebook, "data" | "results">;

/** What an open notebook shows besides its cells: each a store of its own. */
export interface SessionStores {
  readonly outline: Store<Outline>;
  /** The flows that can be run from the top. */
  readonly flows: Store<readonly string[]>;
  /** What the notebook defines, as far as it compiled. */
  readonly definitions: Store<readonly Definition[]>;
  readonly saving: Store<Saving>;
  readonly editing: Store<Editing>;
  /** What the person must know: each once, until dismissed. */
  readonly notices: Store<readonly Notice[]>;
  readonly network: Store<NetworkView>;
  /** The data engine, while that is of interest. */
  readonly engine: Store<EngineView>;
  /** What compiles TypeScript: heavy, and loaded with the first such cell. */
  readonly compiler: Store<CompilerStatus>;
  /** Whether this tab runs it. */
  readonly isRunning: Store<boolean>;
  /** The names of secrets for which the run under way waits: only the person can let the notebook have them. */
  readonly secretsAsked: Store<readonly string[]>;
  /** A flow that was to be run and needs values; null: there is none. */
  readonly parametersAsked: Store<ParametersAsked | null>;
  /** The run that is looked at: the one under way, else the latest, or one that somebody chose. */
  readonly run: Store<ShownRun | null>;
  readonly standing: Store<RunStanding>;
  /** The newest first. */
  readonly history: Store<readonly RunSummary[]>;
}

/** An open notebook: its text, its runs, and what is shown of both. */
export class NotebookSession {
  readonly id: NotebookId;
  readonly shows: SessionStores;
  readonly cells: Cells;
  readonly editor: Editor;
  readonly files: NotebookFiles;
  readonly tables: NotebookTables;
  readonly runs: NotebookRuns;
  readonly hosts: NotebookHosts;
  /** Of all the notebook's runs, whichever tab runs them. */
  readonly control: RunControl;
  readonly #ports: SessionPorts;
  readonly #runner: Runner;
  readonly #pace: Pace;
  readonly #engine = new Source<EngineView>({ state: "idle" });
  readonly #isRunning = new Source(false);
  readonly #secretsAsked = new Source<readonly string[]>([]);
  readonly #parametersAsked = new Source<ParametersAsked | null>(null);
  readonly #standing = new Source<RunStanding>({
    isPinned: false,
    isElsewhere: false,
    isRecorded: false,
  });

  constructor(ports: SessionPorts) {
    const { document, lock, runs, notices, network } = ports;
    this.#ports = ports;
    this.id = document.record.id;
    this.#runner = new Runner(ports, {
      onTurn: () => this.#pace.now(),
      onChange: () => this.#pace.soon(),
    });
    this.#pace = new Pace(ports.clock, () => this.#publish());
    this.control = new RunControl({ ...ports, runner: this.#runner });
    this.editor = new Editor(ports);
    this.files = new NotebookFiles({
      ...ports,
      onChange: () => this.cells.look(),
      edit: (change) => this.editor.edit(change),
      run: async (id) => await this.run({ kind: "cell", id }),
      attempt: async (work) => await this.#attempt(work),
    });
    this.tables = new NotebookTables(ports.data, async (work) => await this.#attempt(work));
    this.cells = new Cells({ document, runs, files: this.files });
    const attempt = async <T>(work: () => Promise<T>) => await this.#attempt(work);
    this.hosts = new NotebookHosts(network, attempt);
    this.runs = new NotebookRuns({
      ...{ ...ports, control: this.control, tables: this.tables, attempt },
      onRead: () => this.#pace.soon(),
      onLook: () => this.cells.look(),
    });
    this.shows = {
      ...{
        outline: document.outline,
        flows: document.flows,
        definitions: document.definitions,
        saving: document.saving,
        editing: lock.editing,
      },
      ...{ notices: notices.list, network: network.view, isRunning: this.#isRunning },
      ...{ engine: this.#engine, compiler: ports.compiler.status },
      ...{
        secretsAsked: this.#secretsAsked,
        parametersAsked: this.#parametersAsked,
        run: runs.looked,
        standing: this.#standing,
        history: runs.history,
      },
    };
    runs.looked.subscribe(() => this.#stand());
    runs.pinned.subscribe(() => this.#stand());
    this.#publish();
  }

  /** Where the notebook came from, where that was a link or an address. */
  get cameFrom(): CameFrom | undefined {
    return this.#ports.document.record.cameFrom;
  }

  /** The rows that came with the notebook, where it is only in a link. */
  get came(): CameRows | undefined {
    return this.#ports.came;
  }

  /** The notebook's text as it is now. */
  get notebook(): Notebook {
    return this.#ports.document.notebook;
  }

  /** Compiles another notebook, by the compiler of this one. */
  async compile(notebook: Notebook): Promise<RunnableNotebook> {
    const compiled = await this.#ports.compiler.compile(notebook);
    // Where this one's text came in between, its code is gone.
    const code = await compiled.code().catch(() => undefined);
    return code ? { ...compiled.notebook, ...code } : await this.compile(notebook);
  }

  /** More of a run is stored. */
  ranOn(): void {
    this.#pace.soon();
  }

  /** Some cells have another text. */
  edited(cells: readonly Cell[]): void {
    this.cells.changed(cells);
  }

  /** The text is compiled. */
  compiled(): void {
    this.cells.look();
  }

  /** Shows how the data engine is. */
  showEngine(status: EngineView): void {
    this.#engine.set(status);
  }

  /** Takes in what another tab has saved: messages of it may not reach a tab that is frozen. */
  async refresh(): Promise<void> {
    await this.#attempt(() => this.#ports.document.refresh());
    await this.files.look();
  }

  /** What was stored may be gone: looks, and where it is, ends the run under way, as nothing more of it is kept. */
  async emptied(): Promise<void> {
    await this.#attempt(async () => {
      const { document, runs } = this.#ports;
      await document.refresh();
      if (document.saving.get() !== "removed") return;
      this.#runner.stop("removed");
      await runs.refresh();
    });
  }

  /** Makes this the tab that edits; the other saves first. */
  async takeOver(): Promise<void> {
    await this.#attempt(() => this.#ports.lock.takeOver());
  }

  /** Makes a copy of the notebook as it is shown here; gives its id, or nothing where that failed, which a notice then says. */
  async copy(): Promise<NotebookId | undefined> {
    return await this.#attempt(async () => {
      const { copy, document } = this.#ports;
      const id = await copy(document);
      if (document.saving.get() === "conflict") await document.settle("theirs");
      return id;
    });
  }

  /** Where the notebook was changed elsewhere too: takes what is stored, or puts this tab's text in its place. */
  async settle(choice: "theirs" | "mine"): Promise<void> {
    await this.#attempt(() => this.#ports.document.settle(choice));
  }

  /** The notebook as a file to be saved. */
  file(): File {
    return notebookFile(this.#ports.document.notebook);
  }

  /**
   * A link to it, to be made up: with the run that is looked at, and the moment of that, as an address has it. Whoever asked closes it.
   */
  async share(moment?: string): Promise<Sharing> {
    // Most who open a notebook share none.
    const { Sharing } = await import("../share/sharing");
    return new Sharing({ ...this.#ports, run: this.shows.run.get(), moment });
  }

  /** The plan of what may go wrong that is in the notebook's text, as its setting: no run heeds it by itself. */
  get chaos(): unknown {
    return this.#ports.document.notebook.settings["chaos"];
  }

  /** The history of a crash that is in the notebook's text, as its setting: no run heeds it by itself. */
  get crash(): unknown {
    return this.#ports.document.notebook.settings["crash"];
  }

  /** Runs something, in real time or as `manner` says, and resolves once that is over. A flow that needs values has its person asked for them. */
  async run(target: RunTarget, manner?: RunManner): Promise<void> {
    this.#parametersAsked.set(null);
    await this.#attempt(async () => {
      try {
        await this.#runner.run(target, manner);
      } catch (error) {
        if (!(error instanceof MissingParameters)) throw error;
        const { flow } = error;
        this.#parametersAsked.set({ flow, parameters: await this.parametersOf(flow), manner });
      }
    });
    this.#pace.now();
    await this.files.look();
  }

  /** Runs from a task run of a definition on; `retry` is what the retry of its run would run. */
  async runFrom(definition: string, retry: RunTarget): Promise<void> {
    await this.run(fromHere(definition, this.shows.definitions.get(), retry));
  }

  /** Has the clock of this tab's simulated run do something, and gives what it shows; undefined where there is none. */
  async clock(command?: ClockCommand): Promise<ClockView | undefined> {
    return await this.#runner.clock(command).catch(() => undefined);
  }

  /** The person gives a flow no values: it is not run. */
  declineParameters(): void {
    this.#parametersAsked.set(null);
  }

  /** The parameters of a flow, by its name; none where the notebook has no such flow. */
  async parametersOf(flow: string): Promise<readonly Parameter[]> {
    const { definitions } = await this.#ports.document.runnable();
    return definitions.find(({ name, kind }) => name === flow && kind === "flow")?.parameters ?? [];
  }

  /** What running something would do; runs nothing. Rejects with what is missing, where there is nothing to run. */
  async plan(target: RunTarget): Promise<Plan> {
    // Most who open a notebook need none of it.
    const { planOf } = await import("../plan/planner");
    const sourceOf = (hash: string) => this.runs.sourceOf(hash);
    return await planOf(target, { ...this.#ports, files: this.files, sourceOf });
  }

  /** Stops this tab's run, also one that only begins. */
  stop(): void {
    this.#runner.stop();
  }

  /** Lets the notebook have a secret that its run asks for, or denies it to this run. */
  async answerSecret(name: string, isAllowed: boolean): Promise<void> {
    await this.#attempt(async () => await this.#runner.answerSecret(name, isAllowed));
  }

  dismiss(notice: number): void {
    this.#ports.notices.dismiss(notice);
  }

  /** Saves what is not saved yet. */
  async save(): Promise<void> {
    await this.#ports.document.save();
  }

  /** Stops what runs, saves, and lets go of the workers. */
  async close(): Promise<void> {
    this.#pace.stop();
    await Promise.all([this.save(), this.#runner.close()]);
    this.#ports.close();
  }

  /** What the work gives; where it fails, a notice says why. */
  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#ports.notices.say("error", messageOf(error));
      return undefined;
    }
  }

  /** Shows how the notebook's runs have gone on. */
  #publish(): void {
    this.#ports.runs.publish();
    this.#stand();
    this.cells.look();
    this.#secretsAsked.set(this.#runner.secretsAsked);
    // Last: whoever hears that nothing runs looks at how it ended.
    this.#isRunning.set(this.#runner.isBusy);
  }

  #stand(): void {
    const { looked, pinned } = this.#ports.runs;
    const run = looked.get();
    const isRecorded = this.#ports.lock.editing.get() === "link";
    this.#standing.set({
      isPinned: run !== null && pinned.get().includes(run.id),
      isElsewhere: run !== null && !isRecorded && !run.head.get().isOver && !this.#runner.owns(run.id),
      isRecorded,
    });
  }
}
