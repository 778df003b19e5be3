import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { RunnelError, messageOf, newIds } from "../base";
import { chaosReport, planText, reportText } from "../chaos";
import type { Run, RunEvent, Simulation } from "../engine";
import { readAny } from "../exchange";
import { readForeignNotebook, type Notebook } from "../notebook";
import { simulationOf } from "../simulation";
import { openNativeData } from "./native-data";
import { runNotebook } from "./run-notebook";

const usage = `npm run flow -- notebook.ts [flow] [--param name=value] [--out folder] [--database file.duckdb]
  [--simulate [--seed 7] [--from 2026-03-02T06:00:00Z] [--slots 4]] [--chaos "fail, attempt 1"]

Runs a notebook (.ts, .md, .ipynb, .sql) in Node: its only flow, the one that is named, or all its tables. Files are read beside the notebook. Its
code runs with all that you may do on this machine: run only what you trust.

--simulate runs it in simulated time: every wait is over at once, one seed always gives the same run, and the database stays as it is.
--chaos has things go wrong on purpose, by the lines of a plan; “notebook” takes the plan in the notebook's own text.`;

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
        slots: { type: "string" },
      },
    });
    const [path, flow] = positionals;
    if (path === undefined || values.help) {
      console.log(usage);
      return path === undefined && !values.help ? 2 : 0;
    }
    const simulation = values.simulate ? simulationFrom(values) : undefined;
    const newId = newIds(Date.now, Math.random);
    const file = new File([await readFile(path)], basename(path));
    const { notebooks } = await readAny([{ file }]);
    if (!notebooks[0]) throw new RunnelError("node/no-notebook", `“${path}” is no notebook.`);
    const { notebook } = await readForeignNotebook(notebooks[0], newId);
    const data = await openNativeData({
      ...{ folder: dirname(resolve(path)), samples, out: values.out },
      ...(values.database !== undefined && { database: values.database }),
      isCopy: simulation !== undefined,
    });
    try {
      const parameters = Object.fromEntries(values.param.map(parameter));
      const run = await runNotebook({
        notebook,
        data,
        parameters,
        chaos: values.chaos === "notebook" ? ownPlan(notebook) : values.chaos,
        simulation,
        onEvent: tell,
        ...(flow !== undefined && { flow }),
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
  return [reportText(report), ...report.verdicts.slice(0, 20).map(({ text }) => `  ${text}`)];
}
