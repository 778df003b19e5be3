"use client";

import { useState } from "react";

interface DraftFieldProps {
  readonly value: string;
  readonly label: string;
  readonly className: string;
  readonly placeholder?: string;
  /** Whether the field is as wide as its text. */
  readonly isSnug?: boolean;
  readonly isReadOnly?: boolean;
  /** In characters. */
  readonly maxLength?: number;
  readonly onCommit: (text: string) => void;
}

/** A line of text that counts once the field is left, or Enter is pressed; Escape takes the draft back. */
export function DraftField({
  value,
  label,
  className,
  placeholder,
  isSnug = false,
  isReadOnly = false,
  maxLength,
  onCommit,
}: DraftFieldProps) {
  const [draft, setDraft] = useState<string>();
  const shown = draft ?? value;
  return (
    <input
      value={shown}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        if (draft !== undefined) onCommit(draft.trim());
        setDraft(undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setDraft(undefined);
      }}
      aria-label={label}
      placeholder={placeholder}
      readOnly={isReadOnly}
      maxLength={maxLength}
      spellCheck={false}
      autoCapitalize="off"
      size={isSnug ? Math.max(shown.length, 4) : undefined}
      className={`min-h-6 rounded border border-transparent bg-transparent px-1 hover:border-field focus:border-field ${isSnug ? "field-sizing-content max-w-full min-w-10" : ""} ${className}`}
    />
  );
}
