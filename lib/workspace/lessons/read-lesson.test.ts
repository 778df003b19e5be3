import { describe, expect, test } from "vitest";
import { memoryStores } from "../../storage";
import { Library } from "../library";
import { newIds } from "../../base";
import type { WorkspaceOptions } from "../workspace";
import { courseIn } from "./course";
import { Lessons } from "./lessons";
import { learningLink, readForLearning, type ReadLesson } from "./read-lesson";

const text = `---
title: Sent
lesson: { id: retries, number: 1, part: Sent, minutes: 1, states: [], summary: A sent one. }
---

\`\`\`ts
const main = flow(async () => 1);
\`\`\`

\`\`\`ts check="It is completed"
if (run.state !== "Completed") return run.state;
\`\`\`
`;

async function read(of: string): Promise<ReadLesson> {
  const found = await readForLearning(learningLink(of));
  if (found.kind !== "lesson") throw new Error(found.kind);
  return found;
}

describe("what a link holds for a learner", () => {
  test("[LE30] is a lesson, with its checks and without a problem", async () => {
    const { lesson, problems, link } = await read(text);
    expect(problems).toEqual([]);
    expect(lesson).toMatchObject({ title: { en: "Sent" }, summary: { en: "A sent one." } });
    expect(lesson.checks).toHaveLength(1);
    expect(await readForLearning(`https://me.example/learn/#${link}.`)).toMatchObject({ link });
  });

  test("[LE30] [LE2] is a lesson with its problems, where those keep it from being a good one", async () => {
    const { problems } = await read("# No lesson\n\n```ts\n1;\n```\n");
    expect(problems).toContain("Line 1: This is no lesson: its front matter has no “lesson:”.");
    expect(problems.some((one) => one.includes("checks nothing"))).toBe(true);
  });

  test.each(["r9abc", "nonsense", "", "r1", learningLink(text).slice(0, 12), "%%%"])(
    "[LE30] is said where it is none: %j",
    async (link) => {
      const found = await readForLearning(link);
      expect(found.kind).toBe("none");
      expect(found.problems.length).toBeGreaterThan(0);
    },
  );

  test("[LE30] of a link that was cut is what is left, and says that something is lost", async () => {
    const link = learningLink(
      `${text}\n${Array.from({ length: 200 }, (_, n) => `Line ${n * 7919}`).join("\n")}`,
    );
    const found = await readForLearning(link.slice(0, -100));
    expect(found.kind).toBe("lesson");
    expect(found.problems.length).toBeGreaterThan(0);
  });
});

describe("a course", () => {
  const link = learningLink(text);

  test("[LE32] is a text with addresses of lessons", () => {
    const markdown = `# Mine\n\n- [The first](https://me.example/learn/#${link})\n- https://me.example/learn/?lesson=states\n`;
    expect(courseIn(markdown)).toEqual({
      title: "Mine",
      lessons: [
        { title: "The first", of: { kind: "link", text: link } },
        { title: "", of: { kind: "own", id: "states" } },
      ],
    });
    expect(courseIn("# Mine\n\nNothing.")).toBeUndefined();
  });

  test("[LE32] is read in a time that grows with its text alone, and has 100 lessons at most", () => {
    expect(courseIn("[".repeat(300_000) + "#r1a".repeat(200_000))?.lessons).toHaveLength(100);
  });

  test("[LE32] goes as a link, too", async () => {
    const found = await readForLearning(learningLink(`# Mine\n\n- [One](x/learn/#${link})\n`));
    expect(found).toMatchObject({ kind: "course", course: { title: "Mine" } });
  });
});

describe("a lesson that somebody sent", () => {
  const newId = newIds(Date.now, Math.random);
  const options: WorkspaceOptions = {
    fileUrl: (path) => path,
    frameHost: () => expect.unreachable(),
    drafts: { get: () => null, set: () => undefined, remove: () => undefined },
    onOutdated: () => undefined,
    onRestored: () => undefined,
  };
  const open = () => {
    const stores = memoryStores();
    const library = new Library(stores, newId, (path) => path);
    const lessons = new Lessons({
      stores,
      newId,
      options,
      library: () => Promise.resolve(library),
    });
    return { stores, lessons };
  };

  test("[LE31] keeps nothing before it is begun, and is one from elsewhere then", async () => {
    const { stores, lessons } = open();
    const sent = await read(text);
    expect(await lessons.openSent(sent, false)).toBeUndefined();
    expect(await stores.notebooks.list()).toEqual([]);
    const opened = await lessons.openSent(sent, true);
    expect(opened?.sent).toEqual({ link: sent.link, problems: [] });
    expect((await stores.notebooks.list()).map(({ origin }) => origin)).toEqual(["import"]);
    expect(await lessons.begun()).toMatchObject([{ title: "Sent", link: sent.link }]);
    expect((await lessons.openSent(sent, false))?.progress.notebook).toBe(opened?.progress.notebook);
  });

  test("[LE30] has progress of its own, also where it gives itself the id of another", async () => {
    const { lessons } = open();
    await lessons.openSent(await read(text), true);
    expect(await lessons.progress("retries")).toBeUndefined();
    expect(await lessons.openSent(await read(`${text}\nMore.\n`), false)).toBeUndefined();
  });
});
