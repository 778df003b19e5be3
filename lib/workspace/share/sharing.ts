import { AbortError, messageOf } from "../../base";
import { positionOf } from "../../fold";
import { serialiseNotebook, type Notebook } from "../../notebook";
import { connect, type Remote, type StoredEvent } from "../../runtime";
import type { DataSample } from "../../share";
import type { Stores } from "../../storage";
import type { SampledRows } from "../data/cell-sample";
import type { DataClient } from "../data/data-client";
import { withHashes } from "../notebook/edits";
import type { NotebookDocument } from "../notebook/notebook-document";
import { dataCells } from "../data/data-cells";
import type { ShownRun } from "../shown/shown-run";
import { Source, type Store } from "../shown/store";
import { startWorker } from "../worker";
import type { FileUrl } from "../workspace";
import type { KeyFound } from "./keys/keys-found";
import { keptSecrets } from "./keys/kept-secrets";
import type { LinkChoice, LinkMakerApi } from "./link-maker";
import { askedWith, storedLines } from "./recorded-run";
import { mostResultRows, resultsOf, tablesIn } from "./run-results";
import { queriesRuns, searchedIn } from "./searched";
import {
  keyView,
  sharedRunView,
  type KeyView,
  type SharedRunView,
  type SharingView,
  type SourceView,
} from "./sharing-view";
import { formatOf, sourcesIn, type DataSource } from "./sources";

export interface SharingPorts {
  readonly document: Pick<NotebookDocument, "notebook" | "record" | "compiled">;
  readonly data: Pick<DataClient, "api" | "name">;
  readonly stores: Pick<Stores, "runs" | "secrets">;
  /** The run that goes along, if there is one. */
  readonly run: ShownRun | null;
  /** The moment of it that is looked at, as an address has it. */
  readonly moment: string | undefined;
  /** Gives the addresses of the app's files. */
  readonly fileUrl: FileUrl;
}

/** What of a link is chosen. */
export interface ShareChoice {
  readonly run: boolean;
  readonly moment: boolean;
  readonly parameters: boolean;
  /** Rows of each table that the run gave. */
  readonly results: number;
}

/** So that who changes something else has the same rows again. */
const seed = 1;

const noRows: SampledRows = { kind: "first", count: 0 };

/** A link to an open notebook while it is made up: what goes into it is chosen, and it is made anew, off the page's thread. */
export class Sharing {
  readonly #ports: SharingPorts;
  readonly #closed = new AbortController();
  readonly #view: Source<SharingView>;
  readonly #notebook: Notebook;
  readonly #maker: Promise<Remote<LinkMakerApi>>;
  readonly #sources: readonly DataSource[];
  /** What looks like a key, by what it was found in. */
  readonly #keys = new Map<string, readonly KeyFound[]>();
  readonly #isOfRuns: boolean;
  #parameters: Readonly<Record<string, unknown>> = {};
  #choice: ShareChoice;
  #isBusy = false;
  #isStale = false;

  constructor(ports: SharingPorts) {
    this.#ports = ports;
    const { document, run, moment } = ports;
    // Which content files have is of this browser.
    this.#notebook = withHashes(document.notebook, () => undefined);
    this.#sources = sourcesIn(this.#notebook, Object.keys(document.record.files));
    const isLookedAt = moment !== undefined;
    this.#isOfRuns = queriesRuns(this.#notebook);
    const results = this.#isOfRuns ? 0 : mostResultRows;
    this.#choice = { run: run !== null, moment: isLookedAt, parameters: true, results };
    this.#view = new Source<SharingView>({
      title: this.#notebook.title || "Untitled",
      ...{ characters: 0, isMaking: true, parts: [], keys: [] },
      sources: this.#sources.map(({ name, file, isCommon }) => ({
        ...{ name, file, isCommon, rows: noRows, leftOut: [], cut: [], isReading: false },
      })),
      ...(run && { run: sharedRunView(run, true, isLookedAt || undefined) }),
    });
    this.#maker = this.#start();
    void this.#open();
  }

  get view(): Store<SharingView> {
    return this.#view;
  }

  choose(choice: Partial<ShareChoice>): void {
    this.#choice = { ...this.#choice, ...choice };
    const { run, parameters, results } = this.#view.get();
    const { run: isIn, moment, parameters: areIn, results: rows } = this.#choice;
    this.#show({
      ...(run && { run: { ...run, isIn, ...(run.moment && { moment: { isIn: moment } }) } }),
      ...(parameters && { parameters: { ...parameters, isIn: areIn } }),
      ...(results && { results: { ...results, rows } }),
    });
    this.#make();
  }

  /** Takes other rows of a source. Resolves once they are read. */
  async chooseRows(name: string, kind: SampledRows["kind"], count: number): Promise<void> {
    const rows: SampledRows = kind === "first" ? { kind, count } : { kind, count, seed };
    this.#showSource(name, { rows });
    await this.#readSource(name);
  }

  leaveOut(name: string, column: number, isOut: boolean): void {
    const source = this.#sourceView(name);
    if (!source) return;
    const others = source.leftOut.filter((one) => one !== column);
    this.#showSource(name, { leftOut: isOut ? [...others, column].sort((a, b) => a - b) : others });
    this.#make();
  }

  /** Ends the worker; nothing more is shown. */
  close(): void {
    this.#closed.abort(new AbortError("The link is no longer made up."));
  }

  async #start(): Promise<Remote<LinkMakerApi>> {
    const { fileUrl, stores } = this.#ports;
    const [kept, worker] = await Promise.all([
      keptSecrets(stores),
      startWorker({ url: fileUrl("workers/share.js") }, this.#closed),
    ]);
    const maker = connect<LinkMakerApi>(worker, this.#closed.signal);
    await maker.takeSecrets(kept);
    return maker;
  }

  async #open(): Promise<void> {
    const { run } = this.#ports;
    // Data that others do not have is named with its columns, that they may put their own in its place.
    const missing = this.#sources.filter(({ isCommon }) => !isCommon);
    await Promise.all([
      this.#attempt(async () => {
        const text = serialiseNotebook(this.#notebook);
        await this.#found(
          "notebook",
          async (maker) => await maker.takeNotebook(text, searchedIn(this.#notebook)),
        );
      }),
      ...missing.map(({ name }) => this.#readSource(name)),
      ...(run ? [this.#readRun(run)] : []),
    ]);
  }

  async #readRun({ id, fold }: ShownRun): Promise<void> {
    const { moment, stores } = this.#ports;
    try {
      const lines = await storedLines(id, stores);
      this.#parameters = askedWith(lines);
      const names = Object.keys(this.#parameters);
      if (names.length > 0) this.#show({ parameters: { names, isIn: this.#choice.parameters } });
      const position = moment === undefined ? undefined : positionOf(fold, moment);
      await this.#found("run", async (maker) => await maker.takeRun(lines, position));
      const reading = this.#readResults(lines);
      this.#showRun({ isReading: false });
      await reading;
    } catch (error) {
      this.#choice = { ...this.#choice, run: false };
      this.#showRun({ isReading: false, isIn: false, problem: messageOf(error) });
      this.#make();
    }
  }

  /** Reads the first rows of the run's tables. What its data cells gave is for the person to choose, row by row. */
  async #readResults(lines: readonly StoredEvent[]): Promise<void> {
    const own = this.#sources.filter(({ isCommon }) => !isCommon);
    const tables = tablesIn(lines, new Set(own.flatMap(({ name, file }) => [name, file])));
    if (tables.length === 0) return;
    const show = (numTables: number, isReading: boolean) =>
      this.#show({
        results: { numTables, rows: this.#choice.results, isReading, isOfRuns: this.#isOfRuns },
      });
    show(tables.length, true);
    const results = await resultsOf(tables, this.#ports.data, this.#closed.signal);
    await this.#found("results", async (maker) => await maker.takeResults(results));
    show(results.length, false);
    this.#make();
  }

  /** Reads the rows of a source that are chosen. */
  async #readSource(name: string): Promise<void> {
    const source = this.#sources.find((one) => one.name === name);
    const asked = this.#sourceView(name)?.rows;
    if (!source || !asked) return;
    const isAsked = () => this.#sourceView(name)?.rows === asked;
    this.#showSource(name, { isReading: true, problem: undefined });
    this.#show({ isMaking: true });
    try {
      const { document, data } = this.#ports;
      await data.name({ files: document.record.files, cells: dataCells(document.notebook) });
      const api = await data.api();
      const { schema, numRows, values, cut } = await api.sample(source.cell, asked, this.#closed.signal);
      if (!isAsked()) return;
      const numSampled = values[0]?.length ?? 0;
      const sample: DataSample = { name, format: formatOf(source), schema, numRows, numSampled, values };
      await this.#found(`sample ${name}`, async (maker) => await maker.takeSample(sample));
      if (isAsked()) this.#showSource(name, { schema, numRows, cut, isReading: false });
    } catch (error) {
      if (!isAsked()) return;
      // Its name goes along, so that who opens the link knows what to look for, and its columns where a link said them.
      const { data = [] } = this.#ports.document.record.cameFrom ?? {};
      const schema = data.find((one) => one.name === name || one.file === source.file)?.schema ?? [];
      const values = schema.map(() => []);
      const sample = { name, format: formatOf(source), schema, numRows: 0, numSampled: 0, values };
      await this.#attempt(async () => {
        await (await this.#maker).takeSample(sample);
      });
      this.#showSource(name, { isReading: false, rows: noRows, problem: messageOf(error) });
    }
    this.#make();
  }

  /** Gives something to the maker, and notes what in it looks like a key. */
  async #found(
    what: string,
    take: (maker: Remote<LinkMakerApi>) => Promise<readonly KeyFound[]>,
  ): Promise<void> {
    this.#keys.set(what, await take(await this.#maker));
    this.#make();
  }

  /** Makes the link of what is chosen, once the one that is being made is there. */
  #make(): void {
    this.#isStale = true;
    this.#show({ isMaking: true });
    if (!this.#isBusy) void this.#attempt(() => this.#remake());
  }

  async #remake(): Promise<void> {
    this.#isBusy = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        const made = await (await this.#maker).make(this.#linkChoice());
        const { sources, run, results } = this.#view.get();
        const isReading = [...sources, run, results].some((one) => one?.isReading === true);
        const { text, characters, parts, problem } = made;
        const isMaking = isReading || this.#isStale;
        this.#show({ text, characters, parts, problem, isMaking, keys: this.#keyViews() });
      }
    } finally {
      this.#isBusy = false;
    }
  }

  #linkChoice(): LinkChoice {
    const { sources, run } = this.#view.get();
    const { run: isIn, moment, parameters, results } = this.#choice;
    const going = sources.filter(({ isCommon, rows }) => !isCommon || rows.count > 0);
    return {
      ...{ run: isIn && run?.isReading === false, moment, results },
      parameters: parameters ? this.#parameters : {},
      samples: going.map(({ name, leftOut }) => ({ name, leftOut })),
    };
  }

  #keyViews(): readonly KeyView[] {
    const { sources } = this.#view.get();
    const isIn = (what: string) =>
      what === "notebook" ||
      (what === "run" || what === "results"
        ? this.#choice.run && (what === "run" || this.#choice.results > 0)
        : sources.some(({ name, rows }) => what === `sample ${name}` && rows.count > 0));
    return [...this.#keys].flatMap(([what, keys]) => {
      const part = what === "notebook" || what === "run" || what === "results" ? what : "sample";
      const { compiled } = this.#ports.document;
      return isIn(what) ? keys.map((key) => keyView(key, part, this.#notebook, compiled)) : [];
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#closed.signal.aborted)
        this.#show({ isMaking: false, problem: messageOf(error), text: undefined });
    }
  }

  #sourceView(name: string): SourceView | undefined {
    return this.#view.get().sources.find((one) => one.name === name);
  }

  #showSource(name: string, change: Changed<SourceView>): void {
    const { sources } = this.#view.get();
    this.#show({ sources: sources.map((one) => (one.name === name ? changed(one, change) : one)) });
  }

  #showRun(change: Changed<SharedRunView>): void {
    const { run } = this.#view.get();
    if (run) this.#show({ run: changed(run, change) });
  }

  #show(change: Changed<SharingView>): void {
    if (!this.#closed.signal.aborted) this.#view.set(changed(this.#view.get(), change));
  }
}

/** Some of what is shown; undefined takes away. */
type Changed<T> = { readonly [K in keyof T]?: T[K] | undefined };

function changed<T extends object>(before: T, change: Changed<T>): T {
  const entries = Object.entries({ ...before, ...change });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
}
