import type { RunLook, Segment } from "@/lib/fold";
import { waitedFor } from "@/lib/workspace";
import { durationText } from "../../_ui/time";

type Wait = Extract<Segment, { kind: "wait" }>;

/** For what a task run waits, in words: “waits for places”, “waits for a free worker”. */
export function waitText(look: RunLook, { reason, tasks = [], names = [] }: Wait): string {
  const groups = tasks.map((id) => look.task(id)?.group.name ?? "another task");
  return `waits ${waitedFor(reason, [...new Set([...groups, ...names])])}`;
}

/** A part of a task run's time, in words. */
export function segmentText(look: RunLook, segment: Segment): string {
  switch (segment.kind) {
    case "wait":
      return `${durationText(segment.to - segment.from)}: ${waitText(look, segment)}`;
    case "run":
      return `${durationText(segment.to - segment.from)}: attempt ${segment.attempt}${
        segment.end && !segment.goesOn ? `, then ${segment.end.name}` : ""
      }`;
    case "end":
      return `${segment.end.name}, without running`;
  }
}
