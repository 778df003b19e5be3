import { useId, type ReactNode } from "react";
import { countText } from "../_ui/time";

interface PartRowProps {
  readonly label: ReactNode;
  readonly isIn: boolean;
  /** Whether it can only be in with another part, which is not. */
  readonly isDisabled?: boolean;
  /** Absent: it is always in. */
  readonly onChange?: (isIn: boolean) => void;
  /** Absent: it is not in, or not known yet. */
  readonly characters?: number | undefined;
  readonly note?: ReactNode;
  readonly problem?: string | undefined;
  readonly children?: ReactNode;
}

/** A part of a link: whether it is in, and what it costs. */
export function PartRow({
  label,
  isIn,
  isDisabled = false,
  onChange,
  characters,
  note,
  problem,
  children,
}: PartRowProps) {
  const id = useId();
  return (
    <li className="py-2">
      <div className="flex items-center gap-2">
        <input
          id={id}
          type="checkbox"
          className="accent-accent"
          checked={isIn}
          disabled={!onChange || isDisabled || problem !== undefined}
          aria-describedby={`${id}-note`}
          onChange={({ target }) => onChange?.(target.checked)}
        />
        <label htmlFor={id} className="min-w-0 flex-1 break-words">
          {label}
        </label>
        <span className="text-xs whitespace-nowrap text-muted tabular-nums">
          {isIn && characters !== undefined ? countText(characters) : "–"}
        </span>
      </div>
      <div id={`${id}-note`} className="ml-5 text-xs text-muted">
        {problem === undefined ? note : <span className="text-danger">{problem}</span>}
      </div>
      {children && <div className="mt-1.5 ml-5">{children}</div>}
    </li>
  );
}
