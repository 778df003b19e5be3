import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answersTo, lessonIds, lessonText, newId } from "./answers.suite";
import { Classroom, functionsOf } from "./graded.suite";
import type { Notebook } from "../notebook";
import { gradeOne, languages, momentOf, parseLesson, watchedIn, type Grade, type Lesson } from ".";

let classroom: Classroom;
beforeAll(async () => {
  classroom = await Classroom.open();
});
afterAll(async () => {
  await classroom.close();
});

const isPassed = ({ kind }: Grade) => kind === "passed";
const said = (grades: readonly Grade[]) =>
  grades.map((one) =>
    one.kind === "open" ? one.seen.en : one.kind === "broken" ? `BROKEN ${one.why}` : "passed",
  );

/** Runs after which a learner is done at the latest. */
const twice = (notebook: Notebook) => [notebook, notebook];

describe.each(lessonIds)("[LE20] the lesson %s", (id) => {
  const { lesson, problems } = parseLesson(lessonText(id), newId);

  test("is told in each language, with hints", () => {
    expect(problems).toEqual([]);
    expect(lesson.id).toBe(id);
    const texts = [lesson.title, lesson.summary, lesson.prose, lesson.after, ...lesson.hints];
    for (const language of languages) {
      for (const told of [...texts, ...lesson.checks.map(({ sentence }) => sentence)])
        expect(told[language] ?? "", JSON.stringify(told)).not.toBe("");
      for (const { question, answers, why } of lesson.predictions)
        for (const told of [question, why, ...answers.map(({ text }) => text)])
          expect(told[language] ?? "", JSON.stringify(told)).not.toBe("");
    }
    // So many of something: a count that may be one stands where neither one nor many need be told.
    expect(lessonText(id)).not.toMatch(/\w\(s\)/);
    expect(lesson.hints.length).toBeGreaterThan(1);
    expect(lesson.predictions.length).toBeGreaterThan(0);
  });

  test("lets no check pass where nothing ran", async () => {
    expect(await passedByNothing(lesson)).toEqual([]);
  });

  test("is not passed as it begins, and is with its solution", async () => {
    const { start, solution } = lesson;
    for (const begun of await classroom.grade(lesson, twice(start))) {
      expect(begun.every(isPassed), said(begun).join("\n")).toBe(false);
      expect(
        begun.some(({ kind }) => kind === "broken"),
        said(begun).join("\n"),
      ).toBe(false);
    }
    const solved = (await classroom.grade(lesson, [start, ...twice(solution)])).at(-1) ?? [];
    expect(said(solved)).toEqual(lesson.checks.map(() => "passed"));
  });

  test("is passed by its solution as an answer, but for what asks of an earlier run or of a person", async () => {
    const grades = await classroom.asAnswer(lesson, lesson.solution);
    const isPaused = grades.some(
      (one) => one.kind === "open" && one.seen.en === "Nobody resumed it in time.",
    );
    const open = lesson.checks.filter(
      ({ code }, place) => !/\brecord\.(before|runs)\b/.test(code) && grades[place]?.kind !== "passed",
    );
    expect(open.map(({ sentence }) => sentence.en)).toEqual(
      isPaused ? ["No mail is sent before somebody has read the draft"] : [],
    );
  });

  test("[LE22] has its solution's run as the goal", async () => {
    const goal = await classroom.goal(lesson.solution);
    expect(goal.ms).toBeGreaterThan(0);
    await expect(`${JSON.stringify(goal)}\n`).toMatchFileSnapshot(`../../public/lessons/goals/${id}.json`);
  });

  test("[LE23] each link to a moment leads to one", async () => {
    const addresses = Array.from(
      lessonText(id).matchAll(/\]\((watch:[^)\s]*)\)/g),
      ([, address = ""]) => address,
    );
    const folds = [await classroom.fold(lesson.start), await classroom.fold(lesson.solution)];
    const leadsNowhere = [...new Set(addresses)].filter((address) => {
      const watched = watchedIn(address);
      return !watched || folds.every((fold) => momentOf(fold, watched) === undefined);
    });
    expect(leadsNowhere).toEqual([]);
  });

  test("lets no check pass as it begins because of a task that its solution has complete, and that failed", async () => {
    const { start, solution, checks } = lesson;
    const ended = async (notebook: Notebook) => {
      const tasks = [...(await classroom.fold(notebook)).tasks].map(({ run }) => run);
      const states = (name: string) =>
        tasks.filter((one) => one.taskName === name).map(({ state }) => state.type);
      return { names: new Set(tasks.map(({ taskName }) => taskName)), states };
    };
    const [began, solved] = [await ended(start), await ended(solution)];
    const grades = (await classroom.grade(lesson, [start]))[0] ?? [];
    const hollow = checks.filter(({ code }, place) => {
      const named = [...began.names].filter((name) => code.includes(`"${name}"`));
      const isHollow = (name: string) =>
        solved.states(name).includes("COMPLETED") && !began.states(name).includes("COMPLETED");
      return grades[place]?.kind === "passed" && named.some(isHollow);
    });
    expect(hollow.map(({ sentence }) => sentence.en)).toEqual([]);
  });

  const answers = answersTo(id);
  test("has another right way, and two mistakes or more", () => {
    expect(answers.filter(({ says }) => says === undefined).length).toBeGreaterThan(0);
    expect(answers.filter(({ says }) => says !== undefined).length).toBeGreaterThan(1);
  });

  test.each(answers.map((answer) => [answer.title, answer] as const))("%s", async (_, { notebook, says }) => {
    // Whoever answers has pressed Run before: what that left is not counted as theirs.
    const grades = (await classroom.grade(lesson, [...twice(lesson.start), ...twice(notebook)])).at(-1) ?? [];
    if (says === undefined) expect(said(grades)).toEqual(lesson.checks.map(() => "passed"));
    else {
      expect(grades.every(isPassed)).toBe(false);
      expect(said(grades).join("\n")).toContain(says);
    }
  });
});

test("[LE21] the list of lessons says what their texts say", async () => {
  const heads = lessonIds.map((id) => {
    const { number, part, minutes, states, title, summary } = parseLesson(lessonText(id), newId).lesson;
    return { id, number, part, minutes, states, title, summary };
  });
  heads.sort((a, b) => a.number - b.number);
  expect(new Set(heads.map(({ number }) => number)).size).toBe(heads.length);
  // `vitest -u` writes it anew.
  await expect(`${JSON.stringify(heads, null, 2)}\n`).toMatchFileSnapshot("../../public/lessons/index.json");
});

/** The checks that pass where there was no run, or one in which nothing happened. */
async function passedByNothing(lesson: Lesson): Promise<readonly string[]> {
  const functions = await functionsOf(lesson);
  const state = (type: string, name: string, at: number) => ({ type, name, at, position: at });
  const empty = {
    ...{ id: "run", name: "idle", tasks: [], logs: [], tables: {} },
    flows: [
      {
        ...{ id: "run", name: "idle", flow: "empty" },
        states: [
          state("PENDING", "Pending", 0),
          state("RUNNING", "Running", 0),
          state("COMPLETED", "Completed", 0),
        ],
      },
    ],
  };
  return lesson.checks.flatMap(({ sentence, language }, place) =>
    language === "ts" &&
    [[], [empty], [empty, empty]].some((runs) => isPassed(gradeOne(functions[place], { runs })))
      ? [sentence.en]
      : [],
  );
}
