import { describe, expect, test } from "vitest";
import { replay, type RunEvent } from "../engine";
import {
  Completed,
  Secret,
  createEngine,
  createMarkdownArtifact,
  createProgressArtifact,
  createTableArtifact,
  emitEvent,
  flow,
  getRunLogger,
  task,
  updateProgressArtifact,
} from "../flow";
import { parseEvent, storedEvent } from "./event-codec";
import { previewOf, type Preview } from "./preview";

const resource = { "prefect.resource.id": "x" };

async function eventsOf(body: () => Promise<unknown>) {
  const run = await createEngine().run(flow({ name: "main" }, body));
  if (!run.state.isCompleted()) throw new Error(String(run.state));
  return run.events;
}

/** An event as the page reads it again: over the wire, and out of storage. */
const travelled = (event: Parameters<typeof storedEvent>[0]) =>
  parseEvent(structuredClone(storedEvent(event)));

/** The data in an event's line. */
function line(event: RunEvent | undefined): Record<string, unknown> {
  if (!event) throw new Error("no such event");
  return JSON.parse(storedEvent(event)) as Record<string, unknown>;
}

describe("events as they are stored", () => {
  const long = "n".repeat(10_000);
  const text = "m".repeat(2_500_000);
  const one = async (n = 1) => n;
  class Named extends Error {
    override readonly name = long;
  }
  const thrown = (error: unknown) =>
    task({ name: "bad" }, async () => await Promise.reject(error as Error)).withOptions({
      returnState: true,
    })();
  test.each<readonly [what: string, body: () => unknown]>([
    ["a task's name", () => task({ name: long }, one)(1)],
    ["a task run's name", () => task({ name: "s", taskRunName: "{n}" }, async (n: string) => n)(long)],
    ["a flow's name", () => flow({ name: long }, one)(1)],
    ["a flow run's name", () => flow({ name: "f", flowRunName: long }, one)(1)],
    ["a tag", () => task({ name: "s", tags: [long] }, one)(1)],
    [
      "a list of tags",
      () => task({ name: "s", tags: Array.from({ length: 1_500 }, (_, n) => `${n}`) }, one)(1),
    ],
    ["a cache key", () => task({ name: "s", persistResult: true, cacheKeyFn: () => long }, one)(1)],
    ["a state's name", () => task({ name: "s" }, async () => Completed({ name: long }))()],
    ["a state's message", () => task({ name: "s" }, async () => Completed({ message: text }))()],
    ["an error's name", () => thrown(new Named("x"))],
    ["an error's code", () => thrown(Object.assign(new Error("x"), { code: long }))],
    ["an error's message", () => thrown(new Error(text))],
    ["the message of an error's cause", () => thrown(new Error("x", { cause: new Error(text) }))],
    ["a text that is thrown", () => thrown(text)],
    ["an argument", () => task({ name: "s" }, async (n: string) => n)(text)],
    ["a line of the log", () => getRunLogger().info(text)],
  ])("WS20 %s may be as long as its author makes it: it is cut, and no event is refused", async (_, body) => {
    const events = await eventsOf(async () => {
      await body();
    });
    expect(events.filter((event) => travelled(event) === undefined)).toEqual([]);
    const [before, after] = [replay(events), replay(events.map(travelled).flatMap((event) => event ?? []))];
    expect(after.taskRuns.map(({ state }) => state.type)).toEqual(
      before.taskRuns.map(({ state }) => state.type),
    );
  });

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

  test("why a task ran comes back; logs from before the rule was noted are read, unknown rules are not", async () => {
    const one = task({ persistResult: false }, async (x: number) => x);
    const [event] = (await eventsOf(async () => one(1))).filter(({ type }) => type === "cache");
    if (event?.type !== "cache") throw new Error("no decision");
    expect(travelled(event)).toEqual(event);
    const { rule, ...before } = event.decision;
    expect(rule).toBe("not-persisted");
    const old = { ...event, decision: before };
    expect(travelled(old)).toEqual(old);
    expect(parseEvent(JSON.stringify({ ...old, decision: { ...before, rule: "luck" } }))).toBeUndefined();
  });

  test("runs and their states come back as what they say", async () => {
    const events = await eventsOf(async () => {
      const flaky = task({ retries: 1, retryDelaySeconds: 0.001, tags: ["t"] }, (x: number) => {
        throw new RangeError(`no ${x}`);
      });
      const same = task((x: unknown) => x);
      await flaky(1).catch(() => undefined);
      await same(await same([1]));
      await same([{ a: 1 }]);
      await flow({ name: "child" }, async () => "a text")();
    });
    const again = events.map(travelled).filter((event) => event !== undefined);
    expect(again).toHaveLength(events.length);
    const told = ({ flowRuns, taskRuns }: ReturnType<typeof replay>) =>
      [...flowRuns, ...taskRuns].map(({ states, fields }) => ({
        fields: { ...fields, state: undefined, parameters: undefined },
        states: states.map(({ id, at, type, name, message, stateDetails }) => [
          ...[id, at, type, name],
          ...[message, stateDetails],
        ]),
      }));
    expect(told(replay(again))).toEqual(told(replay(events)));
    const data = replay(again).taskRuns.map(({ state }) => state.data);
    expect(data[0]).toBeInstanceOf(RangeError);
    expect(data.slice(1).map((one) => (one as Preview | undefined)?.kind)).toEqual([
      "text",
      "text",
      "rows",
      "text",
    ]);
  });

  test("of task runs and their states, whatever is not as it must be is no event", async () => {
    const events = await eventsOf(async () => task((x: number) => x)(1));
    const taskRun = line(events.find(({ type }) => type === "task-run"));
    const taskState = line(events.findLast(({ type }) => type === "task-state"));
    expect([taskRun, taskState].map((one) => parseEvent(JSON.stringify(one)) !== undefined)).toEqual([
      true,
      true,
    ]);
    const long = "x".repeat(3_000);
    const badStates = [
      ...[
        null,
        [],
        { id: "x" },
        { type: "DONE" },
        { type: "toString" },
        { at: "1" },
        { at: null },
        { name: 1 },
        { name: long },
      ],
      ...[
        { message: {} },
        { details: 1 },
        { details: { cacheKey: long } },
        { details: { scheduledTime: "soon" } },
        { details: { causeTaskRunId: "x" } },
      ],
      ...[
        { preview: {} },
        { preview: { kind: "text", text: 1, isWhole: true } },
        { error: {} },
        { error: { kind: "error" } },
        { error: { kind: "error", name: "E", message: "m", taskRunId: "x" } },
      ],
    ];
    const badRuns = [
      ...[
        { id: 1 },
        { name: long },
        { taskName: null },
        { taskKey: {} },
        { definition: 1 },
        { flowRunId: "x" },
      ],
      ...[
        { flowRunRunCount: "1" },
        { retries: "1" },
        { tags: "t" },
        { tags: [1] },
        { tags: Array(1_001).fill("t") },
        { parameters: [] },
      ],
      ...[{ parameters: { x: 1 } }, { parameters: { [long]: "1" } }, { taskInputs: { x: {} } }],
      ...[
        { taskInputs: { x: [{ inputType: "taskRun", id: "x" }] } },
        { taskInputs: { x: [{ inputType: "run", id: taskState["id"] }] } },
      ],
    ];
    const changed = (one: unknown, change: unknown) =>
      change === null || Array.isArray(change) ? change : { ...(one as object), ...(change as object) };
    const wrong = [
      ...badStates.map((change) => ({ ...taskState, state: changed(taskState["state"], change) })),
      ...badRuns.map((change) => ({ ...taskRun, taskRun: changed(taskRun["taskRun"], change) })),
      ...[
        { ...taskState, id: "x" },
        { ...taskRun, taskRun: null },
        { ...taskRun, type: "__proto__" },
        {},
        [],
        null,
        1,
      ],
    ];
    const taken = wrong.filter((one) => parseEvent(JSON.stringify(one)) !== undefined);
    expect(taken).toEqual([]);
    expect([taskRun, undefined, "", "{", "nonsense"].map(parseEvent)).toEqual(Array(5).fill(undefined));
  });

  test("what a run waits for, and where it runs, comes back; what is no such thing is no event", async () => {
    const [event] = (await eventsOf(async () => task(() => 1)())).filter(({ type }) => type === "task-run");
    if (event?.type !== "task-run") throw new Error("no task run");
    const { id } = event.taskRun;
    const good: readonly RunEvent[] = [
      { type: "wait", at: 1, id, reason: "worker" },
      { type: "wait", at: 1.5, id, reason: "limit", names: ["tag:api"] },
      { type: "go", at: 2, id },
      { type: "placed", at: 3, id, worker: 7 },
    ];
    expect(good.map(travelled)).toEqual(good);
    const changes = [
      ...[
        { at: -1 },
        { at: "1" },
        { id: "x" },
        { id: null },
        { reason: "luck" },
        { worker: -1 },
        { worker: 0.5 },
      ],
      ...[
        { worker: 1e9 },
        { names: "a" },
        { names: [1] },
        { names: ["x".repeat(201)] },
        { names: Array(21).fill("x") },
      ],
    ];
    const wrong = changes.flatMap((change) =>
      good
        .filter((one) => Object.keys(change).every((name) => name in one))
        .map((one) => ({ ...one, ...change })),
    );
    expect(wrong).toHaveLength(4 * 4 + 2 + 3 + 4);
    expect(wrong.filter((one) => parseEvent(JSON.stringify(one)) !== undefined)).toEqual([]);
  });

  test("a preview of what is wide or long says how much it shows", () => {
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]));
    for (const value of [wide, [wide, wide]]) {
      const preview = previewOf(value);
      expect(preview).toMatchObject({ kind: "rows", numColumns: 100_000 });
      expect(preview.kind === "rows" && preview.columns.length).toBe(30);
    }
    expect(previewOf({ a: 1 })).toEqual({ kind: "rows", columns: ["a"], rows: [["1"]], total: 1 });
    const [long, whole] = ["x".repeat(201), "x".repeat(200)];
    expect(previewOf({ long, whole, list: Array(1000).fill(1) })).toMatchObject({
      rows: [[`${whole}…`, whole, expect.stringMatching(/^\[1, 1.*…$/)]],
    });
  });

  class Money {
    readonly amount = 1;
  }
  test.each<[unknown, string]>([
    [/a+/gi, "/a+/gi"],
    [new Date(Number.NaN), "Invalid Date"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new ArrayBuffer(3), "ArrayBuffer(3 bytes)"],
    [new DataView(new ArrayBuffer(3)), "DataView(3 bytes)"],
    [new Uint8Array([1, 255]), "Uint8Array(2) [1, 255]"],
    [new Float64Array([0.5, -0, Number.NaN]), "Float64Array(3) [0.5, -0, NaN]"],
    [new BigInt64Array([2n ** 60n]), "BigInt64Array(1) [1152921504606846976n]"],
    [new Set([1, "a"]), 'Set(2) {1, "a"}'],
    [
      new Map<unknown, unknown>([
        [{ x: 1 }, [2]],
        ["k", null],
      ]),
      'Map(2) {{x: 1} => [2], "k" => null}',
    ],
    [new RangeError("no"), "RangeError: no"],
    [2n ** 70n, "1180591620717411303424"],
    [[2n], "[2n]"],
    [[Symbol("s"), () => 1, undefined], "[Symbol(s), function , undefined]"],
    [new Money(), "{amount: 1}"],
    [[new Money(), { at: new Date(0) }], "[{amount: 1}, {at: 1970-01-01T00:00:00.000Z}]"],
    [new URL("https://a.test/x"), "URL https://a.test/x"],
    [new Blob(["abc"]), "Blob(3 bytes)"],
    [Object.create(null), "{}"],
    [[Number.POSITIVE_INFINITY, Number.NaN, -0], "[Infinity, NaN, -0]"],
  ])("a preview shows a value as what it is (case %#)", (value, text) => {
    const preview = previewOf([[value]]);
    const shown = preview.kind === "text" ? preview.text : undefined;
    const isBigint = typeof value === "bigint";
    expect(shown).toBe(`[[${text}${isBigint ? "n" : ""}]]`);
    expect(previewOf([{ value }])).toMatchObject({ rows: [[text]] });
  });

  test("a secret's preview hides it", () => {
    const secret = new Secret("hunter2");
    expect(
      JSON.stringify([previewOf(secret), previewOf([{ secret }]), previewOf({ deep: [secret] })]),
    ).not.toMatch(/hunter2/);
    expect(previewOf(secret)).toEqual({ kind: "text", text: "****", isWhole: true });
  });
});
