import { describe, expect, test } from "vitest";
import { newIds, testClock } from "../../base";
import { createEngine, flow, pauseFlowRun } from "../../flow";
import type { Grade } from "../../lessons";
import { parseNotebook, serialiseNotebook } from "../../notebook";
import { decodeLink, encodeLink } from "../../share";
import { storedEvent } from "../../runtime";
import { orders, recordedRun } from "../../share/realistic.suite";
import { memoryStores } from "../../storage";
import { answerOf, claimsIn } from "./answer";
import type { RanApart } from "./apart";
import { classCsv } from "./class-csv";
import type { ClassRow } from "./class-grading";
import { leftOpenNote } from "./left-open";
import { keysOfAnswer, keysOfLesson } from "./keys-handed-on";
import { mostAnswers, pastedAnswers } from "./pasted";
import { firstDifference } from "./same-record";

const newId = newIds(Date.now, Math.random);
const claims = { lesson: "~ab", by: "Ada: #1", seed: 7, runs: 3, hints: 1, at: 5 };

/** The lines of a run as two links have them. */
async function twice() {
  const run = await recordedRun();
  const read = (data: readonly ReturnType<typeof orders>[]) => {
    const { shared } = decodeLink(encodeLink({ notebook: "# One", parameters: {}, data, run }).text);
    return shared?.run ?? [];
  };
  return [read([]), read([orders(3)])] as const;
}

describe("a record that was run again", () => {
  test("[LE51] is genuine where all events are the same, whatever their ids", async () => {
    const [one, other] = await twice();
    expect(one.length).toBeGreaterThan(20);
    expect(firstDifference(one, other)).toBeUndefined();
  });

  test("[LE51] differs where any one event was changed, left out or added, and says the first", async () => {
    const [one] = await twice();
    for (const place of one.keys()) {
      const line = one[place] ?? "";
      if (line.includes('"runnel.')) continue;
      const changed = line.replace(/"at":(\d+)/, (_, at: string) => `"at":${Number(at) + 1}`);
      const lines = [
        one.map((own, at) => (at === place ? changed : own)),
        one.filter((_, at) => at !== place),
        [...one.slice(0, place), line, ...one.slice(place)],
      ];
      for (const forged of lines)
        if (forged.join() !== one.join()) expect(firstDifference(forged, one)).toMatch(/^At event \d+/);
    }
    const failed = one.map((line) => line.replace('"type":"COMPLETED"', '"type":"FAILED"'));
    expect(firstDifference(failed, one)).toMatch(/is Failed|is FAILED|but not as when/);
  });
});

describe("what is pasted", () => {
  test("[LE53] is an answer a line, with a name before it or without", () => {
    const text =
      "Ada: https://me.example/#r1abcdefghij\n\n  https://me.example/#r1xyzabcdefg \nBo – r1abcdefghijk\r\nCy\n";
    expect(pastedAnswers(text)).toEqual([
      { who: "Ada", link: "https://me.example/#r1abcdefghij" },
      { who: "", link: "https://me.example/#r1xyzabcdefg" },
      { who: "Bo", link: "r1abcdefghijk" },
      { who: "Cy", link: "" },
    ]);
    // The rest of a link that a mail has broken in two is none, whatever letters are in it.
    expect(pastedAnswers("OneMTe_jFrYBWWr7abcdefghij")).toEqual([
      { who: "OneMTe_jFrYBWWr7abcdefghij", link: "" },
    ]);
    expect(pastedAnswers("x\n".repeat(1_000))).toHaveLength(mostAnswers);
  });
});

describe("what is handed on", () => {
  const secret = "tops3cret-value-42";
  const mine = { what: "your secret “api-token”", isKept: true };
  const password = 'const password = "hunter2";';
  /** Each way in which it may be written. */
  const forms = [secret, btoa(secret), encodeURIComponent(JSON.stringify(secret)), secret.toUpperCase()];

  async function keeping() {
    const stores = memoryStores();
    await stores.secrets.write("api-token", secret);
    return stores;
  }

  test.each(forms)("[LE43] an answer tells of a key, and of a kept secret: %s", async (form) => {
    const text = `\`\`\`sql name=one\nSELECT 1\n-- ${form}\n\`\`\`\n\n\`\`\`ts\n${password}\n\`\`\`\n`;
    const answer = answerOf(parseNotebook(text, newId).notebook, { ...claims, by: form });
    const run = (await recordedRun()).map((line) => line.replace("orders", form));
    const keys = await keysOfAnswer(answer, run, await keeping());
    expect(keys).toEqual([
      { ...mine, where: "front matter", line: 2, part: "answer" },
      { ...mine, where: "one", cell: 0, line: 2, part: "answer" },
      { what: "a password", where: "cell 2", cell: 1, line: 1, part: "answer" },
      { ...mine, where: "recorded run", line: 0, part: "answer" },
    ]);
    expect(JSON.stringify(keys)).not.toContain(form);
  });

  test.each(forms)("[LE43] a lesson tells of both wherever in it they are: %s", async (form) => {
    const { notebook } = parseNotebook(`${form}\n\n\`\`\`sql name=one\nSELECT 1\n\`\`\`\n`, newId);
    const [, cell] = notebook.cells;
    const plan = {
      ...{ id: "mine", minutes: 1, states: [], title: "Mine", summary: `Not ${form}`, notebook },
      starts: new Map(cell ? [[cell.id, `SELECT\n'${form}'`]] : []),
      checks: [{ sentence: { en: "It holds" }, code: password, language: "ts" as const }],
      hints: ["None.", `Say\n${form}`],
    };
    const keys = await keysOfLesson(plan, undefined, await keeping());
    expect(keys.map(({ where, line, isKept = false }) => [where, line, isKept])).toEqual([
      ["front matter", 2, true],
      ["cell 1", 1, true],
      ["one", 2, true],
      ["check “It holds”", 1, false],
      ["text of hint 2", 2, true],
    ]);
    expect(keys.every(({ part }) => part === "lesson")).toBe(true);
    expect(await keysOfLesson({ ...plan, checks: [] }, undefined, memoryStores())).toEqual([]);
  });
});

describe("an answer", () => {
  const { notebook } = parseNotebook("# Mine\n\n```ts\n1;\n```\n", newId);
  test("[LE50] says what it claims in its text", () => {
    const text = serialiseNotebook(answerOf(notebook, claims));
    expect(claimsIn(parseNotebook(text, newId).notebook)).toEqual(claims);
    expect(claimsIn(notebook)).toBeUndefined();
  });

  test.each([{ seed: "7" }, { seed: 1.5 }, { seed: null }, [], "yes", null])(
    "[LE50] is none where its front matter is %j",
    (answer) => {
      expect(claimsIn({ settings: { answer } })).toBeUndefined();
    },
  );

  test("[LE52] says which checks stay open for want of an earlier run", () => {
    const check = (en: string, code: string) => ({ sentence: { en }, language: "ts" as const, code });
    const checks = [
      check("One", "run.task('a');"),
      check("Two", "record.before.task('a');"),
      check("Three", "for (const one of record.runs) one.task('a');"),
    ];
    const open = { kind: "open", seen: { en: "no" } } as const;
    const passed = { kind: "passed" } as const;
    const noteOf = (grades: readonly Grade[], lines: RanApart["lines"] = []) =>
      leftOpenNote({ checks }, { grades, lines });
    expect(noteOf([open, open, open])).toMatch(/stays open\. “Two”, “Three”$/);
    expect(noteOf([open, passed, passed])).toBeUndefined();
  });

  test("[LE52] says which checks stay open for want of somebody who answers a pause", async () => {
    const asks = flow(async () => {
      await pauseFlowRun({ timeout: 1 });
    });
    const run = await createEngine({ clock: testClock() }).run(asks);
    const lines = run.events.map(storedEvent);
    const checks = [{ sentence: { en: "One" }, language: "ts" as const, code: "run.task('a');" }];
    const noteOf = (grade: Grade) => leftOpenNote({ checks }, { grades: [grade], lines });
    expect(noteOf({ kind: "open", seen: { en: "no" } })).toBe(
      "Nobody answers a pause in an answer's run: what waits for that stays open. “One”",
    );
    expect(noteOf({ kind: "passed" })).toBeUndefined();
  });

  test("[LE55] is a row of CSV in which nothing is a formula", () => {
    const row: ClassRow = {
      ...{ who: '=HYPERLINK("x"),', link: "https://me.example/#r1", isDone: true, notes: ["a\nb"] },
      grades: [{ kind: "passed" }, { kind: "open", seen: { en: "no" } }],
      record: { kind: "genuine" },
      claims,
    };
    const lines = classCsv({ checks: ["One", "+Two"], rows: [row], isGrading: false }).split("\r\n");
    expect(lines[0]).toBe("Name,One,'+Two,Passed,Runs,Hints,Made,Record,Notes,Link");
    expect(lines[1]).toBe(
      `"'=HYPERLINK(""x""),",passed,open,1,3,1,1970-01-01T00:00:00.005Z,genuine,"a\nb",https://me.example/#r1`,
    );
  });
});
