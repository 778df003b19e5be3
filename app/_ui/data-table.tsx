"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Column, Rows, TableRef } from "@/lib/workspace";
import { isNumeric, typeText, valueText } from "./value-text";

const rowHeight = 26;
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
    <div
      ref={scroller}
      // A region that scrolls is reached by the keyboard.
      tabIndex={0}
      role="region"
      aria-label={`Rows of ${table.name}`}
      className="relative overflow-auto overscroll-x-contain rounded-b-md"
      style={{ height: table.numRows === 0 ? undefined : height }}
    >
      <table
        aria-rowcount={table.numRows + 1}
        className="border-separate border-spacing-0 font-mono text-xs tabular-nums"
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={`${header} w-12 text-right text-faint`}>
              <span className="sr-only">Row</span>
            </th>
            {table.schema.map((column) => (
              <HeaderCell key={column.name} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first && first.start > 0 && <Spacer height={first.start} />}
          {items.map(({ index }) => (
            <tr
              key={index}
              aria-rowindex={start + index + 2}
              style={{ height: rowHeight }}
              className="hover:bg-raised"
            >
              <td className={`${cell} text-right text-faint`}>{start + index + 1}</td>
              {table.schema.map((column, position) => (
                <Value key={column.name} column={column} value={page(index, position)} />
              ))}
            </tr>
          ))}
          {last && <Spacer height={virtual.getTotalSize() - last.end} />}
        </tbody>
      </table>
      {table.numRows === 0 && <p className="px-3 py-3 text-sm text-muted">The table has no rows.</p>}
    </div>
  );
}

const header = "sticky top-0 z-10 border-b border-line bg-surface px-2.5 py-1 align-bottom font-medium";
const cell = "h-[26px] max-w-80 truncate border-b border-line/60 px-2.5 whitespace-pre";

function HeaderCell({ column }: { readonly column: Column }) {
  return (
    <th scope="col" className={`${header} ${isNumeric(column.type) ? "text-right" : "text-left"}`}>
      <span className="block whitespace-nowrap">{column.name === "" ? " " : column.name}</span>
      <span className="block font-normal whitespace-nowrap text-faint">{typeText(column.type)}</span>
    </th>
  );
}

/** A value, or a gap while it is on its way. */
function Value({
  column,
  value,
}: {
  readonly column: Column;
  readonly value: { readonly of: unknown } | undefined;
}) {
  const align = isNumeric(column.type) ? "text-right" : "text-left";
  if (!value) return <td className={`${cell} ${align} text-faint`}>·</td>;
  const isNull = value.of === null || value.of === undefined;
  const text = valueText(value.of, column.type);
  return (
    <td
      className={`${cell} ${align} ${isNull ? "text-faint italic" : ""}`}
      title={text.length > 40 ? text : undefined}
    >
      {text}
    </td>
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
