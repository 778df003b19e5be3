"use client";

import { useId, useState, type ComponentProps, type SubmitEvent } from "react";
import type { Parameter } from "@/lib/notebook";
import { readParameter } from "@/lib/workspace";
import { Button } from "../_design/button";
import { controlLook, Field } from "../_design/field";

type Texts = Readonly<Record<string, string>>;

interface ParameterFormProps {
  readonly parameters: readonly Parameter[];
  /** What stands in the fields at first, as the fields take it, by name; default: nothing. */
  readonly texts?: Texts;
  /** What a run before had, by name. */
  readonly before?: Texts;
  /** Hears the values by name, without those that are left to their defaults. */
  readonly onRun: (values: Readonly<Record<string, unknown>>) => void;
  readonly onClose: () => void;
}

/** The parameters of a flow, each to be filled in as its type is plain, or as JSON. */
export function ParameterForm({
  parameters,
  texts: first = {},
  before = {},
  onRun,
  onClose,
}: ParameterFormProps) {
  const [texts, setTexts] = useState(first);
  const [problem, setProblem] = useState<{ readonly name: string; readonly text: string }>();
  const errorId = useId();
  const start = () => {
    const values: Record<string, unknown> = {};
    for (const parameter of parameters) {
      const { name } = parameter;
      const read = readParameter(parameter, texts[name] ?? "");
      if ("problem" in read) {
        setProblem({ name, text: read.problem });
        return;
      }
      if ("value" in read) values[name] = read.value;
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
      {parameters.map((parameter) => {
        const { name } = parameter;
        const wrong = problem?.name === name ? problem.text : undefined;
        return (
          <Field key={name} label={name} {...noteOf(parameter, before[name])}>
            {(control) => (
              <>
                <Control
                  {...control}
                  parameter={parameter}
                  value={texts[name] ?? ""}
                  onValue={(text) => setTexts({ ...texts, [name]: text })}
                  aria-invalid={wrong !== undefined}
                  aria-errormessage={wrong === undefined ? undefined : errorId}
                />
                {wrong !== undefined && (
                  <p id={errorId} role="alert" className="text-xs text-danger">
                    {wrong}
                  </p>
                )}
              </>
            )}
          </Field>
        );
      })}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button look="primary" type="submit">
          Run
        </Button>
      </div>
    </form>
  );
}

interface ControlProps extends Pick<
  ComponentProps<"input">,
  "id" | "aria-describedby" | "aria-invalid" | "aria-errormessage"
> {
  readonly parameter: Parameter;
  readonly value: string;
  readonly onValue: (text: string) => void;
}

/** What a parameter is filled in by: a list for a choice, else a field. */
function Control({ parameter: { type, hasDefault }, onValue, ...rest }: ControlProps) {
  const onChange = ({ target }: { readonly target: { readonly value: string } }) => onValue(target.value);
  const choices =
    type?.kind === "boolean" ? ["true", "false"] : type?.kind === "choice" ? type.of : undefined;
  if (choices)
    return (
      <select {...rest} className={controlLook} onChange={onChange}>
        <option value="">{hasDefault ? "its default" : "choose…"}</option>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  const kind = type?.kind;
  return (
    <input
      {...rest}
      {...(kind === "date" && { type: "datetime-local", step: "any" })}
      {...(kind === "number" && { inputMode: "decimal" })}
      className={`${controlLook} ${kind === undefined ? "font-mono" : ""}`}
      onChange={onChange}
      spellCheck={false}
      autoCapitalize="off"
    />
  );
}

const asked = {
  number: "A number.",
  text: "Text, without quotes.",
  boolean: undefined,
  choice: undefined,
  date: "A date and time, in UTC.",
  json: "JSON.",
};

function noteOf({ type, hasDefault }: Parameter, was: string | undefined): { readonly note?: string } {
  const what = asked[type?.kind ?? "json"];
  const parts = [
    what,
    // A list says it itself.
    hasDefault && what !== undefined ? "Empty for its default." : undefined,
    was === undefined ? undefined : `It was ${was}.`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? { note: parts.join(" ") } : {};
}
