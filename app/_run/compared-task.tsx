"use client";

import { useEffect, useState } from "react";
import type { DefinitionView, Preview, TableDifference, TaskComparison } from "@/lib/workspace";
import { StateBadge } from "../_ui/state-badge";
import { countText, deltaText, durationText, manyText } from "../_ui/time";
import { countsText } from "./counts-bar";
import type { RunComparing } from "./comparing";
import { changeText, differenceTexts } from "./difference-texts";

interface ComparedTaskProps {
  readonly task: TaskComparison;
  /** The columns, which all rows share. */
  readonly grid: string;
  readonly comparing: RunComparing;
}

/** How a task went in both runs, and what is different of what it gave. */
export function ComparedTask({ task, grid, comparing }: ComparedTaskProps) {
  const { name, earlier, later, isChanged, changedUses, results } = task;
  const count = (view: DefinitionView | undefined) =>
    Object.values(view?.counts ?? {}).reduce((sum, one) => sum + one, 0);
  const most = Math.max(count(earlier), count(later));
  return (
    <div role="row" className={`${grid} border-b border-line/60 py-1.5`}>
      <span role="rowheader" className="min-w-0">
        <span className="block truncate font-mono text-xs leading-5" title={name}>
          {name}
          {most > 1 && <span className="text-muted"> ×{countText(most)}</span>}
        </span>
        {isChanged && <span className="text-xs font-medium text-accent">{changeText(changedUses)}</span>}
      </span>
      <Side view={earlier} />
      <span role="cell" className="min-w-0">
        <Went view={later} before={earlier} />
        {(results.first || results.alone > 0) && <Results task={task} comparing={comparing} />}
      </span>
    </div>
  );
}

function Side({ view }: { readonly view: DefinitionView | undefined }) {
  return (
    <span role="cell" className="min-w-0">
      <Went view={view} />
    </span>
  );
}

function Went({
  view,
  before,
}: {
  readonly view: DefinitionView | undefined;
  readonly before?: DefinitionView | undefined;
}) {
  if (!view) return <span className="text-xs text-faint">not in this run</span>;
  const { state, counts, durationMs } = view;
  const delta =
    durationMs === undefined || before?.durationMs === undefined ? undefined : durationMs - before.durationMs;
  return (
    <>
      <StateBadge state={state} />
      <span className="block text-xs text-muted tabular-nums">
        {Object.keys(counts).length > 1 && `${countsText(counts)} · `}
        {durationMs !== undefined && durationText(durationMs)}
        {delta !== undefined && ` (${deltaText(delta)})`}
      </span>
    </>
  );
}

function Results({ task: { results }, comparing }: Pick<ComparedTaskProps, "task" | "comparing">) {
  const { same, different, alone, first } = results;
  const isOne = same + different + alone === 1;
  return (
    <span className="mt-0.5 block text-xs">
      {!isOne && (
        <span className="block">
          {[
            ...(different > 0
              ? [`${countText(different)} of ${countText(same + different)} values differ`]
              : []),
            ...(alone > 0 ? [`${manyText(alone, "result")} only in one run`] : []),
          ].join(", ")}
        </span>
      )}
      {isOne && alone > 0 && "a result in one run only"}
      {first && <FirstDifference earlier={first.earlier} later={first.later} comparing={comparing} />}
    </span>
  );
}

interface DifferenceProps {
  readonly earlier: Preview;
  readonly later: Preview;
  readonly comparing: RunComparing;
}

function FirstDifference({ earlier, later, comparing }: DifferenceProps) {
  const [difference, setDifference] = useState<TableDifference>();
  const [problem, setProblem] = useState<string>();
  const tables =
    earlier.kind === "table" && later.kind === "table" ? ([earlier.table, later.table] as const) : undefined;
  const [before, after] = tables ?? [];
  useEffect(() => {
    if (!before || !after) return;
    const gone = new AbortController();
    comparing.tables.difference(before, after, gone.signal).then(setDifference, (error: unknown) => {
      if (!gone.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
    });
    return () => gone.abort();
  }, [before, after, comparing]);
  if (!tables)
    return (
      <span className="block font-mono break-words">
        <del className="text-muted">{valueText(earlier)}</del> →{" "}
        <ins className="no-underline">{valueText(later)}</ins>
      </span>
    );
  if (problem !== undefined) return <span className="block text-muted">Not compared: {problem}</span>;
  return (
    <span className="block" role="status">
      {difference ? differenceTexts(difference).join("; ") : "Comparing the rows…"}
    </span>
  );
}

const longest = 200;

function valueText(preview: Preview): string {
  switch (preview.kind) {
    case "nothing":
      return "nothing";
    case "table":
      return `table ${preview.table.name}`;
    case "rows": {
      const text = preview.rows.map((row) => row.join(", ")).join(" | ");
      return `${manyText(preview.total, "row")}: ${text.slice(0, longest)}`;
    }
    case "text":
      return preview.text.length > longest ? `${preview.text.slice(0, longest)}…` : preview.text;
  }
}
