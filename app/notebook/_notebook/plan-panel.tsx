"use client";

import { Play } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { RunLook } from "@/lib/fold";
import type { Plan, RunTarget } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { DialogFoot } from "../../_design/dialog";
import { Select } from "../../_design/select";
import { durationText } from "../../_ui/time";
import { useFlows, useIsRunning, useLookedRun, useRunner } from "./open-notebook";
import { PlanSteps } from "./plan-steps";
import { PlanTouched } from "./plan-touched";

type Answer = { readonly plan: Plan } | { readonly problem: string };

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly target: RunTarget;
}

/** What was answered for a choice; undefined: for what Run runs. */
interface Found {
  readonly of: string | undefined;
  readonly answer: Answer;
}

/** The plan of what Run runs, of another flow, or of a retry of the run that is looked at; and what runs it. */
export function PlanPanel({ onClose }: { readonly onClose: () => void }) {
  const choices = useChoices();
  const runner = useRunner();
  const isRunning = useIsRunning();
  const [chosen, choose] = useState<string>();
  const target = choices.find(({ value }) => value === chosen)?.target ?? whole;
  const [latest, setLatest] = useState<Found>();
  // What was found for another flow is not shown, nor run, in the place of this one's.
  const answer = latest && latest.of === chosen ? latest.answer : undefined;
  useEffect(() => {
    let isCurrent = true;
    const show = (found: Answer) => isCurrent && setLatest({ of: chosen, answer: found });
    runner.plan(target).then(
      (plan) => show({ plan }),
      (error: unknown) => show({ problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [runner, chosen, target]);
  const run = () => {
    onClose();
    void runner.run(target);
  };
  return (
    <div className="mt-3 flex flex-col gap-4 text-sm">
      {choices.length > 1 && (
        <Select label="Flow" value={chosen ?? choices[0]?.value ?? ""} choices={choices} onChoose={choose} />
      )}
      {!answer && <p role="status">Looking…</p>}
      {answer && "problem" in answer && <p role="alert">{answer.problem}</p>}
      {answer && "plan" in answer && <Shown plan={answer.plan} />}
      <DialogFoot>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" disabled={isRunning || !answer || "problem" in answer} onClick={run}>
            <Play className="size-3.5 fill-current" aria-hidden />
            Run
          </Button>
        </div>
      </DialogFoot>
    </div>
  );
}

const whole: RunTarget = { kind: "notebook" };

/** What may be planned: what Run runs, the other flows, and of a run that failed and is looked at its retry. */
function useChoices(): readonly Choice[] {
  const flows = useFlows();
  const run = useLookedRun();
  return useMemo(() => {
    const choices: readonly Choice[] =
      flows.length === 0
        ? [{ value: "", label: "All tables", target: whole }]
        : flows.map((name) => ({ value: name, label: name, target: { kind: "flow", name } }));
    const look = run?.look.get();
    if (!run || !look?.isOver || !hasFailed(look)) return choices;
    const { flowName, name } = run.head.get();
    const label = `${flowName}: again what failed in ${name}`;
    return [...choices, { value: `again ${run.id}`, label, target: run.retry }];
  }, [flows, run]);
}

/** Whether there is something to retry. */
function hasFailed(look: RunLook): boolean {
  const isBad = (type: string | undefined) => type === "FAILED" || type === "CRASHED" || type === "CANCELLED";
  return isBad(look.state?.type) || look.counts.some(({ type }) => isBad(type));
}

function Shown({ plan }: { readonly plan: Plan }) {
  return (
    <>
      <p role="status">{summaryOf(plan)}</p>
      <PlanSteps steps={plan.steps} />
      <PlanTouched touched={plan.touched} />
    </>
  );
}

/** `2 run, 5 reused. Run 3 took 14 s; this one may take 4 s.` */
function summaryOf({ name, steps, last, expectedMs }: Plan): string {
  const count = (outcome: Plan["steps"][number]["outcome"], word: string) => {
    const number = steps.filter((step) => step.outcome === outcome).length;
    return number > 0 ? [`${number} ${word}`] : [];
  };
  const counts = [
    ...count("runs", "run"),
    ...count("reused", "reused"),
    ...count("open", "decided as it runs"),
    ...count("fails", "cannot run"),
  ].join(", ");
  const before =
    last?.durationMs === undefined
      ? ""
      : last.endedAs === undefined
        ? ` It took ${durationText(last.durationMs)} in ${last.name}.`
        : ` It was ${last.endedAs} after ${durationText(last.durationMs)} in ${last.name}.`;
  const now =
    expectedMs === undefined || expectedMs === 0 ? "" : ` About ${durationText(expectedMs)} this time.`;
  return `${name}: ${counts === "" ? "its own code alone" : counts}.${before}${now}`;
}
