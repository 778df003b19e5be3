import { grouped } from "../base";
import { dagOf } from "./dag";
import { firstDifference, type Difference } from "./difference";
import { tasksOf, type Ran } from "./ran";
import { runDag } from "./run-dag";
import { airflowSide, sideOf, type ComparedTask } from "./sides";

/** A run and what it would have been under Airflow's rules, on one clock. */
export interface Compared {
  readonly rows: readonly ComparedTask[];
  /** How the run as a whole ended on either side. */
  readonly runnel: string;
  readonly airflow: string;
  /** From the beginning of the run to the end of the side that took longer, in seconds. */
  readonly from: number;
  readonly to: number;
  /** Undefined where both sides go the same way. */
  readonly difference: Difference | undefined;
}

/** Runs what ran under Airflow's rules, and finds where that parts from how it went. */
export function compare(ran: Ran): Compared {
  const dag = dagOf(ran);
  const states = ran.flows[0]?.states ?? [];
  const from = states.find(({ type }) => type === "RUNNING")?.at ?? 0;
  const run = runDag(dag, from);
  const tasks = tasksOf(ran);
  const runsOf = grouped(tasks, ({ task }) => task);
  const rows = tasks.flatMap((task, place): ComparedTask[] => {
    const [known, instance] = [dag[place], run.tasks[place]];
    if (!known || !instance) return [];
    const { xcom, unwritable } = instance;
    return [
      {
        ...{
          name: task.name,
          label: runsOf.get(task.task)?.length === 1 ? task.task : task.name,
          dag: known,
        },
        ...{ runnel: sideOf(task), airflow: airflowSide(instance) },
        ...(xcom !== undefined && { xcom }),
        ...(unwritable !== undefined && { unwritable }),
      },
    ];
  });
  const last = states.at(-1) ?? { type: "PENDING", name: "Pending", at: from };
  const ends = { runnel: last.name, airflow: run.state, at: Math.max(last.at, run.endedAt) };
  return {
    ...{ rows, runnel: last.name, airflow: run.state, from },
    to: Math.max(last.at, run.endedAt, ...rows.map(({ runnel }) => runnel.endedAt)),
    difference: firstDifference(rows, from, {
      ...ends,
      isSame: (last.type === "COMPLETED") === (run.state === "success"),
    }),
  };
}
