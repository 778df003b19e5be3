import type { RunLook, Segment } from "@/lib/fold";
import { durationText } from "../../_ui/time";

type Wait = Extract<Segment, { kind: "wait" }>;

/** For what a task run waits, in words: “waits for places”, “waits for a free worker”. */
export function waitText(look: RunLook, { reason, tasks = [], names = [] }: Wait): string {
  switch (reason) {
    case "upstream": {
      const groups = [...new Set(tasks.map((id) => look.task(id)?.group.name ?? "another task"))];
      return `waits for ${listed(groups)}`;
    }
    case "worker":
      return "waits for a free worker";
    case "data":
      return "waits for DuckDB";
    case "limit":
      return names.length > 0 ? `waits for the limit ${listed(names)}` : "waits for a limit";
    case "rate":
      return names.length > 0 ? `waits for the rate ${listed(names)}` : "waits for a rate limit";
    case "retry":
      return "waits to be tried again";
    case "pause":
      return "paused";
    case "schedule":
      return "waits for its time";
  }
}

/** A part of a task run's time, in words. */
export function segmentText(look: RunLook, segment: Segment): string {
  switch (segment.kind) {
    case "wait":
      return `${durationText(segment.to - segment.from)}: ${waitText(look, segment)}`;
    case "run":
      return `${durationText(segment.to - segment.from)}: attempt ${segment.attempt}${
        segment.end ? `, then ${segment.end.name}` : ""
      }`;
    case "end":
      return `${segment.end.name}, without running`;
  }
}

function listed(names: readonly string[]): string {
  const [first = "", ...rest] = names.map((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name));
  return rest.length > 2 ? `${first} and ${rest.length} more` : [first, ...rest].join(", ");
}
