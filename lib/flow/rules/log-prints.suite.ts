import { flow, sandbox, task } from "..";
import { suite, type Scene } from "./harness.suite";

type TaskOptions = Parameters<ReturnType<typeof task>["withOptions"]>[0];
type FlowOptions = Parameters<ReturnType<typeof flow>["withOptions"]>[0];

interface Case {
  readonly title: string;
  readonly setting?: boolean;
  readonly flows?: FlowOptions;
  readonly outer?: TaskOptions;
  readonly inner?: TaskOptions;
  /** Who of flow, outer task and inner task has its prints in the log. */
  readonly logged: readonly string[];
}

const cases: readonly Case[] = [
  { title: "nobody says anything", logged: [] },
  { title: "the setting says so", setting: true, logged: ["flow", "outer", "inner"] },
  { title: "the flow says so", flows: { logPrints: true }, logged: ["flow", "outer", "inner"] },
  { title: "the outer task says so", outer: { logPrints: true }, logged: ["outer"] },
  { title: "the inner task says so", inner: { logPrints: true }, logged: ["inner"] },
  {
    title: "the flow says so, the outer task not",
    flows: { logPrints: true },
    outer: { logPrints: false },
    logged: ["flow", "inner"],
  },
  {
    title: "the outer task says so, the inner one not",
    outer: { logPrints: true },
    inner: { logPrints: false },
    logged: ["outer"],
  },
  {
    title: "the flow says so, neither task",
    flows: { logPrints: true },
    outer: { logPrints: false },
    inner: { logPrints: false },
    logged: ["flow"],
  },
  {
    title: "the flow says no, the outer task so",
    flows: { logPrints: false },
    outer: { logPrints: true },
    logged: ["outer"],
  },
  {
    title: "the setting says so, the flow not",
    setting: true,
    flows: { logPrints: false },
    inner: { logPrints: true },
    logged: ["inner"],
  },
];

/** The lines that a flow, a task in it and a task in that print into the log. */
async function printed({ run }: Scene, { setting = false, flows = {}, outer = {}, inner = {} }: Case) {
  const innerTask = task({ name: "inner", ...inner }, () => {
    console.log("print of inner");
  });
  const outerTask = task({ name: "outer", ...outer }, async () => {
    console.log("print of outer");
    await innerTask();
  });
  const all = flow({ name: "f", ...flows }, async () => {
    console.log("print of flow");
    await outerTask();
  });
  const { log } = console;
  sandbox.capturePrints();
  try {
    const { logs, taskRuns } = await run(all, [], { settings: { loggingLogPrints: setting } });
    const lines = logs.filter(({ message }) => message.startsWith("print of "));
    return { lines, taskRuns };
  } finally {
    console.log = log;
  }
}

export const logPrints = suite("Prints in the log", (rule) => {
  for (const given of cases)
    rule(`2.15 ${given.title}: the prints of ${given.logged.join(", ") || "nobody"}`, async (scene) => {
      const { expect } = scene;
      const { lines, taskRuns } = await printed(scene, given);
      expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual(
        given.logged.map((who) => `info print of ${who}`),
      );
      const runs = new Map(taskRuns.map(({ taskName, id }) => [taskName, id]));
      expect(lines.map(({ taskRunId }) => taskRunId)).toEqual(
        given.logged.map((who) => runs.get(who) ?? null),
      );
    });
});
