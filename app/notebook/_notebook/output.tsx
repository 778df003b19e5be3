"use client";

import { useState } from "react";
import { mostOutputs, type OutputView, type Preview, type TableRef } from "@/lib/workspace";
import { DataTable } from "../../_ui/data-table";
import { PartOfTable } from "../../_ui/part-of-table";
import { SaveTable } from "../../_ui/save-table";
import { RowsTable } from "../../_ui/rows-table";
import { countText, manyText } from "../../_ui/time";
import { useIsLink, useTables } from "./open-notebook";
import { part } from "../../_design/part";
import { Select } from "../../_design/select";

// Only a notebook from a link has such.
export const CameTable = part(() => import("./came-table"));

interface OutputsProps {
  /** The name of the definition. */
  readonly of: string;
  readonly outputs: readonly OutputView[];
  /** How many runs the definition had: of many, the latest ones' values are here. */
  readonly runs: number;
}

/** From so many on, not all may be in sight. */
const several = 2;

/** What a definition's runs gave. Of many runs, each on a line of its own. */
export function Outputs(props: OutputsProps) {
  const { of, outputs, runs } = props;
  const [first] = outputs;
  if (!first) return null;
  if (outputs.length < several) return <Value of={of} preview={first.preview} />;
  const together = oneTable(outputs);
  return (
    <>
      <p className="border-b border-line/60 px-3 py-1 text-xs text-muted tabular-nums">
        {runs > mostOutputs
          ? `What the latest ${countText(mostOutputs)} of ${manyText(runs, "run")} gave: ${manyText(outputs.length, "result")}`
          : manyText(outputs.length, "result")}
        {tablesIn(outputs)?.length === 1 && ", the same table"}
      </p>
      {together ? <RowsOutput of={of} preview={together} /> : <Apart {...props} />}
    </>
  );
}

/** Values that are no one table: tables one at a time, each of the same rows once; others in a list. */
function Apart(props: OutputsProps) {
  const tables = tablesIn(props.outputs);
  return tables ? <Tables of={props.of} tables={tables} /> : <List {...props} />;
}

interface TableOfRun {
  readonly runName: string;
  readonly table: TableRef;
}

/** The tables that runs gave, where all gave one: each once, with the latest run that gave it. */
function tablesIn(outputs: readonly OutputView[]): readonly TableOfRun[] | undefined {
  const tables = outputs.flatMap(({ runName, preview }) =>
    preview.kind === "table" ? [{ runName, table: preview.table }] : [],
  );
  if (tables.length < outputs.length) return undefined;
  return [...new Map(tables.map((one) => [one.table.lineage, one])).values()];
}

function Tables({ of, tables }: { readonly of: string; readonly tables: readonly TableOfRun[] }) {
  const [chosen, choose] = useState<string>();
  const shown = tables.find(({ table }) => table.lineage === chosen) ?? tables.at(-1);
  if (!shown) return null;
  return (
    <>
      {tables.length > 1 && (
        <div className="flex px-3 py-1.5 text-sm">
          <Select
            label="Table of"
            value={shown.table.lineage}
            choices={tables.map(({ runName, table }) => ({
              value: table.lineage,
              label: `${runName}: ${manyText(table.numRows, "row")}`,
            }))}
            onChoose={choose}
          />
        </div>
      )}
      <TableOutput of={of} table={shown.table} />
    </>
  );
}

function List({ of, outputs }: OutputsProps) {
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={`What ${of} gave`}
      className="max-h-72 overflow-auto text-sm focus-visible:-outline-offset-2"
    >
      <dl className="divide-y divide-line/60">
        {outputs.map(({ runName, preview }, index) => (
          <div key={index} className="grid grid-cols-[minmax(6rem,12rem)_1fr] gap-3 px-3 py-1">
            <dt className="truncate font-mono text-xs leading-5 text-muted">{runName}</dt>
            <dd className="min-w-0">
              <Short preview={preview} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Value({ of, preview }: { readonly of: string; readonly preview: Preview }) {
  switch (preview.kind) {
    case "nothing":
      return null;
    case "table":
      return <TableOutput of={of} table={preview.table} />;
    case "rows":
      return <RowsOutput of={of} preview={preview} />;
    case "text":
      return (
        <pre
          tabIndex={0}
          role="group"
          aria-label={`What ${of} gave`}
          className="max-h-72 overflow-auto px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap focus-visible:-outline-offset-2"
        >
          {preview.text}
          {preview.isWhole ? "" : " …"}
        </pre>
      );
  }
}

/** Records of the same shape, one from each run, as one table; undefined where they are anything else. */
function oneTable(outputs: readonly OutputView[]): RowsPreview | undefined {
  const first = outputs[0]?.preview;
  if (first?.kind !== "rows") return undefined;
  const { columns, numColumns } = first;
  const rows = outputs.flatMap(({ runName, preview }) => {
    if (preview.kind !== "rows" || preview.rows.length !== 1) return [];
    return preview.columns.join("\n") === columns.join("\n") ? [[runName, ...(preview.rows[0] ?? [])]] : [];
  });
  if (rows.length !== outputs.length) return undefined;
  const wide = numColumns !== undefined && { numColumns: numColumns + 1 };
  return { kind: "rows", columns: ["task run", ...columns], rows, total: rows.length, ...wide };
}

/** A value on one line, among many. */
function Short({ preview }: { readonly preview: Preview }) {
  const text = shortText(preview);
  return (
    <span className="block truncate font-mono text-xs leading-5" title={text}>
      {text}
    </span>
  );
}

function shortText(preview: Preview): string {
  switch (preview.kind) {
    case "nothing":
      return "";
    case "table":
      return `${preview.table.name}: ${manyText(preview.table.numRows, "row")}`;
    case "rows":
      return preview.rows.length === 1 ? recordText(preview) : manyText(preview.total, "row");
    case "text":
      return preview.text;
  }
}

function recordText({ columns, rows, numColumns }: RowsPreview): string {
  const text = columns.map((column, index) => `${column} ${rows[0]?.[index] ?? ""}`).join(" · ");
  return numColumns === undefined ? text : `${text} · … (${manyText(numColumns, "column")})`;
}

interface TableOutputProps {
  readonly of: string;
  readonly table: TableRef;
}

/** A table; of one that came in a link, what came of it. */
function TableOutput(props: TableOutputProps) {
  const isLink = useIsLink();
  if (!isLink) return <KeptTable {...props} />;
  return <CameTable {...props} />;
}

function KeptTable({ of, table }: TableOutputProps) {
  const tables = useTables();
  const [start, setStart] = useState(0);
  return (
    <div>
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 border-b border-line/60 pr-1 pl-3 text-xs text-muted">
        <span className="mr-auto">
          {manyText(table.numRows, "row")} × {manyText(table.schema.length, "column")}
        </span>
        <PartOfTable table={table} start={start} onStart={setStart} />
        <SaveTable name={table.name} save={(format) => tables.save(table, format)} />
      </div>
      <DataTable
        key={`${table.lineage} ${start}`}
        table={table}
        // The same table may be what several definitions gave.
        label={table.name === of ? of : `${table.name}, from ${of}`}
        start={start}
        fetchRows={tables.texts}
      />
    </div>
  );
}

type RowsPreview = Extract<Preview, { kind: "rows" }>;

function RowsOutput({ of, preview }: { readonly of: string; readonly preview: RowsPreview }) {
  const { columns, rows, total, numColumns } = preview;
  return (
    <RowsTable columns={columns} rows={rows} total={total} numColumns={numColumns} label={`Rows of ${of}`}>
      Use <code>fromRows</code> to look at all of them as a table.
    </RowsTable>
  );
}
