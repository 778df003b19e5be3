import { expect, test } from "vitest";
import { newIds, type FlowRunId, type TaskRunId } from "../base";
import { State, type RunEvent } from "../engine";
import { createEngine, createMarkdownArtifact, emitEvent, flow, task } from "../flow";
import { parseEvent, storedEvent } from "./event-codec";
import { maskedEvent } from "./masked-event";

const newId = newIds(Date.now, Math.random);
const resource = { "prefect.resource.id": "x" };

async function someEvents(): Promise<readonly RunEvent[]> {
  const work = task({ tags: ["tag"] }, async (n: string) => [{ column: n }]);
  const body = async () => {
    await createMarkdownArtifact({ key: "k", markdown: "data", description: "text", metadata: { a: "b" } });
    emitEvent({ event: "event", resource: { ...resource, own: "label" }, payload: { key: ["payload"] } });
    return await work("cell");
  };
  const { events } = await createEngine().run(flow({ name: "main" }, body));
  const id = newId<FlowRunId>();
  const error = Object.assign(new RangeError("said", { cause: new Error("cause") }), { code: "code" });
  const failed = (fields: object) => new State(newId(), 5, { type: "FAILED", ...fields });
  return [
    ...events,
    { type: "flow-state", at: 5, id, state: failed({ name: "Odd", message: "m", held: { value: error } }) },
    { type: "flow-state", at: 5, id, state: failed({ held: { value: "thrown" } }) },
    { type: "flow-name", at: 1, id, name: "renamed" },
    { type: "wait", at: 1, id: newId<TaskRunId>(), reason: "limit", names: ["tag:waited"] },
    { type: "log", at: 1, level: "info", message: "line", flowRunId: id, taskRunId: null },
  ];
}

test("each text that an author may choose passes the mask; ids, moments and fixed words do not", async () => {
  const seen = new Set<string>();
  const text = (one: string) => (seen.add(one), "****");
  const value = (one: unknown): unknown =>
    JSON.parse(JSON.stringify(one), (name, held: unknown) => {
      seen.add(name);
      return typeof held === "string" ? text(held) : held;
    });
  const events = await someEvents();
  const masked = events.map((event) =>
    parseEvent(maskedEvent(storedEvent(event), { isEmpty: false, text, value })),
  );
  expect(masked.map((event) => event?.type)).toEqual(events.map(({ type }) => type));
  for (const one of ["main", "tag", "n", "column", "cell", "k", "data", "text", "a", "b"])
    expect(seen).toContain(one);
  for (const one of ["event", "own", "label", "key", "payload", "renamed", "line", "tag:waited"])
    expect(seen).toContain(one);
  for (const one of ["Odd", "m", "said", "cause", "code", "RangeError", "thrown"])
    expect(seen).toContain(one);
  for (const one of ["log", "info", "FAILED", "limit", "markdown", "rows", "error", ...events.flatMap(idsOf)])
    expect(seen).not.toContain(one);
  expect(masked.flatMap((event) => (event ? idsOf(event) : []))).toEqual(events.flatMap(idsOf));
  expect(masked.at(-1)).toMatchObject({ level: "info", message: "****" });
});

test("where nothing is hidden a line stays as it came, and what is no event stays none", async () => {
  const same = (one: unknown) => one;
  const mask = { text: (one: string) => one, value: same };
  const [event] = await someEvents();
  const line = storedEvent(event!);
  expect(maskedEvent(line, { ...mask, isEmpty: true })).toBe(line);
  expect(parseEvent(maskedEvent(line, { ...mask, isEmpty: false }))).toEqual(parseEvent(line));
  for (const bad of ["", "{", "5", "null", '"log"', "[]", undefined as never, {} as never])
    expect(parseEvent(maskedEvent(bad, { ...mask, isEmpty: false }))).toBeUndefined();
});

function idsOf(event: RunEvent): readonly string[] {
  if (event.type === "flow-run") return [event.flowRun.id, event.flowRun.state.id];
  if (event.type === "task-run") return [event.taskRun.id, event.taskRun.flowRunId ?? ""];
  if (event.type === "task-state" || event.type === "flow-state") return [event.id, event.state.id];
  return event.type === "log" ? [event.flowRunId ?? ""] : [];
}
