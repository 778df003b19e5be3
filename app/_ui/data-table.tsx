"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Column, Rows, TableRef } from "@/lib/workspace";
import { Cell, ColumnHead, rowHeight, Table } from "../_design/table";
import { isNumeric, typeText, valueText } from "./value-text";

const pageSize = 200;
/** Rows that are shown before the table scrolls in itself. */
const mostRows = 10;

/** Rows that one scrolling table can have: a browser draws no element higher than some 30 million pixels. */
export const mostScrolled = 1_000_000;

interface DataTableProps {
  readonly table: TableRef;
  /** The row, from 0, at which this part of the table begins. */
  readonly start: number;
  readonly fetchRows: (table: TableRef, offset: number, limit: number, signal: AbortSignal) => Promise<Rows>;
}

/** A table's rows: only those in view are fetched and drawn, however many there are. */
export function DataTable({ table, start, fetchRows }: DataTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { page, ask, error } = usePages(table, start, fetchRows);
  const count = Math.min(table.numRows - start, mostScrolled);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const [firstRow, lastRow] = [first?.index, last?.index];
  useEffect(() => {
    if (firstRow === undefined || lastRow === undefined) return;
    for (let number = Math.floor(firstRow / pageSize); number * pageSize <= lastRow; number++) ask(number);
  }, [ask, firstRow, lastRow]);
  const height = Math.min(count, mostRows) * rowHeight + 48;

  if (error) return <p className="px-3 py-2 text-sm text-danger">{error}</p>;
  return (
    <Table
      ref={scroller}
      label={`Rows of ${table.name}`}
      rowCount={table.numRows + 1}
      style={{ height: table.numRows === 0 ? undefined : height }}
      head={
        <>
          <ColumnHead isNumber className="w-12 text-faint">
            <span className="sr-only">Row</span>
          </ColumnHead>
          {table.schema.map(({ name, type }) => (
            <ColumnHead key={name} isNumber={isNumeric(type)}>
              <span className="block">{name === "" ? " " : name}</span>
              <span className="block font-normal text-faint">{typeText(type)}</span>
            </ColumnHead>
          ))}
        </>
      }
      note={table.numRows === 0 && <p className="px-3 py-3 text-sm text-muted">The table has no rows.</p>}
    >
      {first && first.start > 0 && <Spacer height={first.start} />}
      {items.map(({ index }) => (
        <tr key={index} aria-rowindex={start + index + 2} className="hover:bg-raised">
          <Cell isNumber className="text-faint">
            {start + index + 1}
          </Cell>
          {table.schema.map((column, position) => (
            <Value key={column.name} column={column} value={page(index, position)} />
          ))}
        </tr>
      ))}
      {last && <Spacer height={virtual.getTotalSize() - last.end} />}
    </Table>
  );
}

/** A value, or a gap while it is on its way. */
function Value({
  column: { type },
  value,
}: {
  readonly column: Column;
  readonly value: { readonly of: unknown } | undefined;
}) {
  const isNumber = isNumeric(type);
  if (!value)
    return (
      <Cell isNumber={isNumber} className="text-faint">
        ·
      </Cell>
    );
  const isNull = value.of === null || value.of === undefined;
  const text = valueText(value.of, type);
  return (
    <Cell
      isNumber={isNumber}
      className={isNull ? "text-faint italic" : ""}
      title={text.length > 40 ? text : undefined}
    >
      {text}
    </Cell>
  );
}

function Spacer({ height }: { readonly height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height }} />
    </tr>
  );
}

type Page = (row: number, column: number) => { readonly of: unknown } | undefined;

/** The rows in view, a page at a time: asked for as they come into view. */
function usePages(
  table: TableRef,
  start: number,
  fetchRows: DataTableProps["fetchRows"],
): { readonly page: Page; readonly ask: (number: number) => void; readonly error?: string } {
  const [pages, setPages] = useState<ReadonlyMap<number, Rows>>(new Map());
  const [error, setError] = useState<string>();
  const asked = useRef(new Set<number>());
  const wanted = useRef<AbortController>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    wanted.current = controller;
    asked.current = new Set();
    return () => controller.abort();
  }, []);

  const ask = useCallback(
    (number: number) => {
      const signal = wanted.current?.signal;
      if (!signal || asked.current.has(number)) return;
      asked.current.add(number);
      fetchRows(table, start + number * pageSize, pageSize, signal).then(
        (rows) => setPages((known) => new Map(known).set(number, rows)),
        (failure: unknown) => {
          if (!signal.aborted) setError(failure instanceof Error ? failure.message : String(failure));
        },
      );
    },
    [fetchRows, start, table],
  );
  const page: Page = (row, column) => {
    const rows = pages.get(Math.floor(row / pageSize));
    return rows && { of: rows.values[column]?.[row % pageSize] };
  };
  return { page, ask, ...(error !== undefined && { error }) };
}
