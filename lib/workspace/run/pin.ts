import type { RunSummary, Stores } from "../../storage";
import { readRun } from "./recovery";

/** Keeps what a run left, or lets it go when room is needed. */
export async function pin(run: RunSummary, isPinned: boolean, stores: Stores): Promise<void> {
  if (!isPinned) {
    await stores.pins.remove(run.id);
    return;
  }
  const { record } = await readRun(run.id, stores);
  const states = [...record.log.taskRuns, ...record.log.flowRuns].map(({ state }) => state);
  await stores.pins.write({
    runId: run.id,
    results: states.flatMap(({ stateDetails: { cacheKey } }) =>
      cacheKey === undefined ? [] : [`notebooks/${run.notebookId}/results/${cacheKey}`],
    ),
    tables: states.flatMap(({ data }) => lineageOf(data) ?? []),
    files: [...record.shown.files.values()].map(({ hash }) => hash),
  });
}

/** The table that a preview shows. */
function lineageOf(preview: unknown): string | undefined {
  if (typeof preview !== "object" || preview === null || !("table" in preview)) return undefined;
  const { table } = preview as { readonly table?: { readonly lineage?: unknown } };
  return typeof table?.lineage === "string" ? table.lineage : undefined;
}
