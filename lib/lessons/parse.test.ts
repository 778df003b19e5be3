import { describe, expect, test } from "vitest";
import { newId } from "./answers.suite";
import { parseLesson } from ".";

const head = `---
title: Tasks
tags: [a]
lesson: { id: tasks, number: 1, part: First flow, minutes: 3, states: [Completed], summary: Short., ko: { title: 태스크 } }
---
`;
const check = '```ts check="It runs" check.ko="실행됩니다"\nrun.task("a");\n```\n';

/** The lines and messages of what is wrong with a lesson. */
const wrongWith = (text: string) =>
  parseLesson(text, newId).problems.map(({ line, message }) => `${line}: ${message}`);

describe("[LE1] the text of a lesson", () => {
  const text = `${head}
For all.

<!-- en -->
In English.

<!-- ko -->
한국어로.

\`\`\`ts
const a = 1;
\`\`\`

\`\`\`ts solution
const a = 2;
\`\`\`

\`\`\`sql solution name=b
SELECT 1
\`\`\`

\`\`\`predict
Why?

- [ ] No
- [x] Yes

Because.
\`\`\`

\`\`\`predict ko
왜?
- [ ] 아니요
- [x] 네
\`\`\`

\`\`\`hint
Look.
\`\`\`

\`\`\`hint ko
보세요.
\`\`\`

${check}
At the end.
`;
  const { lesson, problems } = parseLesson(text, newId);

  test("is prose by language, questions, hints and checks", () => {
    expect(problems).toEqual([]);
    expect(lesson).toMatchObject({
      ...{ id: "tasks", number: 1, part: "First flow", minutes: 3, states: ["Completed"] },
      title: { en: "Tasks", ko: "태스크" },
      summary: { en: "Short." },
      prose: { en: "For all.\n\nIn English.", ko: "For all.\n\n한국어로." },
      after: { en: "At the end.", ko: "At the end." },
      checks: [{ sentence: { en: "It runs", ko: "실행됩니다" }, language: "ts", code: 'run.task("a");' }],
      hints: [{ en: "Look.", ko: "보세요." }],
      predictions: [
        {
          question: { en: "Why?", ko: "왜?" },
          answers: [
            { text: { en: "No", ko: "아니요" }, isRight: false },
            { text: { en: "Yes", ko: "네" }, isRight: true },
          ],
          why: { en: "Because." },
        },
      ],
    });
  });

  test("[LE3] has the cells that the learner begins with, and those of the solution", () => {
    expect(lesson.start).toMatchObject({
      title: "Tasks",
      settings: { tags: ["a"] },
      cells: [{ kind: "ts", code: "const a = 1;", options: {} }],
    });
    expect(lesson.start.settings).not.toHaveProperty("lesson");
    expect(lesson.solution.cells).toMatchObject([
      { kind: "ts", code: "const a = 2;", options: {} },
      { kind: "sql", name: "b", code: "SELECT 1", options: {} },
    ]);
    expect(lesson.solution.cells[0]?.id).toBe(lesson.start.cells[0]?.id);
  });
});

describe("[LE2] what is wrong with a lesson is told with its line", () => {
  test.each([
    ["# Nothing\n", "1: This is no lesson: its front matter has no “lesson:”."],
    [
      "---\ntitle: A\nlesson: {}\n---\n" + check,
      "1: The lesson has no “id”: add it below “lesson:”, as a text.",
    ],
    [head, '1: The lesson checks nothing: add a fence with check="…".'],
    [`${head}\n\`\`\`ts check\n\`\`\`\n`, '7: A check needs a sentence that says what must hold: check="…".'],
    [`${head}${check}\`\`\`csv check="a"\n\`\`\`\n`, "9: A check is TypeScript or SQL."],
    [
      `${head}${check}\`\`\`ts solution\n\`\`\`\n`,
      "9: A solution stands below the cell that it takes the place of: there is none above.",
    ],
    [`${head}${check}\`\`\`hint fr\nOui.\n\`\`\`\n`, "9: There is no such language: en, ko."],
    [
      `${head}${check}\`\`\`hint ko\n네.\n\`\`\`\n`,
      "9: A translation stands below what it is one of, in English: there is none above.",
    ],
    [`${head}${check}\`\`\`hint\n\`\`\`\n`, "9: This hint says nothing."],
    [
      `${head}${check}\`\`\`predict\n- [x] a\n- [ ] b\n\`\`\`\n`,
      "9: It asks nothing: write the question above its answers.",
    ],
    [
      `${head}${check}\`\`\`predict\nWhy?\n\`\`\`\n`,
      "9: It needs two answers or more, each a line “- [ ] …”.",
    ],
    [
      `${head}${check}\`\`\`predict\nWhy?\n- [x] a\n- [x] b\n\`\`\`\n`,
      "9: One of its answers must be ticked as the right one: “- [x] …”.",
    ],
  ])("%j", (text, message) => {
    expect(wrongWith(text)).toContain(message);
  });
});
