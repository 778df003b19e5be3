"use client";

import { useEffect, useState } from "react";
import type { Parameter } from "@/lib/notebook";
import {
  flowText,
  parameterText,
  type AllRuns,
  type RunInput,
  type RunSummary,
  type RunTarget,
  type Workspace,
} from "@/lib/workspace";
import { Dialog } from "../../_design/dialog";
import { ParameterForm } from "../../_run/parameter-form";

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
  const { entry } = input;
  return (
    <ParameterForm
      parameters={parameters}
      texts={textsOf(parameters, input)}
      before={input.texts}
      onRun={(values) =>
        onStart(
          parameters.length === 0
            ? { kind: "again", flowName, ...(entry && { entry }) }
            : { kind: "flow", name: flow, parameters: values },
        )
      }
      onClose={onClose}
    />
  );
}

/** What the run was given, as the fields take it; what it left to a default is left to that. */
function textsOf(parameters: readonly Parameter[], { entry }: RunInput): Readonly<Record<string, string>> {
  const given = entry?.kind === "flow" ? entry.parameters : {};
  return Object.fromEntries(
    parameters.map(({ name, type }) => [
      name,
      Object.hasOwn(given, name) ? parameterText(type, given[name]) : "",
    ]),
  );
}
