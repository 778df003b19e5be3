import { cacheLaws } from "./cache-laws.suite";
import { flowLaws } from "./flow-laws.suite";
import { runLaws } from "./run-laws.suite";
import { taskLaws } from "./task-laws.suite";
import type { Trial } from "./trial.suite";

/** What a trial shows to be wrong; empty where all laws hold. */
export function breachesOf(trial: Trial): readonly string[] {
  const breaches = [...trial.journal.breaches];
  const breach = (what: string) => void breaches.push(what);
  runLaws(trial, breach);
  taskLaws(trial, breach);
  flowLaws(trial, breach);
  cacheLaws(trial, breach);
  for (const [name, slots] of Object.entries(trial.slotsLeft))
    if (slots > 0) breach(`limits: ${slots} slots of '${name}' are still taken`);
  for (const transaction of trial.journal.transactions) {
    const { state } = transaction;
    const isOver = state === "COMMITTED" || state === "ROLLED_BACK";
    if (!isOver && !isInFound(transaction)) breach(`transactions: one ended ${state}`);
  }
  if (trial.timersLeft > 0 && isTame(trial)) breach(`timers: ${trial.timersLeft} are left`);
  return [...new Set(breaches)];
}

/** Whether a transaction around it found its record: it has nothing more to commit, and what joins it stays staged (rule 8.7). */
function isInFound(transaction: Trial["journal"]["transactions"][number]): boolean {
  for (let around = transaction.getParent(); around; around = around.getParent())
    if (around.found) return true;
  return false;
}

/** Whether nothing in a program can be left behind by whatever called it: then nothing goes on after its end. */
function isTame({ program, started }: Trial): boolean {
  const isLimited = [...program.flows, ...program.tasks].some(({ timeout }) => timeout !== undefined);
  const leaves = program.flows.some(({ body }) => body.some((one) => one.do === "all" && !one.settled));
  const isServed = program.serve !== undefined;
  return !isLimited && !leaves && !isServed && !started.some(({ wasCancelled }) => wasCancelled);
}
