import { describe, expect, test } from "vitest";
import { replay } from "../engine";
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
import { parseEvent, storedEvent } from "./event-codec";
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
      expect(
        parseEvent(JSON.stringify({ ...event, artifact: { ...event.artifact, ...change } })),
      ).toBeUndefined();
  });

  test("a secret's preview hides it", () => {
    const secret = new Secret("hunter2");
    expect(
      JSON.stringify([previewOf(secret), previewOf([{ secret }]), previewOf({ deep: [secret] })]),
    ).not.toMatch(/hunter2/);
    expect(previewOf(secret)).toEqual({ kind: "text", text: "****", isWhole: true });
  });
});
