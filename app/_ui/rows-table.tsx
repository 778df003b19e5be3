import type { ReactNode } from "react";
import { Cell, ColumnHead, Table } from "../_design/table";
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
    <Table
      label={label}
      head={columns.map((column, position) => (
        <ColumnHead key={position}>{column}</ColumnHead>
      ))}
      note={
        total > rows.length && (
          <p className="px-3 py-1.5 text-xs text-muted">
            The first {countText(rows.length)} of {countText(total)} rows. {children}
          </p>
        )
      }
    >
      {rows.map((row, index) => (
        <tr key={index} className="hover:bg-raised">
          {row.map((value, position) => (
            <Cell key={position}>{value}</Cell>
          ))}
        </tr>
      ))}
    </Table>
  );
}
