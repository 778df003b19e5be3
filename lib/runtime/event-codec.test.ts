import { describe, expect, test } from "vitest";
import { newIds, type FlowRunId } from "../base";
import { State, replay } from "../engine";
import {
  Secret,
  createEngine,
  createMarkdownArtifact,
  createProgressArtifact,
  createTableArtifact,
  emitEvent,
  flow,
  updateProgressArtifact,
} from "../flow";
import { eventParser, parseEvent, storedEvent } from "./event-codec";
import { eventSchema } from "./event-schema";
import { previewOf } from "./preview";

const resource = { "prefect.resource.id": "x" };

async function eventsOf(body: () => Promise<unknown>) {
  const run = await createEngine().run(flow({ name: "main" }, body));
  if (!run.state.isCompleted()) throw new Error(String(run.state));
  return run.events;
}

/** An event as the page reads it again: over the wire, and out of storage. */
const travelled = (event: Parameters<typeof storedEvent>[0]) =>
  parseEvent(structuredClone(storedEvent(event)));

describe("events as they are stored", () => {
  test("artifacts and their updates come back as they were", async () => {
    const events = await eventsOf(async () => {
      await createMarkdownArtifact({ key: "m", markdown: "# Hi", description: "d", metadata: { a: "b" } });
      await createTableArtifact({ table: [{ a: 1 }] });
      await updateProgressArtifact(await createProgressArtifact({ progress: 1 }), 50.5);
    });
    const artifacts = events.filter(({ type }) => type === "artifact");
    expect(artifacts).toHaveLength(4);
    expect(artifacts.map(travelled)).toEqual(artifacts);
    const again = events.map(travelled).filter((event) => event !== undefined);
    expect(replay(again).artifacts).toEqual(replay(events).artifacts);
  });

  test("emitted events come back as they were, up to the largest", async () => {
    const events = await eventsOf(async () => {
      emitEvent({ event: "first", resource });
      emitEvent({
        event: "x".repeat(1024),
        resource,
        payload: { deep: [{ a: null }], big: "x".repeat(1_400_000) },
      });
      emitEvent({ event: "labels", resource: { ...resource, long: "x".repeat(1_200_000) } });
    });
    const emitted = events.filter(({ type }) => type === "emitted");
    expect(emitted).toHaveLength(3);
    expect(emitted.map(travelled)).toEqual(emitted);
  });

  test("an artifact of the largest size comes back", async () => {
    const events = await eventsOf(async () => createMarkdownArtifact({ markdown: "x".repeat(1_000_000) }));
    for (const event of events) expect(travelled(event)).toBeDefined();
  });

  test("what is no artifact is no event", async () => {
    const [event] = (await eventsOf(async () => createMarkdownArtifact({ markdown: "x" }))).filter(
      ({ type }) => type === "artifact",
    );
    if (event?.type !== "artifact") throw new Error("no artifact");
    const wrong = [{ type: "html" }, { created: "now" }, { data: {} }, { data: NaN }, { metadata: { a: 1 } }];
    for (const change of wrong)
      expect(parseEvent({ ...event, artifact: { ...event.artifact, ...change } })).toBeUndefined();
  });

  test("a secret's preview hides it", () => {
    const secret = new Secret("hunter2");
    expect(
      JSON.stringify([previewOf(secret), previewOf([{ secret }]), previewOf({ deep: [secret] })]),
    ).not.toMatch(/hunter2/);
    expect(previewOf(secret)).toEqual({ kind: "text", text: "****", isWhole: true });
  });

  test("each text that an author may choose passes the mask; ids, numbers and fixed words do not", async () => {
    const seen = new Set<string>();
    const text = (one: string) => (seen.add(one), `masked:${one}`);
    const parse = eventParser(
      eventSchema({ text, value: (value) => (seen.add(JSON.stringify(value)), "gone") }),
    );
    const error = Object.assign(new RangeError("said", { cause: new Error("cause") }), { code: "code" });
    const state = (fields: object) =>
      new State(newIds(Date.now, Math.random)(), 5, { details: {}, ...fields } as ConstructorParameters<
        typeof State
      >[2]);
    const at = 1;
    const id = newIds(Date.now, Math.random)<FlowRunId>();
    const events = [
      ...(await eventsOf(async () => {
        await createMarkdownArtifact({
          key: "k",
          markdown: "data",
          description: "text",
          metadata: { a: "b" },
        });
        emitEvent({ event: "event", resource: { ...resource, own: "label" }, payload: { key: ["payload"] } });
        return [{ column: "cell" }];
      })),
      {
        type: "flow-state",
        at,
        id,
        state: state({ type: "FAILED", name: "Odd", message: "m", held: { value: error } }),
      },
      { type: "flow-state", at, id, state: state({ type: "FAILED", held: { value: "thrown" } }) },
      { type: "flow-name", at, id, name: "renamed" },
      { type: "log", at, level: "info", message: "line", flowRunId: id, taskRunId: null },
    ] as Parameters<typeof storedEvent>[0][];
    const parsed = events.map((event) => parse(storedEvent(event)));
    expect(parsed.every((event) => event !== undefined)).toBe(true);
    for (const one of ["k", "data", "text", "a", "b", "event", "own", "label", "column", "cell", "main"])
      expect(seen).toContain(one);
    for (const one of [
      '["payload"]',
      "Odd",
      "m",
      "said",
      "cause",
      "code",
      "RangeError",
      "thrown",
      "renamed",
      "line",
    ])
      expect(seen).toContain(one);
    for (const one of [id, "log", "info", "FAILED", "markdown", "rows", "error"])
      expect(seen).not.toContain(one);
    expect(parsed.map((event) => event?.type)).toEqual(events.map(({ type }) => type));
    expect(parsed.at(-1)).toMatchObject({ level: "info", message: "masked:line", flowRunId: id });
  });
});
