/** Airflow's trigger rules: when a task begins, by the states of those upstream of it. */
export const triggerRules = [
  "all_success",
  "all_failed",
  "all_done",
  "all_done_min_one_success",
  "all_skipped",
  "one_failed",
  "one_success",
  "one_done",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
  "always",
] as const;

export type TriggerRule = (typeof triggerRules)[number];

/** The states in which a task ends. */
export type EndState = "success" | "failed" | "upstream_failed" | "skipped";

/** What a rule says of a task: it begins, it waits, or it ends without having begun. */
export type Verdict = "run" | "wait" | "skipped" | "upstream_failed";

/** What a rule says (AF11), by how those upstream ended; `undefined` is one that has not. */
export function verdictOf(rule: TriggerRule, upstream: readonly (EndState | undefined)[]): Verdict {
  if (upstream.length === 0 || rule === "always") return "run";
  const count = (...states: readonly EndState[]) =>
    upstream.filter((state) => state !== undefined && states.includes(state)).length;
  const all = upstream.length;
  const [succeeded, skipped] = [count("success"), count("skipped")];
  const failed = count("failed", "upstream_failed");
  const isDone = succeeded + skipped + failed === all;
  const runIf = (holds: boolean): Verdict => (holds ? "run" : "wait");
  switch (rule) {
    case "all_success":
      if (failed > 0) return "upstream_failed";
      return skipped > 0 ? "skipped" : runIf(succeeded === all);
    case "all_failed":
      return succeeded + skipped > 0 ? "skipped" : runIf(failed === all);
    case "all_done":
      return runIf(isDone);
    case "all_done_min_one_success":
      if (skipped > 0) return "skipped";
      return isDone && succeeded === 0 ? "upstream_failed" : runIf(isDone);
    case "all_skipped":
      return succeeded + failed > 0 ? "skipped" : runIf(skipped === all);
    case "one_failed":
      return failed === 0 && isDone ? "skipped" : runIf(failed > 0);
    case "one_success":
      if (skipped === all) return "skipped";
      return isDone && succeeded === 0 ? "upstream_failed" : runIf(succeeded > 0);
    case "one_done": {
      const ended = count("success", "failed");
      return isDone && ended === 0 ? "skipped" : runIf(ended > 0);
    }
    case "none_failed":
      return failed > 0 ? "upstream_failed" : runIf(isDone);
    case "none_failed_min_one_success":
      if (failed > 0) return "upstream_failed";
      return skipped === all ? "skipped" : runIf(isDone);
    case "none_skipped":
      return skipped > 0 ? "skipped" : runIf(isDone);
  }
}
