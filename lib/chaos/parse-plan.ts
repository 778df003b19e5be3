import type { TaskFaultKind } from "../engine";
import type { ChaosPlan, ChaosRule, JumpRule, TaskRule } from "./plan";

/** What is wrong with a line of a plan: the line counts from 1. */
export interface ChaosProblem {
  readonly line: number;
  readonly message: string;
}

export interface ReadPlan {
  /** Of the lines that make sense. */
  readonly plan: ChaosPlan;
  readonly problems: readonly ChaosProblem[];
}

export interface ReadPlanOptions {
  /** The names of the notebook's tasks; absent: any name will do. */
  readonly tasks?: readonly string[];
  /** Whether the run has a clock that can jump; default: it has none. */
  readonly isSimulated?: boolean;
}

const mostLines = 100;
const mostAttempts = 1_000;
const longestDelay = 31 * 86_400;
const longestJump = 10 * 366 * 86_400;

/**
 * Reads a plan: a line for each thing that goes wrong, `fetchOrders: fail, attempt 1` or `slow 1..5, probability 0.2`, and one for
 * the seed. Every text can be read; a line that makes no sense is a problem, and left out.
 */
export function readPlan(text: string, options: ReadPlanOptions = {}): ReadPlan {
  const problems: ChaosProblem[] = [];
  const rules: ChaosRule[] = [];
  let seed = 1;
  for (const [index, raw] of text.split(/\r\n?|\n/).entries()) {
    const line = raw.replace(/#.*$/, "").trim();
    if (line === "") continue;
    try {
      if (index >= mostLines) throw new Error(`A plan has at most ${mostLines} lines.`);
      const said = /^seed\s+(.*)$/.exec(line);
      if (said) seed = number(said[1] ?? "", "A seed", [0, 2 ** 32 - 1], true);
      else rules.push(ruleOf(line, options));
    } catch (error) {
      problems.push({ line: index + 1, message: error instanceof Error ? error.message : String(error) });
      if (index >= mostLines) break;
    }
  }
  return { plan: { seed, rules, text }, problems };
}

const examples: Readonly<Record<TaskFaultKind | "jump", string>> = {
  fail: "fail, attempt 1",
  slow: "slow 1..5",
  crash: "crash, attempt 1",
  offline: "offline, attempt 1",
  full: "full",
  jump: "jump -3600, after 60",
};

function ruleOf(line: string, { tasks, isSimulated = false }: ReadPlanOptions): ChaosRule {
  const [, subject, rest = ""] = /^(?:([^:,]*):)?(.*)$/.exec(line) ?? [];
  const task = subject?.trim();
  const [first = "", ...clauses] = rest.split(",").map((part) => part.trim());
  const [kind = "", ...amount] = first.split(/\s+/);
  if (!Object.hasOwn(examples, kind))
    throw new Error(`“${kind.slice(0, 40)}” cannot go wrong: write ${Object.keys(examples).join(", ")}.`);
  const known = kind as keyof typeof examples;
  if (task !== undefined && task !== "*" && tasks && !tasks.includes(task))
    throw new Error(
      `There is no task “${task.slice(0, 100)}” in this notebook${tasks.length > 0 ? `: it has ${tasks.slice(0, 20).join(", ")}` : ""}.`,
    );
  const said = clausesOf(clauses, examples[known]);
  if (known === "jump") return jump(amount, said, { isForTask: task !== undefined, isSimulated });
  return taskRule(known, amount, said, task === "*" ? undefined : task);
}

type Clause = "attempt" | "probability" | "after";

function clausesOf(clauses: readonly string[], example: string): ReadonlyMap<Clause, string> {
  return new Map(
    clauses.map((clause): readonly [Clause, string] => {
      const [, name, value = ""] = /^(attempt|probability|after)s?\s+(.+)$/.exec(clause) ?? [];
      if (name !== undefined) return [name as Clause, value];
      throw new Error(`“${clause.slice(0, 40)}” says nothing here: write it as in “${example}”.`);
    }),
  );
}

function taskRule(
  kind: TaskFaultKind,
  amount: readonly string[],
  said: ReadonlyMap<Clause, string>,
  task: string | undefined,
): TaskRule {
  if (said.has("after")) throw new Error(`Only a jump has “after”: “${kind}” has attempts.`);
  const attempts = said
    .get("attempt")
    ?.split(/\s+/)
    .map((one) => number(one, "An attempt", [1, mostAttempts], true));
  const chance = said.get("probability");
  const probability = chance === undefined ? undefined : number(chance, "A probability", [0, 1]);
  if (probability === 0) throw new Error("A probability of 0 never happens: take the line away.");
  if (kind !== "slow" && amount.length > 0)
    throw new Error(`“${amount.join(" ").slice(0, 40)}” says nothing here: write “${examples[kind]}”.`);
  return {
    kind,
    ...(task !== undefined && { task }),
    ...(attempts && { attempts }),
    ...(probability !== undefined && { probability }),
    ...(kind === "slow" && { seconds: range(amount.join(" ")) }),
  };
}

function range(text: string): readonly [number, number] {
  const [from = "", to = from, ...more] = text.replace(/\s*s$/, "").split("..");
  if (more.length > 0 || text === "") throw new Error(`Say for how many seconds: “${examples.slow}”.`);
  const seconds = [from, to].map((one) => number(one, "A delay in seconds", [0, longestDelay]));
  const [low = 0, high = 0] = seconds;
  if (low > high) throw new Error(`A delay goes from less to more: “slow ${high}..${low}”.`);
  return [low, high];
}

function jump(
  amount: readonly string[],
  said: ReadonlyMap<Clause, string>,
  { isForTask, isSimulated }: { readonly isForTask: boolean; readonly isSimulated: boolean },
): JumpRule {
  if (!isSimulated)
    throw new Error("A clock jumps only in simulated time: simulate the run, or take the line away.");
  if (isForTask) throw new Error("A clock is of the whole run: write the jump without a task.");
  for (const clause of said.keys())
    if (clause !== "after") throw new Error(`A jump has no ${clause}: it is “${examples.jump}”.`);
  const by = number(amount.join(" "), "A jump in seconds", [-longestJump, longestJump]);
  const after = number(said.get("after") ?? "0", "“after”, in seconds,", [0, longestJump]);
  return { kind: "jump", by, after };
}

/** A number within bounds. Throws, with what would be right, for anything else. */
function number(text: string, what: string, [low, high]: readonly [number, number], isWhole = false): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? "a whole number" : "a number";
  throw new Error(`${what} is ${kind} from ${low} to ${high}, not “${text.slice(0, 40)}”.`);
}
