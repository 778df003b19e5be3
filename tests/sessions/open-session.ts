import { fileUrl } from "../../app/_shell/base-url";
import { frameHost } from "../../app/_shell/frame-host";
import { deferred, systemClock } from "../../lib/base";
import { chaosOf, planText, type ChaosPlan, type ChaosReport } from "../../lib/chaos";
import { parseTold, type Verdict } from "../../lib/crash-check";
import type { Simulation } from "../../lib/engine";
import { momentText } from "../../lib/fold";
import { simulationOf, type ClockCommand, type ClockView } from "../../lib/simulation";
import {
  createWorkspace,
  wentText,
  type CellId,
  type CellView,
  type DataSample,
  type DraftPlace,
  type FrameHost,
  type NotebookId,
  type NotebookSession,
  type RunComparison,
  type Sharing,
  type Plan,
  type ShownRun,
  type Store,
  type TableDifference,
  type Workspace,
} from "../../lib/workspace";
import type { OpenedNotebook } from "../../lib/workspace/opened";
import type { NewCellKind } from "../../lib/notebook";
import { cellAsShown, runAsShown, statesOf, type CellAsShown, type RunAsShown } from "./shown";

export interface NewCell {
  readonly kind: NewCellKind;
  readonly text: string;
  /** Of a table. */
  readonly name?: string;
}

/** Milliseconds, a little less than a test has. */
const patience = 110_000;

/** The app in a tab of its own, without its pages. */
export class Tab {
  readonly #workspace: Workspace;

  private constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Opens what the browser keeps, as a page does once it is loaded; the sandbox's workers begin with `before`. */
  static async open(before = ""): Promise<Tab> {
    const never = () => {
      throw new Error("No other tab of a test updates the app, or restores a backup.");
    };
    const workspace = await createWorkspace({
      fileUrl,
      frameHost: () => beginningWith(before, frameHost()),
      drafts: draftsInMemory(),
      onOutdated: never,
      onRestored: never,
    });
    return new Tab(workspace);
  }

  /** Makes a notebook of these cells, and opens it. */
  async openNew(...cells: readonly NewCell[]): Promise<OpenNotebook> {
    const notebook = await this.open(await this.#workspace.create());
    for (const cell of cells) notebook.add(cell);
    return notebook;
  }

  /** Makes a notebook of files, as on the home page, and opens it. */
  async openFrom(...files: readonly File[]): Promise<OpenNotebook> {
    return await this.open(await this.#workspace.createFrom(files.map((file) => ({ file }))));
  }

  /** Takes in a notebook that somebody else made, with the data that came along, and opens it. */
  async openForeign(text: string, ...along: readonly File[]): Promise<OpenNotebook> {
    const picked = along.map((file) => ({ file }));
    return await this.open(await this.#workspace.importFrom(new File([text], "foreign.md"), picked));
  }

  /** Makes what is opened from a link the person's own, and opens it; gives what of it could not be kept. */
  async adopt(
    opened: OpenedNotebook,
    address: string,
    standIns: Readonly<Record<string, File>> = {},
  ): Promise<{ readonly notebook: OpenNotebook; readonly problems: readonly string[] }> {
    const elsewhere = await this.#workspace.fromElsewhere();
    const given = new Map(Object.entries(standIns).map(([name, file]) => [name, { file }]));
    const { id, problems } = await elsewhere.adopt(opened, { kind: "link", address }, given);
    return { notebook: await this.open(id), problems };
  }

  /** The copies that the person has of what is opened, and what each has otherwise. */
  async copies(opened: OpenedNotebook, address: string) {
    const elsewhere = await this.#workspace.fromElsewhere();
    const copies = await elsewhere.copies(opened, { kind: "link", address });
    return await Promise.all(
      copies.map(async (copy) => ({ ...copy, differences: await elsewhere.difference(copy.id, opened) })),
    );
  }

  /** Opens an example, as on the home page. */
  async openExample(slug: string): Promise<OpenNotebook> {
    return await this.open(await this.#workspace.example(slug));
  }

  /** Deletes a notebook, as on the home page. */
  async remove(id: NotebookId): Promise<void> {
    await this.#workspace.remove(id);
  }

  async open(id: NotebookId): Promise<OpenNotebook> {
    return new OpenNotebook(id, await this.#workspace.open(id));
  }
}

/**
 * An open notebook: what a person would click, a test calls, and what they would see, it reads. Tests know the session by this
 * alone.
 */
export class OpenNotebook {
  readonly id: NotebookId;
  readonly #session: NotebookSession;

  constructor(id: NotebookId, session: NotebookSession) {
    this.id = id;
    this.#session = session;
  }

  /** Puts a cell after the others. */
  add({ kind, text, name }: NewCell): void {
    const { editor } = this.#session;
    const id = editor.addCell(kind, this.#lastCell);
    editor.setText(id, text);
    if (name !== undefined) editor.setName(id, name);
  }

  /** Replaces a cell's text. */
  write(cell: string | number, text: string): void {
    this.#session.editor.setText(this.#find(cell).id, text);
  }

  /** Gives a table another name. */
  rename(cell: string | number, name: string): void {
    this.#session.editor.setName(this.#find(cell).id, name);
  }

  /** Drops files on it, and resolves once they are read. */
  async drop(...files: readonly File[]): Promise<void> {
    const picked = files.map((file) => ({ file }));
    await this.#session.files.add(picked, this.#lastCell);
  }

  /** The file of a data cell that is not there. */
  missing(cell: string): string | undefined {
    return this.#find(cell).missingFile;
  }

  /** Chooses a file in the place of one, and resolves once it is read. */
  async replace(name: string, file: File): Promise<void> {
    await this.#session.files.replace(name, { file });
  }

  /** Starts a run; resolves once it is over. */
  async start(chaos?: ChaosPlan): Promise<void> {
    await this.#session.run({ kind: "notebook" }, { chaos });
  }

  /** What running it would do, as the plan tells it. */
  async plan(): Promise<Plan> {
    return await this.#session.plan({ kind: "notebook" });
  }

  /** What the retry of the run that is shown would do. */
  async planRetry(): Promise<Plan> {
    if (!this.#run) throw new Error("Nothing has run that could be retried.");
    return await this.#session.plan(this.#run.retry);
  }

  /** Runs it; gives the state that the run is shown to end in, nothing where it could not begin. With a plan, things go wrong on purpose. */
  async run(chaos?: ChaosPlan): Promise<string | undefined> {
    const before = this.#run?.id;
    await this.start(chaos);
    return this.#run?.id === before ? undefined : this.shown?.state;
  }

  /** Runs it in simulated time, at first at that speed; gives the state in which that ends. */
  async simulate(settings: Partial<Simulation> = {}, speed = Infinity): Promise<string | undefined> {
    await this.#session.run({ kind: "notebook" }, { simulation: simulationOf(settings), speed });
    return this.shown?.state;
  }

  /** Checks it for crashes under so many seeds; gives the verdict. */
  async checkForCrashes(seeds: number): Promise<Verdict | undefined> {
    await this.simulate({ crash: { kind: "check", seeds } });
    return this.crashVerdict;
  }

  /** What the crash check that is shown has found. */
  get crashVerdict(): Verdict | undefined {
    const told = parseTold(this.#run?.crashTold);
    return told?.type === "verdict" ? told.verdict : undefined;
  }

  /** How many points and seeds the crash check that is shown has told to be done. */
  get crashProgress(): number {
    const told = parseTold(this.#run?.crashTold);
    return told?.type === "progress" ? told.progress.points.done + told.progress.seeds.done : 0;
  }

  /** Has the clock of the simulated run do something; gives what it shows. */
  async clock(command?: ClockCommand): Promise<ClockView | undefined> {
    return await this.#session.clock(command);
  }

  /** Runs again what failed in the run that is shown; gives the state that this ends in. */
  async retry(): Promise<string | undefined> {
    if (this.#run) await this.#session.run(this.#run.retry);
    return this.shown?.state;
  }

  /** Stops this tab's run. */
  stop(): void {
    this.#session.stop();
  }

  /** Stops the run that is shown, whichever tab runs it. */
  async stopShown(): Promise<void> {
    if (this.#run) await this.#session.runs.stopRun(this.#run.id);
  }

  /** Lets the run that is shown go on. Gives what is wrong with that; undefined where it goes on, or was not paused. */
  async resume(): Promise<string | undefined> {
    const run = this.#run;
    const [pause] = run?.head.get().pauses ?? [];
    return run && pause ? await this.#session.runs.resume(run.id, pause.id, "") : undefined;
  }

  async takeOver(): Promise<void> {
    await this.#session.takeOver();
  }

  dismissNotices(): void {
    for (const { id } of this.#shows.notices.get()) this.#session.dismiss(id);
  }

  /** The text of the file that a person downloads. */
  async file(): Promise<string> {
    return await this.#session.file().text();
  }

  /** A link to it, to be made up: with the run that is shown, and after so many of its events the moment of that. */
  async share(position?: number): Promise<Sharing> {
    const moment = position === undefined || !this.#run ? undefined : momentText(this.#run.fold, position);
    return await this.#session.share(moment);
  }

  /** What is told of what was made to go wrong in the run that is shown; undefined where nothing was. */
  get chaos(): ChaosReport | undefined {
    return this.#run ? chaosOf(this.#run.fold) : undefined;
  }

  /** The lines of the plan in its text. */
  get chaosPlan(): string {
    return planText(this.#session.chaos);
  }

  /** Hosts that it was refused, and that the person is asked for. */
  get hostsAsked(): readonly string[] {
    return this.#shows.network.get().asked;
  }

  /** What its log told by a position, as a view shows it. */
  toldBy(position: number): readonly string[] {
    return this.#run ? statesOf(this.#run.fold.look(position)) : [];
  }

  async save(): Promise<void> {
    await this.#session.save();
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  get isRunning(): boolean {
    return this.#shows.isRunning.get();
  }

  get isSaved(): boolean {
    return this.#shows.saving.get() === "saved";
  }

  /** Whether it says that nothing of it is stored any more. */
  get isRemoved(): boolean {
    return this.#shows.saving.get() === "removed";
  }

  /** Stores again what was removed. */
  async putBack(): Promise<void> {
    await this.#session.settle("mine");
  }

  get mayEdit(): boolean {
    return this.#shows.editing.get() === "here";
  }

  /** The run that is shown: the one under way, else the latest. */
  get shown(): RunAsShown | undefined {
    return this.#run ? runAsShown(this.#run, this.#shows.standing.get()) : undefined;
  }

  /** The cell of that table, or at that place. */
  cell(cell: string | number): CellAsShown {
    return cellAsShown(this.#find(cell));
  }

  /** The rows of a cell's table. */
  async rows(cell: string | number): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const preview = this.#find(cell).definitions[0]?.outputs[0]?.preview;
    if (preview?.kind !== "table") throw new Error(`The cell ${cell} shows no table.`);
    const { schema, values, numRows } = await this.#session.tables.rows(
      preview.table,
      0,
      preview.table.numRows,
    );
    return Array.from({ length: numRows }, (_, row) =>
      Object.fromEntries(schema.map(({ name }, column) => [name, values[column]?.[row]])),
    );
  }

  /** A cell's table as DuckDB prints it, with its types. */
  async texts(cell: string | number): Promise<Pick<DataSample, "schema" | "numRows" | "values">> {
    const preview = this.#find(cell).definitions[0]?.outputs[0]?.preview;
    if (preview?.kind !== "table") throw new Error(`The cell ${cell} shows no table.`);
    const { schema, numRows } = preview.table;
    const { values } = await this.#session.tables.texts(preview.table, 0, numRows);
    return { schema, numRows, values: values as DataSample["values"] };
  }

  /** Where it came from, where that was a link. */
  get cameFrom() {
    return this.#session.cameFrom;
  }

  /** Compares its last run with the one before; of each table that differs, the rows too. */
  async compareLast(): Promise<{
    readonly comparison: RunComparison;
    readonly tables: Readonly<Record<string, TableDifference>>;
  }> {
    const [later, earlier] = this.#shows.history.get();
    if (!later || !earlier) throw new Error("There are no two runs to compare.");
    const comparison = await this.#session.runs.compareRuns(later.id, earlier.id);
    const tables: Record<string, TableDifference> = {};
    for (const { name, results } of comparison.tasks)
      if (results.first?.earlier.kind === "table" && results.first.later.kind === "table")
        tables[name] = await this.#session.tables.difference(
          results.first.earlier.table,
          results.first.later.table,
        );
    return { comparison, tables };
  }

  /** What its last run did, in a few words. */
  get went(): string {
    const [last] = this.#shows.history.get();
    return last ? wentText(last) : "";
  }

  get notices(): readonly string[] {
    return this.#shows.notices.get().map(({ text }) => text);
  }

  /** The states of its runs, the latest first. */
  get history(): readonly string[] {
    return this.#shows.history.get().map(({ stateName }) => stateName);
  }

  /** Resolves once that is so; it is looked at whenever something else is shown. Rejects with what is shown, where it hangs. */
  async until(isSo: () => boolean): Promise<void> {
    const late = deferred<undefined>();
    const stopWaiting = systemClock.after(patience, () => {
      const { shown, notices } = this;
      late.reject(new Error(`It is still not so: ${isSo.toString()}. ${JSON.stringify({ shown, notices })}`));
    });
    try {
      while (!isSo()) await Promise.race([this.#change(), late.promise]);
    } finally {
      stopWaiting();
    }
  }

  /** Resolves once one of its stores has another value. */
  async #change(): Promise<void> {
    const stores: readonly Store<unknown>[] = [
      ...Object.values<Store<unknown>>({ ...this.#shows }),
      ...this.#shows.outline.get().cells.map((id) => this.#session.cells.of(id)),
      ...(this.#run ? [this.#run.head, this.#run.look] : []),
    ];
    const changed = deferred<undefined>();
    const ends = stores.map((store) => store.subscribe(() => changed.resolve(undefined)));
    await changed.promise;
    for (const end of ends) end();
  }

  get #shows(): NotebookSession["shows"] {
    return this.#session.shows;
  }

  get #lastCell(): CellId | null {
    return this.#shows.outline.get().cells.at(-1) ?? null;
  }

  get #run(): ShownRun | null {
    return this.#shows.run.get();
  }

  #find(which: string | number): CellView {
    const cells = this.#shows.outline.get().cells.flatMap((id) => this.#session.cells.of(id).get() ?? []);
    const cell = cells.find(
      (one, place) => which === place || ("name" in one.cell && one.cell.name === which),
    );
    if (!cell) throw new Error(`The notebook has no cell ${which}.`);
    return cell;
  }
}

/** A frame whose workers run some code before the app's own. */
function beginningWith(before: string, host: FrameHost): FrameHost {
  return {
    ...host,
    open: async (message, port) =>
      await host.open({ ...message, guest: `${before}\n${message.guest}` }, port),
  };
}

function draftsInMemory(): DraftPlace {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, text) => void kept.set(key, text),
    remove: (key) => void kept.delete(key),
  };
}
