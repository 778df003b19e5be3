import { expect, test } from "vitest";
import { commands } from "vitest/browser";
import { sleep, systemClock } from "../../lib/base";
import { audit, lastRuns, type StoredRun } from "../audit";
import { randomOf } from "../random";
import { asked } from "./asked";
import { endWorker } from "./in-worker";
import { Tab } from "./open-session";

/** How often a part of a run is killed; KILL_ROUNDS=100 for the whole of R3. */
const rounds = Number(asked("KILL_ROUNDS", "4"));
const seed = Number(asked("KILL_SEED", "1"));

/** What a round's run gives, reckoned without tasks. */
function answerOf(round: number): string {
  const rows = 1000 + round;
  const sums = [0, 1, 2, 3].map((part) => {
    let sum = 0;
    for (let n = part; n < rows; n += 4) sum += n;
    return sum;
  });
  const scaled = Array.from({ length: 12 }, (_, n) => (n * 37 + round) % 101);
  return `round ${round}: ${[...sums, ...scaled].reduce((sum, value) => (sum * 7 + value) % 99991, 1)}`;
}

/**
 * A run of tables, of tasks that are tried again, and of tasks that are not. What it gives is another in each round, so that
 * nothing of the round before serves it.
 */
function codeOf(round: number): string {
  return `const cachePolicy = INPUTS.plus(TASK_SOURCE);
const add = task({ cachePolicy, taskRunName: "add {part}" }, async (part: number, round: number) => {
  const [row] = await (await sql\`SELECT sum(n)::INT AS total FROM \${await numbers()} WHERE n % 4 = \${part} AND \${round} >= 0\`).toArray();
  return Number(row?.total);
});
const scale = task({ cachePolicy, retries: 1, taskRunName: "scale {n}" }, async (n: number, round: number) => {
  await sleep(0.1);
  return (n * 37 + round) % 101;
});
const frail = task({ cachePolicy, taskRunName: "frail {n}" }, async (n: number, round: number) => {
  await sleep(0.1);
  return (n * 37 + round) % 101;
});
const main = flow(async () => {
  const round = ${round};
  const scaled = Array.from({ length: 12 }, (_, n) => (n % 3 === 2 ? frail : scale).submit(n, round));
  const sums = [];
  for (let part = 0; part < 4; part++) sums.push(await add(part, round));
  const values = [...sums];
  for (const one of scaled) values.push(await one.result());
  return "round " + round + ": " + values.reduce((sum, value) => (sum * 7 + value) % 99991, 1);
});`;
}

/** By which the sandbox's workers say what they are at work as, and can be ended as the browser would: without a word. */
const marked = `globalThis.die = globalThis.close.bind(globalThis);
addEventListener("message", ({ data }) => { if (data?.type === "runnel:boot") globalThis.role = globalThis.name; });`;

interface Marked {
  readonly role: "flow" | "task" | undefined;
  readonly die: () => void;
}

/** Ends one of the sandbox's workers, by an error or without a word; says whether there was one. */
async function endMarked(role: "flow" | "task", random: () => number): Promise<boolean> {
  const [from, isSilent] = [random(), random() < 0.5];
  const end = ([wanted, silent]: readonly [string, boolean]) => {
    const own = globalThis as unknown as Marked;
    if (own.role !== wanted) return undefined;
    // After the answer to this.
    setTimeout(() => {
      if (!silent) throw new Error("killed");
      own.die();
    });
    return true;
  };
  const given = [role, isSilent];
  return (await commands.askWorkers({ isSandboxed: true, call: end.toString(), given, from })) === true;
}

/** How each task run ended, by names without their endings. */
function endsOf({ tasks }: StoredRun): ReadonlyMap<string, string | undefined> {
  return new Map(tasks.map(({ name, states }) => [name.replace(/-[0-9a-f]{3}$/, ""), states.at(-1)]));
}

interface Kill {
  /** Ends the part; says whether it was there. */
  readonly end: (random: () => number) => Promise<boolean>;
  /** Checks how the run came to end that lost the part. */
  readonly check: (run: StoredRun) => void;
}

const isOver = ({ tasks }: StoredRun) =>
  expect([...new Set(tasks.map(({ states }) => states.at(-1)))]).not.toContain("Running");

/** Of a run whose flow's own worker is gone. */
function checkCrashed(run: StoredRun): void {
  expect(run.state).toBe("Crashed");
  isOver(run);
}

const kills: Record<string, Kill> = {
  "a task's worker": {
    end: (random) => endMarked("task", random),
    check(run) {
      const crashed = run.tasks.filter(({ states }) => states.at(-1) === "Crashed");
      // Those that go with their flow say so.
      const lost = crashed.filter(({ message }) =>
        message.startsWith("The worker that ran this task failed"),
      );
      expect(
        lost.filter(({ name, states }) => name.startsWith("scale ") && !states.includes("Retrying")),
      ).toEqual([]);
      expect(run.state).toBe(lost.length > 0 ? "Failed" : "Completed");
      expect(crashed.length > 0).toBe(lost.length > 0);
      isOver(run);
    },
  },
  "the data worker": {
    end: () => endWorker("data").then(() => true),
    check(run) {
      if (run.state !== "Completed") {
        expect(run.state).toBe("Failed");
        expect(run.message).toContain("come back by themselves");
      }
      isOver(run);
    },
  },
  "the flow's worker": { end: (random) => endMarked("flow", random), check: checkCrashed },
  "the sandbox's frame": {
    end: async () => {
      const frame = document.querySelector('iframe[title="Sandbox"]');
      frame?.remove();
      return frame !== null;
    },
    check: checkCrashed,
  },
};

test(
  `[R3] a part of a run that is killed, ${rounds} times at random moments, costs that run and no other`,
  { timeout: 120_000 + rounds * 60_000 },
  async ({ annotate }) => {
    const random = randomOf(seed);
    const tab = await Tab.open(marked);
    const notebook = await tab.openNew({ kind: "sql", name: "numbers", text: "" }, { kind: "ts", text: "" });
    const write = (rows: number, round: number) => {
      notebook.write("numbers", `SELECT range AS n FROM range(${rows})`);
      notebook.write(1, codeOf(round));
    };
    const lastRun = async () => (await lastRuns(notebook.id, 1))[0]!;
    write(1000, 0);
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.cell(1).outputs).toContain(answerOf(0));
    // The first one started the data engine too.
    write(999, -1);
    expect(await notebook.run()).toBe("Completed");
    const { duration } = await lastRun();

    const figures = new Map<string, { hits: number; unhurt: number; slowest: number }>();
    // A round whose part was not there at its moment is played again, at another.
    let hits = 0;
    for (let round = 1; hits < rounds; round++) {
      expect(round, "rounds, of which every second may miss").toBeLessThanOrEqual(2 * rounds);
      const [name, kill] = Object.entries(kills)[hits % 4]!;
      const where = `round ${round}: ${name}`;
      const figure = figures.get(name) ?? { hits: 0, unhurt: 0, slowest: 0 };
      figures.set(name, figure);
      write(1000 + round, round);
      const over = notebook.run();
      await sleep(systemClock, random() * duration);
      let isHit = await kill.end(random);
      // It may not have begun yet, or be over already.
      while (!isHit && notebook.isRunning) isHit = await kill.end(random);
      const at = performance.now();
      expect(await over, where).toMatch(/Completed|Failed|Crashed/);
      const run = await lastRun();
      const took = performance.now() - at;
      // It may have been over before.
      const isUnhurt = !isHit || run.state === "Completed";
      if (isUnhurt) figure.unhurt++;
      if (isHit) [hits, figure.hits] = [hits + 1, figure.hits + 1];
      if (run.state === "Crashed") figure.slowest = Math.max(figure.slowest, took);
      if (!isUnhurt || !/flow|frame/.test(name)) kill.check(run);
      expect(await audit(notebook.id), where).toMatchObject({ orphans: [], faults: [] });

      expect(await notebook.run(), where).toBe("Completed");
      expect(notebook.cell(1).outputs, where).toContain(answerOf(round));
      expect(await audit(notebook.id), where).toMatchObject({ orphans: [], faults: [] });
      const ends = endsOf(await lastRun());
      const finished = [...endsOf(run)].flatMap(([task, end]) => (end === "Completed" ? [task] : []));
      expect(
        finished.filter((task) => ends.get(task) !== "Cached"),
        where,
      ).toEqual([]);
    }
    await notebook.close();
    const told = [...figures].map(
      ([name, { hits: killed, unhurt, slowest }]) =>
        `${name}: ${killed} killed, ${unhurt} runs Completed all the same, a crash told after ${Math.round(slowest)} ms at the latest`,
    );
    await annotate(`seed ${seed}: ${told.join("; ")}`);
  },
);
