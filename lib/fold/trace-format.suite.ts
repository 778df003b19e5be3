import type { traceOf } from ".";

/**
 * What Chrome's “Trace Event Format” and Perfetto's reader ask of a trace, of the events that ours have: the rules that it breaks,
 * as a text of JSON is read back.
 */
export function brokenRules(trace: ReturnType<typeof traceOf>): readonly string[] {
  const { traceEvents, displayTimeUnit } = JSON.parse(JSON.stringify(trace)) as typeof trace;
  const broken = new Set<string>();
  const rule = (text: string, isKept: boolean) => isKept || broken.add(text);
  rule("the unit is ms or ns", ["ms", "ns"].includes(displayTimeUnit));
  const tracks = new Map<string, { ts: number; dur: number }[]>();
  for (const event of traceEvents) {
    const { name, pid, tid, args } = event;
    rule("a name is text", typeof name === "string");
    rule("pid and tid are whole numbers", Number.isInteger(pid) && Number.isInteger(tid));
    rule("args is an object", typeof args === "object" && !Array.isArray(args));
    if (event.ph === "M") {
      const named = ["process_name", "thread_name"].includes(name);
      rule("metadata names a process or a thread", named && typeof args["name"] === "string");
      continue;
    }
    const { cat, ts, dur } = event;
    const phase: string = event.ph;
    rule("all else is complete events", phase === "X" && typeof cat === "string");
    rule("times are whole microseconds, none below 0", [ts, dur].every((one) => Number.isSafeInteger(one) && one >= 0)); // prettier-ignore
    const key = `${pid} ${tid}`;
    tracks.set(key, [...(tracks.get(key) ?? []), { ts, dur }]);
  }
  for (const slices of tracks.values()) {
    // What took no time may be at the beginning of what took some.
    slices.sort((a, b) => a.ts - b.ts || a.dur - b.dur);
    for (const [index, { ts }] of slices.entries()) {
      const before = slices[index - 1];
      rule("slices of a track do not overlap", !before || before.ts + before.dur <= ts);
    }
  }
  return [...broken];
}
