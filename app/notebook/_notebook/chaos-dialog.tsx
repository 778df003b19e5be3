"use client";

import { Zap } from "lucide-react";
import { useState } from "react";
import { planSetting, planText, readPlan } from "@/lib/chaos";
import { simulationOf, usualSpeed } from "@/lib/simulation";
import type { RunManner } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { Dialog, DialogFoot } from "../../_design/dialog";
import { controlLook, Field } from "../../_design/field";
import { FlowSelect, flowTarget } from "./flow-select";
import {
  useCanEdit,
  useCompiler,
  useDefinitions,
  useEditor,
  useFlows,
  useIsRunning,
  useRunner,
} from "./open-notebook";

interface ChaosDialogProps {
  /** The flow that is chosen so far. */
  readonly flow?: string | undefined;
  /** How a simulated run is set, where somebody has set that; absent: as is usual. */
  readonly simulated?: RunManner;
  /** Told when a simulated run begins. */
  readonly onSimulate?: () => void;
  readonly onClose: () => void;
}

/** What is to go wrong on purpose in one run: its lines, what is wrong with them, and what runs it. */
export default function ChaosDialog(props: ChaosDialogProps) {
  return (
    <Dialog
      title="Chaos"
      description="Have things go wrong on purpose, and see what saves the run."
      onClose={props.onClose}
    >
      <Panel {...props} />
    </Dialog>
  );
}

function Panel({ flow: first, simulated, onSimulate, onClose }: ChaosDialogProps) {
  const runner = useRunner();
  const flows = useFlows();
  const editor = useEditor();
  const isRunning = useIsRunning();
  const canEdit = useCanEdit();
  const tasks = useDefinitions().flatMap(({ kind, name }) => (kind === "flow" ? [] : [name]));
  const [kept, setKept] = useState(() => planText(runner.chaos));
  const [text, setText] = useState(kept === "" ? `seed 7\n${tasks[0] ?? "*"}: fail, attempt 1` : kept);
  const [flow, setFlow] = useState(first);
  const [isSimulated, setSimulated] = useState(simulated !== undefined || hasJump(kept));
  // What the notebook has is known once it is compiled.
  const isCompiled = useCompiler() !== "loading";
  const { plan, problems } = readPlan(text, { isSimulated, ...(isCompiled && { tasks }) });
  const run = () => {
    onClose();
    if (isSimulated) onSimulate?.();
    const usual = { simulation: simulationOf(), speed: usualSpeed };
    const manner = isSimulated ? (simulated ?? usual) : {};
    void runner.run(flowTarget(flow, flows), { ...manner, chaos: plan });
  };
  const keep = () => {
    editor.setSetting("chaos", planSetting(text));
    setKept(text.trimEnd());
  };
  const isKept = text.trimEnd() === kept;
  return (
    <div className="mt-3 flex flex-col gap-3 text-sm">
      <Field
        label="What goes wrong, a line each"
        note="It is for one run, and off again after it. Plain Run never heeds it."
      >
        {(control) => (
          <textarea
            {...control}
            className={`${controlLook} py-1.5 font-mono`}
            rows={Math.min(12, text.split("\n").length + 2)}
            spellCheck={false}
            value={text}
            aria-invalid={problems.length > 0}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {problems.length > 0 && (
        <ul role="alert" className="text-danger">
          {problems.map(({ line, message }) => (
            <li key={line}>
              Line {line}: {message}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FlowSelect flow={flow} onChoose={setFlow} />
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={isSimulated}
            onChange={({ target }) => setSimulated(target.checked)}
          />
          In simulated time
        </label>
      </div>
      <dl className="text-xs text-muted">
        {kinds.map(([kind, meaning]) => (
          <div key={kind} className="flex flex-wrap gap-x-3">
            <dt className="w-40 shrink-0 font-mono">{kind}</dt>
            <dd className="min-w-0 flex-1 basis-48">{meaning}</dd>
          </div>
        ))}
      </dl>
      <DialogFoot>
        <div className="flex flex-wrap justify-end gap-2">
          {canEdit && (
            <Button disabled={isKept || problems.length > 0} onClick={keep}>
              Keep in the notebook
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
          <Button
            look="primary"
            disabled={isRunning || problems.length > 0 || plan.rules.length === 0}
            onClick={run}
          >
            <Zap className="size-3.5" aria-hidden />
            Run once with chaos
          </Button>
        </div>
      </DialogFoot>
    </div>
  );
}

/** Whether a plan is one of simulated time. */
function hasJump(text: string): boolean {
  return readPlan(text, { isSimulated: true }).plan.rules.some(({ kind }) => kind === "jump");
}

const kinds = [
  ["fail", "the attempt fails before its function is called"],
  ["slow 1..5", "what the function gives comes so many seconds later"],
  ["crash", "the worker of the task dies"],
  ["offline", "the function has no network"],
  ["full", "there is no room to keep the result"],
  ["jump -3600, after 60", "in simulated time: the clock is set back an hour, a minute after the start"],
  ["name: fail", "of one task; without a name, of all"],
  ["…, attempt 1", "at that attempt; without it, at all"],
  ["…, probability 0.2", "by chance, drawn from the seed; without it, always"],
] as const;
