"use client";

import { useEffect, useState, type SubmitEvent } from "react";
import type { Parameter } from "@/lib/notebook";
import {
  flowText,
  type AllRuns,
  type RunInput,
  type RunSummary,
  type RunTarget,
  type Workspace,
} from "@/lib/workspace";
import { Button } from "../../_design/button";
import { Dialog } from "../../_design/dialog";
import { controlLook, Field } from "../../_design/field";

interface CopyDialogProps {
  readonly run: RunSummary;
  readonly all: AllRuns;
  readonly workspace: Workspace;
  readonly onStart: (target: RunTarget) => void;
  readonly onClose: () => void;
}

/** What there is to fill in. */
interface Form {
  readonly flow: string;
  readonly parameters: readonly Parameter[];
  readonly input: RunInput;
}

/** Runs what a run ran once more, with other parameters. */
export function CopyDialog({ run, all, workspace, onStart, onClose }: CopyDialogProps) {
  const [form, setForm] = useState<Form>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const looking = workspace.opened.look(run.notebookId);
    const read = async () => {
      const [{ session }, input] = await Promise.all([looking, all.input(run)]);
      const { entry } = input;
      const flow = entry?.kind === "flow" ? entry.name : run.flowName;
      const isFlow = entry === undefined || entry.kind === "flow";
      setForm({ flow, input, parameters: isFlow ? await session.parametersOf(flow) : [] });
    };
    read().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
    return () => {
      looking.then(({ leave }) => leave()).catch(() => undefined);
    };
  }, [run, all, workspace]);
  return (
    <Dialog
      title="Copy to a new run"
      description={`${flowText(run)}, as ${run.name} ran it: what is cached is served.`}
      onClose={onClose}
    >
      {problem !== undefined && (
        <p role="alert" className="mt-4 text-sm text-danger">
          {problem}
        </p>
      )}
      {form && <Parameters form={form} flowName={run.flowName} onStart={onStart} onClose={onClose} />}
      {!form && problem === undefined && <p className="mt-4 text-sm text-muted">Reading its parameters…</p>}
    </Dialog>
  );
}

interface ParametersProps extends Pick<CopyDialogProps, "onStart" | "onClose"> {
  readonly form: Form;
  readonly flowName: string;
}

function Parameters({ form: { flow, parameters, input }, flowName, onStart, onClose }: ParametersProps) {
  const [texts, setTexts] = useState(() => textsOf(parameters, input));
  const [problem, setProblem] = useState<{ readonly name: string; readonly text: string }>();
  const start = () => {
    const { entry } = input;
    if (parameters.length === 0) {
      onStart({ kind: "again", flowName, ...(entry && { entry }) });
      return;
    }
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
    onStart({ kind: "flow", name: flow, parameters: values });
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
        <Field key={name} label={name} note={noteOf(hasDefault, input.texts[name])}>
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

/** What the run was given, as JSON; what it left to a default is left to that. */
function textsOf(parameters: readonly Parameter[], { entry }: RunInput): Readonly<Record<string, string>> {
  const given = entry?.kind === "flow" ? entry.parameters : {};
  return Object.fromEntries(
    parameters.map(({ name }) => [name, Object.hasOwn(given, name) ? JSON.stringify(given[name]) : ""]),
  );
}

function noteOf(hasDefault: boolean, was: string | undefined): string {
  const parts = [hasDefault ? "JSON; empty for its default." : "JSON."];
  return [...parts, ...(was === undefined ? [] : [`It was ${was}.`])].join(" ");
}
