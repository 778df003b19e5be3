import { describe, expect, test } from "vitest";
import { EventLog, type RunEvent, type State } from "../../engine";
import { RunFold, type RunLook } from "../../fold";
import { playSeed } from "../../flow/simulation/trial.suite";
import { parseEvent, storedEvent, type StoredEvent } from "../../runtime";
import { Budget } from "../bytes";
import { recordedRun } from "../realistic.suite";
import { readRun } from "./read-run";
import { recorded, type Stored } from "./recorded";
import { writeRun } from "./write-run";

const seeds = Array.from({ length: 45 }, (_, seed) => seed);

function read(lines: readonly StoredEvent[]) {
  return readRun(writeRun(lines), new Budget(16_000_000), 1);
}

function eventsOf(lines: readonly StoredEvent[]): readonly RunEvent[] {
  return lines.map(parseEvent).filter((event) => event !== undefined);
}

/** The fold of events, and each run's number in the order of their making, by which runs are told apart whatever their ids. */
function foldOf(events: readonly RunEvent[]) {
  const log = new EventLog({ keepEvents: false });
  const [first] = events;
  if (first?.type !== "flow-run") throw new Error("A log begins with its run.");
  for (const event of events) log.record(event);
  const fold = new RunFold(first.flowRun.id, log);
  for (const event of events) fold.take(event);
  const numbers = new Map([...log.flowRuns, ...log.taskRuns].map(({ id }, index) => [id as string, index]));
  const numberOf = (id: string | null) => (id === null ? null : (numbers.get(id) ?? "unknown"));
  return { fold, numberOf };
}

/** All that a look shows, without ids, and times to the millisecond. */
function shown(look: RunLook, numberOf: (id: string | null) => unknown) {
  const groupName = (id: string) => id.replace(/[0-9a-f-]{36}/g, (flow) => `flow ${String(numberOf(flow))}`);
  const numbered = (text: string) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => String(numberOf(id)));
  const said = (state: State | undefined) => state && numbered(state.toString());
  return {
    state: said(look.state),
    counts: look.counts,
    edges: look.edges.map(({ from, to, kind }) => [groupName(from.id), groupName(to.id), kind]),
    lines: Array.from({ length: look.lineCount }, (_, number) => {
      const line = look.line(number);
      return (
        line && [
          ...[
            line.level,
            Math.floor(line.at),
            line.message.replace(/[0-9a-f-]{36}/g, (id) => String(numberOf(id))),
          ],
          ...[numberOf(line.flowRunId), numberOf(line.taskRunId), look.attemptOf(number)],
        ]
      );
    }),
    tasks: look.tasks.map((task) => ({
      ...{
        id: numberOf(task.run.id),
        name: task.run.name,
        task: task.group.name,
        group: groupName(task.group.id),
      },
      ...{ tags: task.run.tags, inputs: Object.keys(task.run.taskInputs), retries: task.run.retries },
      state: said(look.stateOf(task)),
      cache:
        task.decided && task.decided.position < look.position
          ? [task.decided.decision.outcome, task.decided.decision.rule]
          : null,
      workers: task.workers?.filter(({ position }) => position < look.position).map(({ worker }) => worker),
      segments: look
        .segmentsOf(task)
        .map((one) => [
          ...[one.kind, Math.floor(one.from), Math.floor(one.to)],
          ...(one.kind === "wait"
            ? [one.reason, one.tasks?.map(numberOf), one.names]
            : [said(one.end), one.kind === "run" && one.attempt]),
        ]),
    })),
  };
}

/** The events of each root run of a program, in their order; runs that another left to a server are no part of one. */
async function logsOf(seed: number): Promise<readonly (readonly RunEvent[])[]> {
  const { journal } = await playSeed(seed);
  const roots = new Map<string, RunEvent[]>();
  const rootOf = new Map<string, string>();
  const root = (id: string | null) => (id === null ? undefined : rootOf.get(id));
  for (const event of journal.events) {
    if (event.type === "flow-run") {
      const { id, parentFlowRunId } = event.flowRun;
      rootOf.set(id, root(parentFlowRunId) ?? id);
    } else if (event.type === "task-run") {
      const of = root(event.taskRun.flowRunId);
      if (of === undefined || rootOf.has(event.taskRun.id)) continue;
      rootOf.set(event.taskRun.id, of);
    }
    const of =
      event.type === "flow-run"
        ? root(event.flowRun.id)
        : event.type === "task-run"
          ? root(event.taskRun.id)
          : event.type === "log"
            ? (root(event.taskRunId) ?? root(event.flowRunId))
            : event.type === "cache"
              ? root(event.decision.taskRunId)
              : "id" in event
                ? root(event.id)
                : undefined;
    if (of !== undefined) roots.set(of, [...(roots.get(of) ?? []), event]);
  }
  return [...roots.values()].filter((events) => isReplayable(events));
}

/** States of one run are told in order, but for those of runs that a server took in between. */
function isReplayable(events: readonly RunEvent[]): boolean {
  const log = new EventLog({ keepEvents: false });
  try {
    for (const event of events) log.record(event);
    return true;
  } catch {
    return false;
  }
}

describe("a recorded run", () => {
  test(
    "[SH20] of any program looks the same at every position, when it comes out of a link",
    { timeout: 120_000 },
    async () => {
      let [runs, looks] = [0, 0];
      for (const seed of seeds)
        for (const events of await logsOf(seed)) {
          const { lines, leftOut } = read(events.map(storedEvent));
          const back = eventsOf(lines);
          expect({ seed, leftOut, count: back.length }).toEqual({ seed, leftOut: 0, count: events.length });
          const [before, after] = [foldOf(events), foldOf(back)];
          const every = Math.max(1, Math.floor(events.length / 8));
          for (let position = events.length; position > 0; position -= every, looks++)
            expect(shown(after.fold.look(position), after.numberOf)).toEqual(
              shown(before.fold.look(position), before.numberOf),
            );
          runs++;
        }
      expect(runs).toBeGreaterThan(30);
      expect(looks).toBeGreaterThan(200);
    },
  );

  test("[SH21] says what the log says of it, but for what is of one browser", async () => {
    const log = await recordedRun();
    const plain = (stored: unknown) =>
      JSON.stringify(stored, (key, value: unknown) => {
        if (key === "taskKey") return "";
        return key === "at" && typeof value === "number" ? Math.floor(value) : value;
      }).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");
    const sorted = (line: Stored): unknown => JSON.parse(plain(line));
    expect(recorded(read(log).lines).map(sorted)).toEqual(recorded(log).map(sorted));
  });

  test("[SH22] has no id, hash, path or stack of this browser in its bytes", async () => {
    const log = await recordedRun();
    const text = new TextDecoder("latin1").decode(writeRun(log));
    for (const line of log) {
      const event = parseEvent(line);
      const ids = line.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
      for (const id of ids) expect(text).not.toContain(id);
      if (event?.type === "task-run") expect(text).not.toContain(event.taskRun.taskKey);
    }
    expect(text).not.toMatch(/file:\/\/|node_modules|realistic\.suite/);
  });

  test("[SH23] has the same ids whenever it is read, and others than another link's", async () => {
    const bytes = writeRun(await recordedRun());
    const ids = (seed: number) =>
      readRun(bytes, new Budget(16_000_000), seed)
        .lines.map(parseEvent)
        .flatMap((event) => (event?.type === "task-run" ? [event.taskRun.id] : []));
    expect(ids(1)).toEqual(ids(1));
    expect(ids(2).filter((id) => ids(1).includes(id))).toEqual([]);
  });

  test("[SH24] keeps the page's notes, requests and artifacts, without hashes", () => {
    const id = "01980000-0000-7000-8000-000000000001";
    const task = "01980000-0000-7000-8000-000000000002";
    const at = 1_780_000_000_000;
    const lines = [
      {
        type: "flow-run",
        flowRun: {
          id,
          name: "f",
          flowName: "f",
          definition: "f",
          tags: [],
          parameters: {},
          parentTaskRunId: null,
          parentFlowRunId: null,
          state: { id: task, type: "PENDING", at },
        },
      },
      {
        type: "emitted",
        at,
        event: "runnel.run.requested",
        resource: { "prefect.resource.id": `prefect.flow-run.${id}` },
        related: [],
        payload: {
          sources: { f: "0123456789abcdef" },
          entry: { kind: "flow", name: "f", parameters: { __proto__x: [1, null, "a"], n: 0.1 } },
        },
      },
      {
        type: "emitted",
        at: at + 1,
        event: "runnel.file.offered",
        resource: {},
        related: [],
        payload: { name: "a.csv", hash: "feedface", size: 3 },
      },
      {
        type: "artifact",
        at: at + 2,
        artifact: {
          id: task,
          key: "k",
          type: "markdown",
          data: "# a",
          description: null,
          metadata: null,
          flowRunId: id,
          taskRunId: null,
          created: new Date(at).toISOString(),
          updated: new Date(at + 5).toISOString(),
        },
      },
    ].map((line) => JSON.stringify(line));
    const events = eventsOf(read(lines).lines);
    expect(events.map(({ type }) => type)).toEqual(["flow-run", "emitted", "artifact"]);
    const [flow, requested, artifact] = events;
    if (flow?.type !== "flow-run" || requested?.type !== "emitted") throw new Error("other events");
    expect(requested.payload).toEqual({
      sources: {},
      entry: { kind: "flow", name: "f", parameters: { __proto__x: [1, null, "a"], n: 0.1 } },
    });
    expect(requested.resource).toEqual({ "prefect.resource.id": `prefect.flow-run.${flow.flowRun.id}` });
    expect(artifact).toMatchObject({
      artifact: { key: "k", data: "# a", flowRunId: flow.flowRun.id, updated: new Date(at + 5) },
    });
  });
});
