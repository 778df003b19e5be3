import { describe, expect, test } from "vitest";
import { newId } from "./answers.suite";
import { functionsOf } from "./graded.suite";
import { gradeOne, parseLesson, type Grade, type RunData } from ".";

const states = (...named: readonly [type: string, name: string, at: number][]) =>
  named.map(([type, name, at], position) => ({ type, name, at, position }));
const twice = states(
  ["PENDING", "Pending", 0],
  ["RUNNING", "Running", 1],
  ["SCHEDULED", "AwaitingRetry", 2],
  ["RUNNING", "Retrying", 4],
  ["COMPLETED", "Completed", 5],
);
const task = (name: string, more: Partial<RunData["tasks"][number]> = {}): RunData["tasks"][number] => ({
  ...{ name, task: name.replace(/-\d+$/, ""), states: twice, retries: 1, parameters: {}, tags: [] },
  ...{ reads: [], waitsFor: [], waits: [] },
  ...more,
});
const run: RunData = {
  ...{ id: "r", name: "calm-owl", logs: [{ level: "info", message: "hello there", at: 1 }] },
  flows: [{ id: "r", name: "calm-owl", flow: "main", states: states(["COMPLETED", "Completed", 6]) }],
  tasks: [task("a-0"), task("a-1", { reads: ["a-0"] })],
  tables: { totals: { name: "warehouse.totals", count: 300, rows: [{ city: "Rome", total: 3n }] } },
};

/** What checks say of the run, each the body of a function. */
async function graded(codes: readonly string[], runs: readonly RunData[] = [run]): Promise<readonly Grade[]> {
  const text = codes.map((code) => `\`\`\`ts check="It holds"\n${code}\n\`\`\`\n`).join("\n");
  const functions = await functionsOf(parseLesson(text, newId).lesson);
  return functions.map((one) => gradeOne(one, { runs }));
}

describe("a check in TypeScript", () => {
  test("sees what the runs did", async () => {
    const holds = [
      'run.state === "Completed" && run.says("hello") && !run.has("b")',
      'run.tasksOf("a").length === 2 && run.mostAtOnce() === 2',
      'run.task("a").attempts === 2 && run.task("a").pauses[0] === 2',
      'run.task("a").times("Retrying") === 1 && run.task("a").startedAt === 1',
      'run.tasks[1].reads("a", run) && !run.tasks[0].reads("a", run)',
      'run.rows("totals")[0].city === "Rome" && run.count("totals") === 300',
      "record.runs.length === 1 && run === record.run",
    ];
    const code = (holding: string) => `if (!(${holding} as boolean)) return "it does not";`;
    const grades = await graded(holds.map(code));
    expect(grades).toEqual(holds.map(() => ({ kind: "passed" })));
  });

  test("[LE10] is open where what it asks for is not there, and says so in each language", async () => {
    const grades = await graded(['run.task("b");', 'run.rows("b");', "record.before;", 'run.flowOf("b");']);
    expect(grades.map((one) => one.kind === "open" && one.seen.en)).toEqual([
      "No task b ran; what ran: a.",
      "The run gave no table b.",
      "It has run only once: press Run again.",
      "No flow b ran.",
    ]);
    expect(grades.every((one) => one.kind === "open" && one.seen.ko !== undefined)).toBe(true);
    const [nothing] = await graded([""], []);
    expect(nothing).toMatchObject({ kind: "open", seen: { en: "Nothing has run yet: press Run." } });
  });

  test("[LE11] is broken where it throws, or gives what is no text; and the others are asked all the same", async () => {
    const grades = await graded([
      "null.a;",
      "return 7;",
      "throw { toString() { throw 1; } };",
      'return "seen";',
      'return ["seen", "봄"];',
    ]);
    expect(grades).toMatchObject([
      { kind: "broken", why: expect.stringContaining("TypeError") as string },
      { kind: "broken", why: expect.stringContaining("must give nothing") as string },
      { kind: "broken", why: "It threw what has no text." },
      { kind: "open", seen: { en: "seen" } },
      { kind: "open", seen: { en: "seen", ko: "봄" } },
    ]);
    await expect(graded(["const a = ;"])).rejects.toThrow("Check 1: Line 1");
    expect(gradeOne(undefined, { runs: [run] })).toEqual({ kind: "broken", why: "It could not be read." });
  });

  test("[LE12] is told with 500 characters at most", async () => {
    const [open, broken] = await graded(['return "a".repeat(1_000);', 'throw new Error("a".repeat(1_000));']);
    expect(open).toEqual({ kind: "open", seen: { en: "a".repeat(500) } });
    expect(broken?.kind === "broken" && broken.why.length).toBe(500);
  });
});
