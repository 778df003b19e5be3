import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { RunnelError, messageOf, newIds } from "../base";
import { chaosReport, planText, reportText, verdictLines } from "../chaos";
import { verdictText, type Progress } from "../crash-check";
import type { Run, RunEvent, Simulation } from "../engine";
import { readAny } from "../exchange";
import { readForeignNotebook, type Notebook } from "../notebook";
import { simulationOf } from "../simulation";
import { checkNotebook, replayNotebook } from "./check-notebook";
import { openNativeData } from "./native-data";
import { runNotebook } from "./run-notebook";

const usage = `npm run flow -- notebook.ts [flow] [--param name=value] [--out folder] [--database file.duckdb]
  [--simulate [--seed 7] [--from 2026-03-02T06:00:00Z] [--slots 4] [--kill-after 12]] [--chaos "fail, attempt 1"]
  [--crash-check [--seeds 1000]]

Runs a notebook (.ts, .md, .ipynb, .sql) in Node: its only flow, the one that is named, or all its tables. Files are read beside the notebook. Its
code runs with all that you may do on this machine: run only what you trust.

--simulate runs it in simulated time: every wait is over at once, one seed always gives the same run, and the database stays as it is.
--chaos has things go wrong on purpose, by the lines of a plan; “notebook” takes the plan in the notebook's own text.
--crash-check kills it in simulated time after each of its events, and under so many seeds after one that is drawn; resumes it; and compares what it
leaves with a run that nobody kills. It gives the shortest history that differs, which --simulate --seed … --kill-after … runs again.`;

/** Runs a notebook as a command; gives the exit code: 0 where it completed, 1 where not, 2 where nothing could be run. */
export async function main(args: readonly string[], samples: string): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ out: { type: "string", default: "." }, database: { type: "string" }, chaos: { type: "string" } },
        ...{ param: { type: "string", multiple: true, default: [] }, help: { type: "boolean", short: "h" } },
        ...{ simulate: { type: "boolean" }, seed: { type: "string" }, from: { type: "string" } },
        ...{ slots: { type: "string" }, "kill-after": { type: "string" } },
        ...{ "crash-check": { type: "boolean" }, seeds: { type: "string" } },
      },
    });
    const [path, flow] = positionals;
    if (path === undefined || values.help) {
      console.log(usage);
      return path === undefined && !values.help ? 2 : 0;
    }
    const isCheck = values["crash-check"] === true;
    const simulation = values.simulate || isCheck ? simulationFrom(values) : undefined;
    const newId = newIds(Date.now, Math.random);
    const file = new File([await readFile(path)], basename(path));
    const { notebooks } = await readAny([{ file }]);
    if (!notebooks[0]) throw new RunnelError("node/no-notebook", `“${path}” is no notebook.`);
    const { notebook } = await readForeignNotebook(notebooks[0], newId);
    const data = await openNativeData({
      ...{ folder: dirname(resolve(path)), samples, out: values.out },
      ...(values.database !== undefined && { database: values.database }),
      isCopy: simulation !== undefined,
      say: (message) => console.error(message),
    });
    try {
      const parameters = Object.fromEntries(values.param.map(parameter));
      const asked = { notebook, data, parameters, ...(flow !== undefined && { flow }) };
      if (simulation && isCheck) return await crashCheck(asked, simulation, values.seeds);
      if (simulation && values["kill-after"] !== undefined)
        return await replayed(asked, simulation, counted("kill-after", values["kill-after"]));
      const run = await runNotebook({
        ...asked,
        chaos: values.chaos === "notebook" ? ownPlan(notebook) : values.chaos,
        simulation,
        onEvent: tell,
      });
      console.log(summary(run));
      return run.state.isCompleted() ? 0 : 1;
    } finally {
      await data.close();
    }
  } catch (error) {
    console.error(messageOf(error));
    return 2;
  }
}

type Checked = Omit<Parameters<typeof checkNotebook>[0], "simulation">;

/** Kills it, resumes it and compares; gives the exit code: 0 where it survives, 1 where not, 2 where it cannot be checked. */
async function crashCheck(asked: Checked, simulation: Simulation, seeds?: string): Promise<number> {
  const of = seeds === undefined ? {} : { seeds: counted("seeds", seeds) };
  const verdict = await checkNotebook({ ...asked, simulation, ...of, onProgress: showProgress });
  if (verdict.type === "refused") throw new RunnelError("node/crash-check", verdict.why);
  console.log(verdictText(verdict));
  const { failure, unsteady } = verdict;
  if (unsteady.length > 0) console.log(`Not compared, as it differs without a crash: ${unsteady.join("; ")}`);
  if (!failure) return 0;
  const { cause, history } = failure;
  console.log(`${cause.text}
${cause.mend}`);
  console.log(`Run it again: --simulate --seed ${history.seed} --kill-after ${history.after}`);
  return 1;
}

/** Says how far a check is, where somebody looks on, in one line that is written over. */
function showProgress({ points, seeds }: Progress): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r${points.done}/${points.of} crash points, ${seeds.done}/${seeds.of} seeds \r`);
}

/** Runs a history again, and tells of both of its runs. */
async function replayed(asked: Checked, simulation: Simulation, after: number): Promise<number> {
  const end = await replayNotebook({ ...asked, simulation, after, onEvent: tellStates });
  console.log(`Killed after ${after} events, and resumed: ${end}`);
  return end === "Completed" ? 0 : 1;
}

/** A whole number of at least one. Throws `node/usage` where it is none. */
function counted(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new RunnelError("node/usage", `--${name} is a whole number from 1 on, and not “${text}”.`);
}

/** The plan in a notebook's text. Throws `node/usage` where there is none. */
function ownPlan({ settings }: Notebook): string {
  const text = planText(settings["chaos"]);
  if (text !== "") return text;
  throw new RunnelError(
    "node/usage",
    "The notebook has no plan: write “chaos:” and a list of its lines into its front matter.",
  );
}

interface SimulationWords {
  readonly seed?: string | undefined;
  readonly from?: string | undefined;
  readonly slots?: string | undefined;
}

function simulationFrom({ seed, from, slots }: SimulationWords): Simulation {
  return simulationOf({
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(from !== undefined && { startsAt: Date.parse(from) }),
    ...(slots !== undefined && { slots: Number(slots) }),
  });
}

/** `name=value`, the value as JSON where it is some, else as text. */
function parameter(text: string): readonly [string, unknown] {
  const at = text.indexOf("=");
  if (at < 0) throw new RunnelError("node/usage", `“${text}” is no parameter: write name=value.`);
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value) as unknown];
  } catch {
    return [text.slice(0, at), value];
  }
}

/** Says what happens, a line each. */
function tell(event: RunEvent): void {
  if (event.type === "simulation") {
    const { seed, startsAt } = event.simulation;
    console.log(`Simulated from ${new Date(startsAt).toISOString()}, seed ${seed}`);
  }
  if (event.type === "log") console.log(`${event.level.padEnd(7)} ${event.message}`);
}

/** Says what happens, and each state that the flow enters. */
function tellStates(event: RunEvent): void {
  tell(event);
  if (event.type === "flow-state") console.log(`STATE   ${event.state.name}`);
}

function summary({ state, taskRuns, events }: Run): string {
  const counts = new Map<string, number>();
  for (const { state: one } of taskRuns) counts.set(one.name, (counts.get(one.name) ?? 0) + 1);
  const tasks = [...counts].map(([name, number]) => `${number} ${name}`).join(", ");
  const failures = taskRuns
    .filter(({ state: one }) => one.isFailed() || one.isCrashed())
    .map(({ name, state: one }) => `  ${name}: ${one.message ?? one.name}`);
  return [
    `${state.name}${state.message && !state.isCompleted() ? `: ${state.message}` : ""} (${taskRuns.length} task runs: ${tasks || "none"})`,
    ...failures.slice(0, 20),
    ...chaosLines(events),
  ].join("\n");
}

/** What went wrong on purpose, and what saved the run or would have. */
function chaosLines(events: Run["events"]): readonly string[] {
  const report = chaosReport(events);
  if (!report) return [];
  const lines = verdictLines(report).map(
    ({ text, count }) => `  ${text}${count > 1 ? ` (${count} faults)` : ""}`,
  );
  return [reportText(report), ...lines.slice(0, 20)];
}
