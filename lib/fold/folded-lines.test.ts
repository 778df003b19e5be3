import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testClock, type FlowRunId } from "../base";
import { EventLog, type LogLevel, type RunEvent } from "../engine";
import { createEngine, flow, getRunLogger, task } from "../flow";
import { FoldedLines, type FoldedRows, type LineFilter, RunFold, type RunLook } from ".";
import { foldOf } from "./fold-of.suite";

const say = task({ name: "say" }, async (text: string) => getRunLogger().info(text));
const warn = task({ name: "warn" }, async (text: string) => getRunLogger().warning(text));
const inner = flow({ name: "inner" }, async () => await say("from below"));
const main = flow({ name: "main" }, async () => {
  await say.map(["a", "a", "b"]).wait();
  await warn("A");
  await inner();
});

const all: LineFilter = { levels: new Set(), text: "", open: new Set() };

async function runOf(): Promise<RunFold> {
  const events: RunEvent[] = [];
  await createEngine({ clock: testClock(), onEvent: (event) => void events.push(event) }).start(main, [])
    .done;
  return foldOf(events);
}

function listed(rows: FoldedRows, look: RunLook): readonly string[] {
  return Array.from({ length: rows.count }, (_, index) => {
    const row = rows.at(index);
    if (!row) return "nothing";
    return `${look.line(row.number)?.message} × ${row.count}${row.isMixed ? " of several" : ""}`;
  });
}

describe("the lines of a log", () => {
  test("FO8 equal ones that follow each other are one row, of several tasks or of one", async () => {
    const fold = await runOf();
    fold.addLine({ ...noLine, message: "twice" });
    fold.addLine({ ...noLine, message: "twice" });
    const look = fold.look();
    const ends = { ...all, text: "finished" };
    expect(listed(new FoldedLines(ends).rows(look), look)).toEqual([
      "Finished in state Completed() × 8 of several",
    ]);
    const twice = new FoldedLines({ ...all, text: "twice" }).rows(look);
    expect(listed(twice, look)).toEqual(["twice × 2"]);
    const head = twice.at(0)?.number ?? -1;
    const opened = new FoldedLines({ ...all, text: "twice", open: new Set([head]) }).rows(look);
    expect(listed(opened, look)).toEqual(["twice × 1", "twice × 1"]);
    expect([opened.at(0)?.head, opened.at(1)?.head]).toEqual([head, head]);
  });

  test("FO8 are found by level, by text in them or in a name, and by task, group, or flow below one", async () => {
    const look = (await runOf()).look();
    const found = (filter: Partial<LineFilter>) => {
      const rows = new FoldedLines({ ...all, ...filter }).rows(look);
      return listed(rows, look).filter((row) => !row.startsWith("Finished"));
    };
    expect(found({ levels: new Set<LogLevel>(["warning"]) })).toEqual(["A × 1"]);
    expect(found({ text: "from" })).toEqual(["from below × 1"]);
    expect(found({ text: "say-" })).toEqual(["a × 2", "b × 1", "from below × 1"]);
    const [saying, , below] = look.groupsOf();
    expect(found({ of: saying?.id ?? "" })).toEqual(["a × 2", "b × 1"]);
    expect(found({ of: saying?.tasks[2]?.run.id ?? "" })).toEqual(["b × 1"]);
    expect(found({ of: below?.tasks[0]?.run.id ?? "" })).toEqual(["from below × 1"]);
    const { levels } = new FoldedLines({ ...all, levels: new Set<LogLevel>(["error"]) }).rows(look);
    expect(levels).toEqual({ debug: 0, info: look.lineCount - 1, warning: 1, error: 0 });
  });

  test("FO8 are found by the states in which their task runs are at the look, also after another look", async () => {
    const fold = await runOf();
    const running = new FoldedLines({ ...all, states: new Set(["Running"]) });
    const done = new FoldedLines({ ...all, states: new Set(["Completed", "gone"]) });
    const ofTasks = (look: RunLook, isFit: (name: string | undefined) => boolean) => {
      const numbers = Array.from({ length: look.lineCount }, (_, number) => number);
      return numbers.filter((number) => {
        const id = look.line(number)?.taskRunId;
        const task = id ? look.task(id) : undefined;
        return task !== undefined && isFit(look.stateOf(task)?.name);
      }).length;
    };
    for (const position of [fold.end, ...Array.from({ length: fold.end }, (_, at) => at), fold.end]) {
      const look = fold.look(position);
      expect(running.rows(look).lines).toBe(ofTasks(look, (name) => name === "Running"));
      expect(done.rows(look).lines).toBe(ofTasks(look, (name) => name === "Completed"));
    }
    expect(done.rows(fold.look()).lines).toBeGreaterThan(8);
    expect(done.rows(fold.look()).lines).toBeLessThan(fold.look().lineCount);
  });

  test("FO8 a line has the attempt at which it was written", async () => {
    const look = (await runOf()).look();
    expect(look.attemptOf(0)).toBe(1);
    expect(look.attemptOf(look.lineCount - 1)).toBeUndefined();
  });

  test("FO1 FO8 rows that were taken in piece by piece, with changes and back in time, are those of the whole", () => {
    const level = fc.constantFrom<LogLevel>("debug", "info", "warning", "error");
    const text = fc.constantFrom("a", "b");
    const step = fc.oneof(
      fc.record({ kind: fc.constant("add" as const), level, text }),
      fc.record({ kind: fc.constant("change" as const), level, text, number: fc.nat(40) }),
      fc.record({ kind: fc.constant("look" as const), back: fc.nat(5) }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.subarray(["info", "error"] as const),
        (steps, levels) => {
          const fold = emptyFold();
          const filter = { ...all, levels: new Set<LogLevel>(levels), open: new Set([0, 3]) };
          const folded = new FoldedLines(filter);
          for (const one of steps) {
            if (one.kind === "add") {
              fold.take({ type: "log", ...noLine, level: one.level, message: one.text });
            } else if (one.kind === "change")
              fold.lines.change(one.number, { level: one.level, message: one.text });
            else {
              const look = fold.look(fold.end - one.back);
              const whole = new FoldedLines(filter).rows(look);
              const rows = folded.rows(look);
              expect(rows.levels).toEqual(whole.levels);
              expect([rows.count, rows.lines]).toEqual([whole.count, whole.lines]);
              for (let index = 0; index <= rows.count; index++)
                expect(rows.at(index)).toEqual(whole.at(index));
            }
          }
        },
      ),
    );
    expect(emptyFold().look().lineCount).toBe(0);
  });

  test("FO8 those that are only stored are not listed", () => {
    const fold = emptyFold();
    const folded = new FoldedLines(all);
    for (let number = 0; number < 250_000; number++) {
      fold.take({ type: "log", ...noLine, message: String(number) });
      if (number % 10_000 === 0) folded.rows(fold.look());
    }
    const look = fold.look();
    const rows = folded.rows(look);
    expect(look.firstLine).toBeGreaterThan(0);
    expect(rows.count).toBe(look.lineCount - look.firstLine);
    expect(look.lineCount).toBe(250_000);
    expect(rows.at(0)?.number).toBe(look.firstLine);
  });
});

const noLine = { at: 0, level: "info", message: "", flowRunId: null, taskRunId: null } as const;

function emptyFold(): RunFold {
  return new RunFold("" as FlowRunId, new EventLog({ keepEvents: false }));
}
