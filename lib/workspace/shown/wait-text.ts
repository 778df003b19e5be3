import type { WaitReason } from "../../fold";

/** For what a task run waits, after “waits” or a time: “for a free worker”. `names` are those of tasks or limits. */
export function waitedFor(reason: WaitReason, names: readonly string[]): string {
  const what = names.length > 0 ? ` ${listed(names)}` : "";
  switch (reason) {
    case "upstream":
      return `for${what || " another task"}`;
    case "worker":
      return "for a free worker";
    case "data":
      return "for DuckDB";
    case "limit":
      return what ? `for the limit${what}` : "for a limit";
    case "rate":
      return what ? `for the rate limit${what}` : "for a rate limit";
    case "retry":
      return "to be tried again";
    case "pause":
      return "for somebody to resume it";
    case "schedule":
      return "for its time";
  }
}

/** Few names in full, each cut to what a row has room for. */
function listed(names: readonly string[]): string {
  const [first = "", ...rest] = names.map((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name));
  return rest.length > 2 ? `${first} and ${rest.length} more` : [first, ...rest].join(", ");
}
