import type { ReactNode } from "react";
import { Cell, ColumnHead, Table } from "../_design/table";
import { countText, manyText } from "./time";

interface RowsTableProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are in all. */
  readonly total: number;
  /** How many columns there are in all; default: those that are shown. */
  readonly numColumns?: number | undefined;
  readonly label: string;
  /** What to do to see all of them. */
  readonly children?: ReactNode;
}

/** Rows that are at hand, as a table that scrolls in itself. */
export function RowsTable({
  columns,
  rows,
  total,
  numColumns = columns.length,
  label,
  children,
}: RowsTableProps) {
  const parts = [
    ...(total > rows.length ? [`${countText(rows.length)} of ${manyText(total, "row")}`] : []),
    ...(numColumns > columns.length
      ? [`${countText(columns.length)} of ${manyText(numColumns, "column")}`]
      : []),
  ];
  return (
    <Table
      label={label}
      head={columns.map((column, position) => (
        <ColumnHead key={position}>{column}</ColumnHead>
      ))}
      note={
        parts.length > 0 && (
          <p className="px-3 py-1.5 text-xs text-muted">
            The first {parts.join(", ")}. {children}
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
