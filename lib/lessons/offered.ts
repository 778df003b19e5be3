import type { Check } from "./lesson";
import type { RunData } from "./record";
import { RunSeen, type TaskSeen } from "./seen";

/** A check that a run suggests: it holds of that run. */
export interface OfferedCheck extends Check {
  /** Whether most lessons want it. */
  readonly isUsual: boolean;
}

/** What a run did, as checks that a lesson may ask for: states, counts, attempts, overlaps, the cache, what waited for what, rows. */
export function offeredChecks(data: RunData): readonly OfferedCheck[] {
  const run = new RunSeen(data);
  const names = [...new Set(run.tasks.map(({ task }) => task))];
  return [
    usual(
      `The run ends as ${run.state}`,
      `if (run.state !== ${text(run.state)}) return \`It ended as \${run.state}.\`;`,
    ),
    ...names.flatMap((name) => ofTask(name, run.tasksOf(name), run)),
    ...ofAll(run),
    ...(isShort(run.flow.result)
      ? [
          usual(
            `The flow gives ${run.flow.result}`,
            `if (run.flow.result !== ${text(run.flow.result)}) return \`It gave \${run.flow.result || "nothing"}.\`;`,
          ),
        ]
      : []),
    ...Object.entries(data.tables).map(([name, { count }]) =>
      usual(
        `The table ${name} has ${counted(count, "row")}`,
        `const rows = run.count(${text(name)});\nif (rows !== ${count}) return \`It has \${rows} rows.\`;`,
      ),
    ),
  ];
}

function ofTask(name: string, tasks: readonly TaskSeen[], run: RunSeen): readonly OfferedCheck[] {
  const all = `const tasks = run.tasksOf(${text(name)});\n`;
  const [first] = tasks;
  if (!first) return [];
  const offered: OfferedCheck[] = [];
  const states = [...new Set(tasks.map(({ state }) => state))];
  for (const state of states) {
    const count = tasks.filter((one) => one.state === state).length;
    const isAll = count === tasks.length;
    const who =
      tasks.length === 1 ? name : isAll ? `Each run of ${name}` : `${counted(count, "run")} of ${name}`;
    const ends = count === 1 || isAll ? "ends" : "end";
    offered.push(
      offer(
        `${who} ${ends} as ${state}`,
        `${all}const ended = tasks.filter(({ state }) => state === ${text(state)}).length;\n` +
          `if (ended !== ${isAll ? "tasks.length" : count}) return \`\${ended} of \${tasks.length} ended as ${state}.\`;`,
        // What completes is said of the whole run.
        state !== "Completed",
      ),
    );
  }
  if (tasks.length > 1)
    offered.push(
      usual(
        `${name} runs ${counted(tasks.length, "time")}`,
        `${all}if (tasks.length !== ${tasks.length}) return \`It ran \${tasks.length} times.\`;`,
      ),
    );
  const attempts = Math.max(...tasks.map((one) => one.attempts));
  if (attempts > 1)
    offered.push(
      usual(
        tasks.length === 1
          ? `${name} has ${attempts} attempts`
          : `The most attempts of a run of ${name} are ${attempts}`,
        `${all}const most = Math.max(...tasks.map(({ attempts }) => attempts));\n` +
          `if (most !== ${attempts}) return \`It has \${most} attempts.\`;`,
      ),
    );
  const atOnce = run.mostAtOnce(tasks);
  if (atOnce > 1)
    offered.push(
      offer(
        `At least 2 runs of ${name} are running at once`,
        `${all}if (run.mostAtOnce(tasks) < 2) return "They ran one after another.";`,
        true,
      ),
      offer(
        `At most ${atOnce} runs of ${name} are running at once`,
        `${all}const most = run.mostAtOnce(tasks);\nif (most > ${atOnce}) return \`\${most} were running at once.\`;`,
        false,
      ),
    );
  if (tasks.length === 1 && isShort(first.result))
    offered.push(
      offer(
        `${name} gives ${first.result}`,
        `const { result } = run.task(${text(name)});\nif (result !== ${text(first.result)}) return \`It gave \${result || "nothing"}.\`;`,
        false,
      ),
    );
  return [...offered, ...waited(name, first, run)];
}

/** Whether a result can be said in a sentence. */
function isShort(result: string): boolean {
  return result !== "" && result.length <= 60 && !/[\r\n]/.test(result);
}

/** What a task was given, and what it waited for. */
function waited(name: string, task: TaskSeen, run: RunSeen): readonly OfferedCheck[] {
  const others = [...new Set(run.tasks.map((one) => one.task))].filter((one) => one !== name);
  const asked = `const one = run.task(${text(name)});\n`;
  return others.flatMap((other): OfferedCheck[] => {
    if (task.reads(other, run))
      return [
        offer(
          `${name} is given what ${other} gave`,
          `${asked}if (!one.reads(${text(other)}, run)) return ${text(`It was given nothing of ${other}.`)};`,
          false,
        ),
      ];
    if (task.waitsFor(other, run))
      return [
        usual(
          `${name} waits for ${other}`,
          `${asked}if (!one.waitsFor(${text(other)}, run)) return ${text(`It did not wait for ${other}.`)};`,
        ),
      ];
    return [];
  });
}

function ofAll(run: RunSeen): readonly OfferedCheck[] {
  const count = run.tasks.length;
  const most = run.mostAtOnce();
  return [
    offer(
      count === 1 ? "There is one task run" : `There are ${count} task runs`,
      `if (run.tasks.length !== ${count}) return \`There are \${run.tasks.length} task runs.\`;`,
      false,
    ),
    offer(
      `At most ${most} task runs are running at once`,
      `const most = run.mostAtOnce();\nif (most > ${most}) return \`\${most} were running at once.\`;`,
      false,
    ),
  ];
}

function usual(sentence: string, code: string): OfferedCheck {
  return offer(sentence, code, true);
}

function offer(sentence: string, code: string, isUsual: boolean): OfferedCheck {
  return { sentence: { en: sentence }, language: "ts", code, isUsual };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** A text as code. */
function text(of: string): string {
  return JSON.stringify(of);
}
