"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Column, Rows, TableRef } from "@/lib/workspace";
import { useRem } from "../_design/rem";
import { Cell, ColumnHead, rowHeight, Table } from "../_design/table";
import { isNumeric, typeText } from "./column-type";
import { manyText } from "./time";

const pageSize = 200;
/** Rows that are shown before the table scrolls in itself. */
const mostRows = 10;
/** Columns that are drawn: as many as the page gets of a table. */
const mostColumns = 200;
/** Rows that are drawn above and below those in view, so that none is missing while one scrolls. */
const spareRows = 12;

/** Rows that one scrolling table can have, with text so many times as large as usual: Firefox draws no element higher than 17.9 million pixels, others one of 30. */
export function mostScrolled(scale: number): number {
  return Math.floor(650_000 / Math.max(1, scale));
}

interface DataTableProps {
  readonly table: TableRef;
  /** Its name among others on the page. Default: that of the table. */
  readonly label?: string;
  /** The row, from 0, at which this part of the table begins. */
  readonly start: number;
  /** Gives rows as text. */
  readonly fetchRows: (table: TableRef, offset: number, limit: number, signal: AbortSignal) => Promise<Rows>;
}

/** A table's rows: only those in view are fetched and drawn, however many there are. */
export function DataTable({ table, label = table.name, start, fetchRows }: DataTableProps) {
  const { page, ask, error } = usePages(table, start, fetchRows);
  const scale = useRem();
  const high = rowHeight * scale;
  const count = Math.min(table.numRows - start, mostScrolled(scale));
  const columns = table.schema.slice(0, mostColumns);
  const others = table.schema.length - columns.length;
  const [top, setTop] = useState(0);
  // All rows are of one height: nothing has to be measured, however many there are.
  const first = Math.max(0, top - spareRows);
  const end = Math.min(count, top + mostRows + 2 + spareRows);
  useEffect(() => {
    for (let number = Math.floor(first / pageSize); number * pageSize < end; number++) ask(number);
  }, [ask, first, end]);

  if (error) return <p className="px-3 py-2 text-sm text-danger">{error}</p>;
  return (
    <Table
      label={`Rows of ${label}`}
      rowCount={table.numRows + 1}
      height={count === 0 ? undefined : Math.min(count, mostRows) * high + 48 * scale}
      // At once: what comes into view must not be empty.
      onScroll={(pixels) => flushSync(() => setTop(Math.floor(pixels / high)))}
      head={
        <>
          <ColumnHead isNumber className="w-12 text-faint">
            <span className="sr-only">Row</span>
          </ColumnHead>
          {columns.map(({ name, type }, position) => (
            <ColumnHead key={position} isNumber={isNumeric(type)}>
              <span className="block">{name === "" ? " " : name}</span>
              <span className="block font-normal text-faint">{typeText(type)}</span>
            </ColumnHead>
          ))}
          {others > 0 && <ColumnHead>… {manyText(others, "more column")}</ColumnHead>}
        </>
      }
      note={table.numRows === 0 && <p className="px-3 py-3 text-sm text-muted">The table has no rows.</p>}
    >
      {first > 0 && <Spacer height={first * high} />}
      {Array.from({ length: end - first }, (_, offset) => first + offset).map((index) => (
        <tr key={index} aria-rowindex={start + index + 2} className="hover:bg-raised">
          <Cell isNumber className="text-faint">
            {start + index + 1}
          </Cell>
          {columns.map((column, position) => (
            <Value key={position} column={column} value={page(index, position)} />
          ))}
          {others > 0 && <Cell className="text-faint">…</Cell>}
        </tr>
      ))}
      {end < count && <Spacer height={(count - end) * high} />}
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
  const isNull = typeof value.of !== "string";
  const text = typeof value.of === "string" ? value.of : "null";
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
