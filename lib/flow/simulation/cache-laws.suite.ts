import type { TaskRun } from "../../engine";
import { textOf, valueFor } from "./model.suite";
import { endOf, planOf, type Breach } from "./run-laws.suite";
import type { Trial } from "./trial.suite";

/** A value that a run wrote under a key. */
interface Written {
  readonly run: TaskRun;
  readonly value: string;
  /** Where in the events its run ended, and was undone. */
  readonly at: number;
  undoneAt: number;
  readonly expires: number;
}

/** Laws of caching: what is served is what a completed run gave under the same key, still good, and not undone. */
export function cacheLaws(trial: Trial, breach: Breach): void {
  const runs = new Map<string, TaskRun>(
    trial.started.flatMap(({ run }) => (run?.taskRuns ?? []).map((one) => [one.id, one] as const)),
  );
  const written = new Map<string, Written[]>();
  const served: [run: TaskRun, key: string][] = [];
  const hits = new Map<string, { readonly at: number; readonly index: number }>();
  trial.journal.events.forEach((event, index) => {
    if (event.type === "cache" && event.decision.outcome === "hit")
      hits.set(event.decision.taskRunId, { at: event.at, index });
    if (event.type !== "task-state") return;
    const run = runs.get(event.id);
    const { cacheKey, cacheExpiration } = event.state.stateDetails;
    if (!run || !planOf(trial, run)) return;
    if (event.state.name === "RolledBack")
      for (const one of [...written.values()].flat()) if (one.run === run) one.undoneAt = index;
    if (event.state.name === "Cached") served.push([run, cacheKey ?? ""]);
    else if (event.state.isFinal() && cacheKey !== undefined) {
      const last = trial.journal.executions.get(run.id)?.at(-1)?.end;
      const value = last && "returned" in last ? textOf(last.returned) : "";
      const expires = cacheExpiration?.getTime() ?? Infinity;
      written.set(cacheKey, [
        ...(written.get(cacheKey) ?? []),
        { run, value, at: index, undoneAt: Infinity, expires },
      ]);
    }
  });
  for (const [run, key] of served) hit(trial, run, written.get(key) ?? [], hits.get(run.id), breach);
}

function hit(
  trial: Trial,
  run: TaskRun,
  written: readonly Written[],
  decision: { readonly at: number; readonly index: number } | undefined,
  breach: Breach,
): void {
  const tell = (what: string) => breach(`cache: ${run.name} was served ${what}`);
  const plan = planOf(trial, run)!;
  if (!decision) return tell("without a hit");
  const value = textOf(endOf(run)?.data);
  // The record is there a moment before its run says so.
  const isGood = (one: Written) => one.undoneAt > decision.index && one.expires > decision.at;
  const same = written.filter((one) => !plan.inMemory || one.value === value || one.value.startsWith("<"));
  if (same.length === 0) tell(`${value}, which nobody wrote`);
  else if (!same.some(isGood)) tell(`${value}, which expired or was rolled back`);
  const args = trial.journal.argsOf(run.id);
  if (plan.cache?.policy === "by task" && plan.inMemory && args && plan.nested.length === 0) {
    const expected = valueFor(plan.name, args);
    if (value !== expected && !value.startsWith("<") && value !== "null") tell(`${value}, not ${expected}`);
  }
}
