const kinds = {
  logger: { warn: "warning", exception: "error", critical: "error", fatal: "error", log: "info" },
  state: Object.fromEntries(
    [
      ...["scheduled", "pending", "running", "paused", "completed", "failed", "crashed"],
      ...["cancelling", "cancelled", "final"],
    ].map((type) => [`is_${type}`, `is${type.charAt(0).toUpperCase()}${type.slice(1)}`]),
  ),
  future: { add_done_callback: "addDoneCallback" },
  "task or a flow": { with_options: "withOptions" },
} satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What Prefect's methods are called in Python, and here. */
const methods = new Map(
  Object.entries(kinds).flatMap(([kind, names]) =>
    Object.entries(names).map(
      ([python, here]) => [python, `If this is a ${kind}, write “${here}”.`] as const,
    ),
  ),
);

/** What to write in place of a method that Prefect has in Python; right of an author's own object, too. */
export function pythonAdvice(method: string): string | undefined {
  if (method === "result")
    return "If it comes from a call of a task, that gives the result itself: write await before the call, and leave .result() out. A future comes from .submit(…).";
  return methods.get(method);
}
