import { useId, type ReactNode } from "react";

/** How looks what one writes into or chooses from; beside it, what is its own. */
export const controlLook =
  "min-h-8 min-w-0 rounded-md border border-field bg-surface px-2 text-sm placeholder:text-faint [&[readonly]]:bg-sunken";

interface Control {
  readonly id: string;
  readonly "aria-describedby"?: string;
}

interface FieldProps {
  readonly label: string;
  /** What is good to know before one writes. */
  readonly note?: string;
  /** Draws the input, with what ties it to its label and note. */
  readonly children: (control: Control) => ReactNode;
}

/** Something to be filled in, under its label. */
export function Field({ label, note, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      {children({ id, ...(note !== undefined && { "aria-describedby": noteId }) })}
      {note !== undefined && (
        <p id={noteId} className="text-xs text-faint">
          {note}
        </p>
      )}
    </div>
  );
}
