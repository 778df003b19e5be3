import type { ReactNode } from "react";
import { countText } from "./time";

interface RowsTableProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are in all. */
  readonly total: number;
  readonly label: string;
  /** What to do to see all of them. */
  readonly children?: ReactNode;
}

/** Rows that are at hand, as a table that scrolls in itself. */
export function RowsTable({ columns, rows, total, label, children }: RowsTableProps) {
  return (
    <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="border-separate border-spacing-0 font-mono text-xs tabular-nums">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="sticky top-0 border-b border-line bg-surface px-2.5 py-1.5 text-left font-medium whitespace-nowrap"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} className="hover:bg-raised">
              {row.map((value, position) => (
                <td
                  key={position}
                  className="max-w-80 truncate border-b border-line/60 px-2.5 py-1 whitespace-pre"
                >
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {total > rows.length && (
        <p className="px-3 py-1.5 text-xs text-muted">
          The first {countText(rows.length)} of {countText(total)} rows. {children}
        </p>
      )}
    </div>
  );
}
