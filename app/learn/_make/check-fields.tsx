import { useState } from "react";
import { Button } from "../../_design/button";
import { controlLook } from "../../_design/field";
import type { DraftCheck } from "./plan";

interface CheckFieldsProps {
  readonly check: DraftCheck;
  readonly onChange: (check: DraftCheck) => void;
}

/** A check that may be in the lesson: its sentence, and the code that it becomes. */
export function CheckFields({ check, onChange }: CheckFieldsProps) {
  const { sentence, code, isIn } = check;
  const [isOpen, setOpen] = useState(code === "");
  const name = sentence || "a check of your own";
  return (
    <li className="rounded-lg border border-line bg-surface px-3 py-2">
      <div className="flex items-center gap-2">
        <input
          type="checkbox"
          aria-label={`In the lesson: ${name}`}
          checked={isIn}
          onChange={({ target }) => onChange({ ...check, isIn: target.checked })}
        />
        <input
          aria-label="What must hold, in a sentence"
          className={`${controlLook} flex-1`}
          value={sentence}
          maxLength={300}
          onChange={({ target }) => onChange({ ...check, sentence: target.value })}
        />
        <Button look="quiet" size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Code
        </Button>
      </div>
      {isIn && (sentence.trim() === "" || code.trim() === "") && (
        <p role="status" className="mt-1 text-sm text-warn">
          {sentence.trim() === ""
            ? "Say in a sentence what must hold: without one it is left out of the lesson."
            : "Write its code: without any it holds of every run."}
        </p>
      )}
      {isOpen && (
        <textarea
          aria-label={`Code of the check: ${name}`}
          rows={Math.min(12, code.split("\n").length + 1)}
          spellCheck={false}
          placeholder={'if (run.state !== "Completed") return `It ended as ${run.state}.`;'}
          className={`${controlLook} mt-2 w-full py-1.5 font-mono text-xs`}
          value={code}
          onChange={({ target }) => onChange({ ...check, code: target.value })}
        />
      )}
    </li>
  );
}
