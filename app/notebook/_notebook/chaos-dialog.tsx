"use client";

import { Zap } from "lucide-react";
import { useState } from "react";
import { planSetting, planText, readPlan } from "@/lib/chaos";
import { Button } from "../../_design/button";
import { Dialog, DialogFoot } from "../../_design/dialog";
import { controlLook, Field } from "../../_design/field";
import { useCanEdit, useCompiler, useDefinitions, useEditor, useIsRunning, useRunner } from "./open-notebook";

interface ChaosDialogProps {
  readonly onClose: () => void;
}

/** What is to go wrong on purpose in one run: its lines, what is wrong with them, and what runs it. */
export default function ChaosDialog({ onClose }: ChaosDialogProps) {
  return (
    <Dialog
      title="Chaos"
      description="Have things go wrong on purpose, and see what saves the run."
      onClose={onClose}
    >
      <Panel onClose={onClose} />
    </Dialog>
  );
}

function Panel({ onClose }: ChaosDialogProps) {
  const runner = useRunner();
  const editor = useEditor();
  const isRunning = useIsRunning();
  const canEdit = useCanEdit();
  const tasks = useDefinitions().flatMap(({ kind, name }) => (kind === "flow" ? [] : [name]));
  const [kept, setKept] = useState(() => planText(runner.chaos));
  const [text, setText] = useState(kept === "" ? `seed 7\n${tasks[0] ?? "*"}: fail, attempt 1` : kept);
  // What the notebook has is known once it is compiled.
  const isCompiled = useCompiler() !== "loading";
  const { plan, problems } = readPlan(text, isCompiled ? { tasks } : {});
  const run = () => {
    onClose();
    void runner.run({ kind: "notebook" }, { chaos: plan });
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

const kinds = [
  ["fail", "the attempt fails before its function is called"],
  ["slow 1..5", "what the function gives comes so many seconds later"],
  ["crash", "the worker of the task dies"],
  ["offline", "the function has no network"],
  ["full", "there is no room to keep the result"],
  ["name: fail", "of one task; without a name, of all"],
  ["…, attempt 1", "at that attempt; without it, at all"],
  ["…, probability 0.2", "by chance, drawn from the seed; without it, always"],
] as const;
