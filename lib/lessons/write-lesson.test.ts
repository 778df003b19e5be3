import { describe, expect, test } from "vitest";
import { newIds } from "../base";
import { createCompile } from "../notebook/compile/with-typescript";
import { parseNotebook } from "../notebook";
import { authoringNames } from "../runtime";
import { Classroom } from "./graded.suite";
import { offeredChecks, parseLesson, stubOf, writeLesson, type RunData } from ".";

const newId = newIds(Date.now, Math.random);
const compile = createCompile({ api: authoringNames });

const text = `---
title: Mine
---

Read *this*.

\`\`\`ts
const fetchOne = task({ retries: 1 }, async (n: number) => {
  await sleep(0.1);
  if (n === 2 && runtime.taskRun.runCount === 1) throw new Error("busy");
  return n;
});
const sum = task(async (all: number[]) => all.reduce((a, b) => a + b, 0));
\`\`\`

\`\`\`ts
const main = flow(async () => await sum(fetchOne.map([1, 2, 3])));
\`\`\`

\`\`\`sql name=numbers
SELECT * FROM range(3)
\`\`\`
`;

describe("a lesson of a notebook", () => {
  const { notebook } = parseNotebook(text, newId);
  const compiled = compile(notebook);
  const [prose, tasks, main] = notebook.cells;

  test("[LE40] is written as a text that is read back: prose, start, solution, checks, hints", () => {
    const stub = tasks ? (stubOf(tasks, compiled) ?? "") : "";
    const written = writeLesson(
      {
        ...{ title: "Mine", summary: "What it is: all of it.", id: "mine", minutes: 5, states: ["Retrying"] },
        ...{ notebook, starts: new Map(tasks ? [[tasks.id, stub]] : []), hints: ["```ts\n1\n```", " "] },
        checks: [{ sentence: { en: 'It is "done" `now`' }, language: "ts", code: "return `a`;" }],
      },
      newId,
    );
    const { lesson, problems } = parseLesson(written, newId);
    expect(problems).toEqual([]);
    expect(lesson).toMatchObject({
      minutes: 5,
      states: ["Retrying"],
      summary: { en: "What it is: all of it." },
    });
    expect(lesson.prose.en).toBe("Read *this*.");
    expect(lesson.checks).toMatchObject([{ sentence: { en: 'It is "done" `now`' }, code: "return `a`;" }]);
    expect(lesson.hints.map(({ en }) => en)).toEqual(["```ts\n1\n```"]);
    const codes = (cells: typeof lesson.start.cells) =>
      cells.map((cell) => ("code" in cell ? cell.code : ""));
    const own = notebook.cells.slice(1).map((cell) => ("code" in cell ? cell.code : ""));
    expect(codes(lesson.solution.cells)).toEqual(own);
    expect(codes(lesson.start.cells)).toEqual([stub, ...own.slice(1)]);
  });

  test("[LE40] a cell is emptied to what it defines, which compiles and fails; prose is not emptied", () => {
    expect(prose && stubOf(prose, compiled)).toBeUndefined();
    const stubbed = notebook.cells.map((cell) =>
      cell.kind === "ts" ? { ...cell, code: stubOf(cell, compiled) ?? "" } : cell,
    );
    const { definitions, cells } = compile({ ...notebook, cells: stubbed });
    expect(definitions.map(({ name }) => name)).toEqual(["fetchOne", "sum", "main", "numbers"]);
    expect(Object.values(cells).flatMap(({ problems }) => problems)).toEqual([]);
    expect(main && stubOf(main, compiled)).toContain("main is yours to write");
  });

  test("[LE41] checks are offered of what a run did, and hold of it", async () => {
    const room = await Classroom.open();
    try {
      let data: RunData | undefined;
      const checks: ReturnType<typeof offeredChecks>[number][] = [];
      const draft = parseLesson(text, newId).lesson;
      await room.grade({ ...draft, checks: [] }, [notebook], (record) => {
        data = record.runs.at(-1);
      });
      if (data) checks.push(...offeredChecks(data));
      const said = checks.filter(({ isUsual }) => isUsual).map(({ sentence }) => sentence.en);
      expect(said).toEqual([
        "The run ends as Completed",
        "fetchOne runs 3 times",
        "The most attempts of a run of fetchOne are 2",
        "At least 2 runs of fetchOne are running at once",
        "The flow gives 6",
      ]);
      const all = checks.map(({ sentence }) => sentence.en);
      expect(all).toContain("sum is given what fetchOne gave");
      expect(all).toContain("sum gives 6");
      const [grades = []] = await room.grade({ ...draft, checks }, [notebook]);
      expect(grades.map(({ kind }) => kind)).toEqual(checks.map(() => "passed"));
    } finally {
      await room.close();
    }
  });
});
