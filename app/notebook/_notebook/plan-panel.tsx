"use client";

import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import type { Plan, RunTarget } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { DialogFoot } from "../../_design/dialog";
import { Select } from "../../_design/select";
import { durationText } from "../../_ui/time";
import { useFlows, useIsRunning, useRunner } from "./open-notebook";
import { PlanSteps } from "./plan-steps";
import { PlanTouched } from "./plan-touched";

type Answer = { readonly plan: Plan } | { readonly problem: string };

/** What was answered for a flow; undefined: for what Run runs. */
interface Found {
  readonly flow: string | undefined;
  readonly answer: Answer;
}

/** The plan of what Run runs, or of another flow; and what runs it. */
export function PlanPanel({ onClose }: { readonly onClose: () => void }) {
  const flows = useFlows();
  const runner = useRunner();
  const isRunning = useIsRunning();
  const [chosen, choose] = useState<string>();
  const [latest, setLatest] = useState<Found>();
  // What was found for another flow is not shown, nor run, in the place of this one's.
  const answer = latest && latest.flow === chosen ? latest.answer : undefined;
  useEffect(() => {
    let isCurrent = true;
    const show = (found: Answer) => isCurrent && setLatest({ flow: chosen, answer: found });
    runner.plan(targetOf(chosen)).then(
      (plan) => show({ plan }),
      (error: unknown) => show({ problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [runner, chosen]);
  const run = () => {
    onClose();
    void runner.run(targetOf(chosen));
  };
  return (
    <div className="mt-3 flex flex-col gap-4 text-sm">
      {flows.length > 1 && (
        <Select
          label="Flow"
          value={chosen ?? flows[0] ?? ""}
          choices={flows.map((name) => ({ value: name, label: name }))}
          onChoose={choose}
        />
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

function targetOf(flow: string | undefined): RunTarget {
  return flow === undefined ? { kind: "notebook" } : { kind: "flow", name: flow };
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
    last?.durationMs === undefined ? "" : ` It took ${durationText(last.durationMs)} in ${last.name}.`;
  const now =
    expectedMs === undefined || expectedMs === 0 ? "" : ` About ${durationText(expectedMs)} this time.`;
  return `${name}: ${counts === "" ? "its own code alone" : counts}.${before}${now}`;
}
