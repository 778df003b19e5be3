"use client";

import { useState, type SubmitEvent } from "react";
import type { Parameter } from "@/lib/notebook";
import { Button } from "../_design/button";
import { controlLook, Field } from "../_design/field";

type Texts = Readonly<Record<string, string>>;

interface ParameterFormProps {
  readonly parameters: readonly Parameter[];
  /** What stands in the fields at first, as JSON by name; default: nothing. */
  readonly texts?: Texts;
  /** What a run before had, by name. */
  readonly before?: Texts;
  /** Hears the values by name, without those that are left to their defaults. */
  readonly onRun: (values: Readonly<Record<string, unknown>>) => void;
  readonly onClose: () => void;
}

/** The parameters of a flow, to be filled in as JSON. */
export function ParameterForm({
  parameters,
  texts: first = {},
  before = {},
  onRun,
  onClose,
}: ParameterFormProps) {
  const [texts, setTexts] = useState(first);
  const [problem, setProblem] = useState<{ readonly name: string; readonly text: string }>();
  const start = () => {
    const values: Record<string, unknown> = {};
    for (const { name, hasDefault } of parameters) {
      const text = texts[name]?.trim() ?? "";
      if (text === "" && hasDefault) continue;
      try {
        values[name] = JSON.parse(text) as unknown;
      } catch {
        setProblem({
          name,
          text: text === "" ? "It needs a value." : "This is not JSON. Text needs quotes.",
        });
        return;
      }
    }
    onRun(values);
  };
  return (
    <form
      aria-label="Parameters"
      autoComplete="off"
      className="mt-4 grid gap-3"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        start();
      }}
    >
      {parameters.length === 0 && <p className="text-sm text-muted">It takes no parameters.</p>}
      {parameters.map(({ name, hasDefault }) => (
        <Field key={name} label={name} note={noteOf(hasDefault, before[name])}>
          {(control) => (
            <>
              <input
                {...control}
                className={`${controlLook} font-mono`}
                value={texts[name] ?? ""}
                onChange={({ target }) => setTexts({ ...texts, [name]: target.value })}
                aria-invalid={problem?.name === name}
                spellCheck={false}
                autoCapitalize="off"
              />
              {problem?.name === name && (
                <p role="alert" className="text-xs text-danger">
                  {problem.text}
                </p>
              )}
            </>
          )}
        </Field>
      ))}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button look="primary" type="submit">
          Run
        </Button>
      </div>
    </form>
  );
}

function noteOf(hasDefault: boolean, was: string | undefined): string {
  const parts = [hasDefault ? "JSON; empty for its default." : "JSON."];
  return [...parts, ...(was === undefined ? [] : [`It was ${was}.`])].join(" ");
}
