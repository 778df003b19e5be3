import type { RunContext } from "../context";
import type { RunEvent, Wait } from "./events";
import type { TaskRun } from "./run";

type Waiting = Omit<Wait, "id">;

/** Limits of which a wait says the names, and characters of each. */
const [mostNames, longestName] = [20, 200];

/** The waits that a task run is in: its code may do several things at a time. */
const open = new WeakMap<TaskRun, Waiting[]>();

/** The event of a task run's beginning to wait. */
export function waitEvent(at: number, { id }: TaskRun, { reason, names }: Waiting): RunEvent {
  const short = names?.slice(0, mostNames).map((name) => name.slice(0, longestName));
  return { type: "wait", at, id, reason, ...(short && { names: short }) };
}

/** Has the log say that a task run waits; gives how to have it say that it goes on, which may be called twice. */
export function noteWait({ core, log }: RunContext, run: TaskRun, wait: Waiting): () => void {
  const waits = open.get(run) ?? [];
  open.set(run, waits);
  const { state } = run;
  const tell = (one: Waiting) => log.record(waitEvent(core.clock.now(), run, one));
  waits.push(wait);
  tell(wait);
  return () => {
    const place = waits.indexOf(wait);
    if (place < 0) return;
    waits.splice(place, 1);
    // Its next state has said that it goes on.
    if (run.state !== state) return;
    const latest = waits.at(-1);
    if (!latest) log.record({ type: "go", at: core.clock.now(), id: run.id });
    else if (place === waits.length) tell(latest);
  };
}
