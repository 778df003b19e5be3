"use client";

import { useId, useState } from "react";
import type { SampledRows, SharingView, SourceView } from "@/lib/workspace";
import { controlLook } from "../_design/field";
import { countText, manyText } from "../_ui/time";
import { PartRow } from "./part-row";

/** Rows that a link is good for: more are a file. */
const mostRows = 10_000;
const usual = 100;

interface SourceRowProps {
  readonly source: SourceView;
  readonly part: SharingView["parts"][number] | undefined;
  readonly onRows: (kind: SampledRows["kind"], count: number) => void;
  readonly onColumn: (column: number, isOut: boolean) => void;
}

/** Data of the notebook that is in a file: which rows and columns of it go along. */
export function SourceRow({ source, part, onRows, onColumn }: SourceRowProps) {
  const { name, file, rows, numRows, schema, isReading } = source;
  const isIn = rows.count > 0;
  const first = Math.min(usual, numRows ?? usual);
  return (
    <PartRow
      label={
        <>
          Rows of <span className="font-mono">{name}</span>
          {file !== name && <span className="text-muted"> ({file})</span>}
        </>
      }
      isIn={isIn}
      onChange={(wanted) => onRows("first", wanted ? first : 0)}
      characters={isReading ? undefined : part?.characters}
      problem={source.problem}
      note={isReading ? "Reading…" : noteOf(source)}
    >
      {isIn && (
        <div className="flex flex-wrap items-center gap-2">
          <RowsChoice {...{ source, onRows }} />
          {schema && <Columns {...{ source, schema, onColumn }} />}
        </div>
      )}
    </PartRow>
  );
}

function noteOf({ rows, isCommon, numRows, cut }: SourceView): string {
  if (rows.count === 0)
    return isCommon
      ? "Comes with the app: whoever opens the link has all of it."
      : "Only the names and types of its columns: whoever opens the link can put a file in its place.";
  const of = numRows === undefined ? "" : ` of ${countText(numRows)}`;
  const long = cut.length > 0 ? ` Long values of ${cut.join(", ")} are cut.` : "";
  return `${manyText(Math.min(rows.count, numRows ?? rows.count), "row")}${of}.${long}`;
}

function RowsChoice({ source, onRows }: Pick<SourceRowProps, "source" | "onRows">) {
  const { name, rows, numRows = 0 } = source;
  const isAll = rows.kind === "first" && rows.count >= numRows && numRows > 0;
  const choose = (value: string) => {
    if (value === "all") onRows("first", numRows);
    else onRows(value === "random" ? "random" : "first", Math.min(isAll ? usual : rows.count, numRows));
  };
  return (
    <>
      <select
        aria-label={`Which rows of ${name}`}
        className={controlLook}
        value={isAll ? "all" : rows.kind}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="first">The first</option>
        <option value="random">Random ones</option>
        <option value="all" disabled={numRows > mostRows}>
          All {countText(numRows)}
          {numRows > mostRows ? ": too many" : ""}
        </option>
      </select>
      {!isAll && <RowCount key={rows.kind} {...{ source, onRows }} />}
    </>
  );
}

/** How many rows: what is typed stands as it is, and counts where it makes sense; else it is said what does. */
function RowCount({
  source: { name, rows, numRows = 0 },
  onRows,
}: Pick<SourceRowProps, "source" | "onRows">) {
  const id = useId();
  const [draft, setDraft] = useState(String(rows.count));
  const most = Math.min(mostRows, numRows);
  const isWrong = countIn(draft, most) === undefined;
  return (
    <>
      <input
        type="number"
        aria-label={`How many rows of ${name}`}
        aria-invalid={isWrong}
        aria-describedby={id}
        className={`${controlLook} w-24 aria-invalid:border-danger`}
        min={1}
        max={most}
        value={draft}
        onChange={({ target }) => {
          setDraft(target.value);
          const count = countIn(target.value, most);
          if (count !== undefined) onRows(rows.kind, count);
        }}
      />
      <span id={id} role="status" className="text-xs text-danger">
        {isWrong && `From 1 to ${countText(most)}: the link still has ${manyText(rows.count, "row")}.`}
      </span>
    </>
  );
}

/** The number of rows that a text says; undefined where it is none that can be taken. */
function countIn(text: string, most: number): number | undefined {
  const count = Number(text);
  return text.trim() !== "" && Number.isInteger(count) && count >= 1 && count <= most ? count : undefined;
}

function Columns({
  source: { name, leftOut },
  schema,
  onColumn,
}: Pick<SourceRowProps, "source" | "onColumn"> & { readonly schema: NonNullable<SourceView["schema"]> }) {
  const kept = schema.length - leftOut.length;
  return (
    <details className="w-full text-sm">
      <summary className="text-muted">
        {leftOut.length === 0
          ? `All ${manyText(schema.length, "column")}`
          : `${kept} of ${manyText(schema.length, "column")}`}
      </summary>
      <div
        role="group"
        aria-label={`Columns of ${name}`}
        className="mt-1 grid max-h-40 overflow-y-auto sm:grid-cols-2"
      >
        {schema.map((column, place) => (
          <label key={column.name} className="flex min-w-0 items-center gap-1.5 py-0.5">
            <input
              type="checkbox"
              className="accent-accent"
              checked={!leftOut.includes(place)}
              onChange={({ target }) => onColumn(place, !target.checked)}
            />
            <span className="truncate font-mono text-xs">{column.name}</span>
          </label>
        ))}
      </div>
    </details>
  );
}
