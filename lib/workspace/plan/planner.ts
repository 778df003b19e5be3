import type { CellId, Clock, FlowRunId } from "../../base";
import type { TableRef } from "../../engine";
import { kindOf, type CompiledNotebook, type Definition } from "../../notebook";
import { connectableOrigin } from "../../runtime";
import { dryRun, type DryPorts } from "../../runtime/dry-run";
import type { Stores } from "../../storage";
import type { DataAccess } from "../data/data-client";
import type { Foreseeable } from "../data/data-api";
import type { NetworkAccess } from "../notebook/network-access";
import type { NotebookDocument } from "../notebook/notebook-document";
import type { NotebookFiles } from "../notebook/notebook-files";
import { entryFor, type RunTarget } from "../run/entry";
import { notebookStorage } from "../run/notebook-storage";
import type { PastRun, RunBook } from "../run/run-book";
import { Mask } from "../secrets/mask";
import { dryDefinitions } from "./dry-definitions";
import { lastRun } from "./last-run";
import { longestWay, stepsOf, type Plan, type PlannedBefore } from "./plan";
import { reachOf } from "./reach";
import { Retried } from "./retried";
import { touchedBy, type Touched } from "./touched";

export interface PlannerPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly document: NotebookDocument;
  readonly runs: RunBook;
  readonly data: DataAccess;
  readonly network: NetworkAccess;
  readonly files: NotebookFiles;
  /** The text of a definition's cell as a run had it, by the hash of the definition's source; undefined where it is not kept. */
  readonly sourceOf: (hash: string) => Promise<string | undefined>;
}

/** What a run of that would do, as all is now. Runs and stores nothing. Rejects with what is missing, where there is nothing to run. */
export async function planOf(target: RunTarget, ports: PlannerPorts): Promise<Plan> {
  const { document, runs, stores, clock } = ports;
  const compiled = await document.runnable();
  const { notebook } = document;
  const entry = entryFor(target, notebook, compiled);
  const reach = reachOf(entry, compiled);
  const past = (definition: Definition) => runs.past(definition);
  const retried = retriedBy(target, runs);
  const cells = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  const foreseen = await dryRun(dryDefinitions(reach.definitions, notebook, compiled, past, retried), {
    storage: notebookStorage(stores.kv, document.record.id, new Mask()),
    data: lineages(ports),
    clock,
    ...(target.kind === "again" && { retryOf: target.retryOf }),
  });
  const steps = stepsOf({
    ...{ entry, compiled, reach, foreseen, past, retried },
    textOf({ cell: id }) {
      const cell = cells.get(id);
      return cell && kindOf(cell).textOf(cell);
    },
    textBefore: await textsBefore(reach.definitions, past, ports),
    runName: (id) => runName(id, runs),
  });
  const name = entry.kind === "cells" ? entry.flowName : entry.name;
  const last = plannedBefore(name, runs);
  const expectedMs = entry.kind === "flow" ? undefined : longestWay(steps, reach);
  return {
    ...{ name, steps },
    touched: await touched(reach.cells, compiled, ports),
    ...(last && { last }),
    ...(expectedMs !== undefined && { expectedMs }),
  };
}

/** The run that is looked at, where it is the one that would be retried. */
function retriedBy(target: RunTarget, runs: RunBook): Retried | undefined {
  const looked = runs.looked.get();
  if (!looked || target.kind !== "again" || target.retryOf === undefined) return undefined;
  const { retry } = looked;
  return retry.kind === "again" && retry.retryOf === target.retryOf ? new Retried(looked) : undefined;
}

/** The texts that definitions had in the runs in memory, where these are kept. */
async function textsBefore(
  definitions: readonly Definition[],
  past: (definition: Definition) => readonly PastRun[],
  { sourceOf }: PlannerPorts,
): Promise<(source: string) => string | undefined> {
  const texts = new Map<string, string>();
  for (const definition of definitions) {
    const { name, source } = definition;
    const sources = new Set(past(definition).flatMap((run) => run.sources[name] ?? []));
    sources.delete(source);
    for (const hash of sources) {
      const text = await sourceOf(hash);
      if (text !== undefined) texts.set(hash, text);
    }
  }
  return (source) => texts.get(source);
}

/** Tables of the lineages that a run would make. */
function lineages({ document, data }: PlannerPorts): DryPorts["data"] {
  const { files } = document.record;
  const foresee = async (name: string, wanted: Foreseeable): Promise<TableRef> => {
    const lineage = await (await data.api()).foresee(wanted);
    return { kind: "table", name, lineage, schema: [], numRows: 0 };
  };
  return {
    query: (query) => foresee(query.name, { kind: "query", query }),
    readCell: (cell) => foresee(cell.name, { kind: "cell", cell, files }),
    readTable: (name) => foresee(name, { kind: "table", name }),
    fromRows: (rows, name) => foresee(name, { kind: "rows", rows }),
  };
}

/** A run by its number, as far as all are listed; else by its name. */
function runName(id: FlowRunId, runs: RunBook): string {
  const history = runs.history.get();
  const place = history.findIndex((run) => run.id === id);
  if (place < 0) return "an earlier run";
  return runs.isWhole ? `run ${history.length - place}` : (history[place]?.name ?? "");
}

function plannedBefore(flowName: string, runs: RunBook): PlannedBefore | undefined {
  const run = lastRun(flowName, runs.history.get());
  if (!run) return undefined;
  const { id, stateName, stateType, startTime, endTime } = run;
  const isTimed = startTime !== undefined && endTime !== undefined;
  return {
    ...{ id, name: runName(id, runs) },
    ...(stateType !== "COMPLETED" && { endedAs: stateName }),
    ...(isTimed && { durationMs: endTime - startTime }),
  };
}

async function touched(
  reached: ReadonlySet<CellId>,
  compiled: CompiledNotebook,
  { stores, document, network, files }: PlannerPorts,
): Promise<Touched> {
  const { id } = document.record;
  const [catalogue, notebooks, secrets, granted] = await Promise.all([
    stores.catalogue.list(),
    stores.notebooks.list(),
    stores.secrets.names(),
    stores.permissions.read(id),
    files.look(),
  ]);
  const titles = new Map(notebooks.map((one) => [one.id, one.title]));
  const { notebook, record } = document;
  const onDisk = new Map(
    notebook.cells.flatMap((cell) => files.of(cell)).map(({ name, state }) => [name, state]),
  );
  return touchedBy(reached, notebook.cells, compiled, {
    tables: catalogue.map(({ name, ref, notebookId }) => {
      const owner = notebookId === id ? undefined : titles.get(notebookId);
      return { name, rows: ref.numRows, ...(owner !== undefined && { owner }) };
    }),
    hostAccess: (origin) => (connectableOrigin(origin) === origin ? network.accessTo(origin) : "denied"),
    secretAccess: (name) =>
      !secrets.includes(name) ? "missing" : granted.secrets.includes(name) ? "granted" : "asked",
    fileState: (name) => onDisk.get(name) ?? (Object.hasOwn(record.files, name) ? "kept" : undefined),
  });
}
