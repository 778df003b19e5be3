import type { State } from "../../engine";
import type { RunLook } from "../../fold";
import { count } from "../problem";
import { element, type Markup } from "./markup";

/** Task runs and lines that are in a page. */
const most = { tasks: 2_000, lines: 2_000 };

/** The width of the whole run in a bar's own units. */
const width = 1_000;

/** A run's timeline with its slider, and its log. The page's script moves it; without, it shows the end. */
export function timeline(look: RunLook): Markup {
  const { from, to = look.time } = look.span;
  const whole = Math.max(1, to - from);
  const tasks = look.tasks;
  const rows = tasks.slice(0, most.tasks).map((task) => {
    const states = Array.from({ length: task.states.countBefore(look.position) }, (_, index) => {
      const { type = "PENDING", name = "Pending" } = task.states.at(index) ?? {};
      return [rounded(task.states.timeOf(index) - from), type.toLowerCase(), name] as const;
    });
    const bars = look.segmentsOf(task).map((part) => {
      const kind = part.kind === "wait" ? "wait" : endOf(part.end);
      const [start, end] = [rounded(part.from - from), rounded(part.to - from)];
      return element("rect", {
        ...{
          class: kind,
          x: place(start, whole),
          ...(kind === "wait" ? { y: 6, height: 4 } : { y: 2, height: 12 }),
        },
        width: Math.max(3, place(end - start, whole)),
        ...{ "data-kind": kind, "data-from": start, "data-to": end },
      });
    });
    return element(
      "li",
      { "data-born": states[0]?.[0] ?? 0 },
      element("span", { class: "name" }, task.run.name),
      stateMark(states),
      element(
        "svg",
        { viewBox: `0 0 ${width} 16`, preserveAspectRatio: "none", "aria-hidden": "true" },
        bars,
      ),
    );
  });
  const lines = Array.from({ length: look.lineCount - look.firstLine }, (_, index) =>
    look.line(look.firstLine + index),
  );
  const log = lines.slice(0, most.lines).flatMap((line) => {
    if (!line) return [];
    const at = line.at - from;
    return [
      element(
        "li",
        { "data-born": at, class: line.level },
        element("time", {}, seconds(at)),
        element("span", {}, line.level),
        element("span", {}, line.message),
      ),
    ];
  });
  const states = look.root?.states;
  const flow = Array.from({ length: states?.countBefore(look.position) ?? 0 }, (_, index) => {
    const { type = "PENDING", name = "Pending" } = states?.at(index) ?? {};
    return [(states?.timeOf(index) ?? from) - from, type.toLowerCase(), name] as const;
  });
  return element(
    "section",
    { "aria-label": "Run" },
    element("h2", {}, look.root?.run.name ?? "Run", " ", stateMark(flow)),
    element(
      "p",
      { class: "control" },
      element("button", { type: "button", id: "play", hidden: true }, "Play"),
      element("input", {
        type: "range",
        id: "time",
        "aria-label": "Time",
        min: 0,
        max: whole,
        step: "any",
        value: whole,
        hidden: true,
      }),
      element("output", { id: "clock" }, seconds(whole)),
    ),
    element("ol", { class: "tasks" }, rows),
    more(tasks.length, most.tasks, "task runs"),
    element(
      "details",
      {},
      element("summary", {}, `${count(lines.length)} lines of the log`),
      element("ol", { class: "log" }, log),
      more(lines.length, most.lines, "lines"),
    ),
  );
}

/** How an attempt ended: one that is tried again has failed. */
function endOf(end: State | undefined): string {
  if (!end) return "running";
  return end.name === "AwaitingRetry" ? "failed" : end.type.toLowerCase();
}

/** A state that the script changes with the time: all of them, and the last as text. */
function stateMark(states: readonly (readonly [at: number, type: string, name: string])[]): Markup {
  const [, type = "pending", name = "Pending"] = states.at(-1) ?? [];
  return element("span", { class: `state ${type}`, "data-states": JSON.stringify(states) }, name);
}

function more(all: number, shown: number, what: string): Markup | undefined {
  return all > shown
    ? element("p", { class: "more" }, `The first ${count(shown)} of ${count(all)} ${what}.`)
    : undefined;
}

function place(at: number, whole: number): number {
  return rounded((at / whole) * width);
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
