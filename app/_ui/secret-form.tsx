"use client";

import { useEffect, useRef, useState, type SubmitEvent } from "react";
import { Button } from "../_design/button";
import { controlLook, Field } from "../_design/field";

interface SecretFormProps {
  /** The secret that gets another value; undefined: a new one is added. */
  readonly replaced: string | undefined;
  /** The name of the one that is to be added. */
  readonly wanted: string | undefined;
  readonly problem: string | undefined;
  readonly onCancel: () => void;
  /** Whether it was kept. */
  readonly onSave: (name: string, text: string) => Promise<boolean>;
}

const field = `${controlLook} font-mono`;

/** Where a secret is written: once, and never seen again. */
export function SecretForm({ replaced, wanted, problem, onCancel, onSave }: SecretFormProps) {
  const [name, setName] = useState(replaced ?? wanted ?? "");
  const [text, setText] = useState("");
  const value = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if ((replaced ?? wanted) !== undefined) value.current?.focus();
  }, [replaced, wanted]);
  const save = async () => {
    if (!(await onSave(name, text))) return;
    setName("");
    setText("");
  };
  return (
    <form
      aria-label={replaced === undefined ? "Add a secret" : `Replace ${replaced}`}
      autoComplete="off"
      className="mt-4 grid gap-2"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label="Name">
        {(control) => (
          <input
            {...control}
            className={field}
            value={name}
            onChange={(event) => setName(event.target.value)}
            readOnly={replaced !== undefined}
            required
            maxLength={200}
            pattern="[a-z0-9\-]+"
            title="Lower-case letters, digits and dashes"
            placeholder="api-token"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
          />
        )}
      </Field>
      <Field
        label={replaced === undefined ? "Value" : "New value"}
        note="In logs, results and artifacts it shows as ****, unless it has fewer than four characters."
      >
        {(control) => (
          <input
            {...control}
            ref={value}
            className={field}
            type="password"
            value={text}
            onChange={(event) => setText(event.target.value)}
            required
            autoComplete="new-password"
          />
        )}
      </Field>
      {problem !== undefined && (
        <p role="alert" className="text-sm break-words text-danger">
          {problem}
        </p>
      )}
      <div className="mt-2 flex justify-end gap-2">
        {replaced !== undefined && <Button onClick={onCancel}>Cancel</Button>}
        <Button look="primary" type="submit">
          {replaced === undefined ? "Add" : "Replace"}
        </Button>
      </div>
    </form>
  );
}
