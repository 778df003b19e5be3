import type { ComponentProps, ReactNode } from "react";

interface TableProps {
  readonly label: string;
  /** The cells of the head, which stays while the rows scroll. */
  readonly head: ReactNode;
  /** The rows. */
  readonly children: ReactNode;
  /** What is said below them. */
  readonly note?: ReactNode;
  /** How many rows there are, the head's included, where not all are drawn. */
  readonly rowCount?: number;
  /** In pixels. Default: as high as its rows, up to some ten. */
  readonly height?: number | undefined;
  /** Told how far the rows are scrolled, in pixels. */
  readonly onScroll?: (top: number) => void;
}

/** Rows and columns, which scroll in themselves, and which the keyboard reaches. No landmark: a page has many. */
export function Table({ label, head, children, note, rowCount, height, onScroll }: TableProps) {
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={label}
      className="relative isolate max-h-80 overflow-auto overscroll-x-contain rounded-b-md focus-visible:-outline-offset-2"
      style={{ height }}
      onScroll={onScroll && (({ currentTarget }) => onScroll(currentTarget.scrollTop))}
    >
      <table
        aria-rowcount={rowCount}
        className="border-separate border-spacing-0 font-mono text-xs tabular-nums"
      >
        <thead>
          <tr aria-rowindex={rowCount === undefined ? undefined : 1}>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {note}
    </div>
  );
}

interface CellProps extends Omit<ComponentProps<"td">, "align"> {
  /** Numbers stand at the right, so that their digits stand under each other. */
  readonly isNumber?: boolean;
}

/** The head of a column. */
export function ColumnHead({ isNumber = false, className = "", ...rest }: CellProps) {
  return (
    <th
      scope="col"
      className={`sticky top-0 z-head border-b border-line bg-surface px-2.5 py-1 align-bottom font-medium whitespace-nowrap ${side(isNumber)} ${className}`}
      {...rest}
    />
  );
}

/** How high a row is, in pixels where the person's text has 16: for who draws only those in view. */
export const rowHeight = 26;

/** A value, cut off where it is long. */
export function Cell({ isNumber = false, className = "", ...rest }: CellProps) {
  return (
    <td
      className={`max-w-80 truncate border-b border-line/60 px-2.5 whitespace-pre ${side(isNumber)} ${className}`}
      style={{ height: `${rowHeight / 16}rem` }}
      {...rest}
    />
  );
}

function side(isNumber: boolean): string {
  return isNumber ? "text-right" : "text-left";
}
