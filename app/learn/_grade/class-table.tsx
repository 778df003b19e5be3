import { Check, Circle, CircleAlert, Download, Square } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { toldIn, type Grade } from "@/lib/lessons";
import type { ClassGrading, ClassRow } from "@/lib/workspace";
import { classCsv, passedOf, recordText } from "@/lib/workspace/classroom";
import { Button } from "../../_design/button";
import { Progress } from "../../_design/progress";
import { CopyText } from "../../_shared/copy-text";
import { addressOf } from "../../_shell/route";
import { saveBlob } from "../../_ui/save-blob";
import { useStore } from "../../_ui/store";
import { sortRows, type SortBy } from "./sort-rows";

/** What became of each answer of a class. */
export function ClassTable({ grading }: { readonly grading: ClassGrading }) {
  const view = useStore(grading.view);
  const { checks, rows, isGrading, leftOut } = view;
  const [by, setBy] = useState<SortBy>({ column: "order", isDown: false });
  const sorted = useMemo(() => sortRows(rows, by), [rows, by]);
  const done = rows.filter(({ isDone }) => isDone).length;
  const head = (column: SortBy["column"], name: ReactNode) => (
    <Head by={by} column={column} onSort={setBy}>
      {name}
    </Head>
  );
  return (
    <section aria-label="The class" className="mt-6">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto text-sm text-muted tabular-nums">
          {done} of {rows.length} answers graded{!isGrading && done < rows.length && ", stopped"}.
          {leftOut !== undefined && ` ${leftOut} more lines were left out: grade them by themselves.`}
        </p>
        {isGrading && (
          <Button look="danger" onClick={() => grading.stop()}>
            <Square className="size-3.5 fill-current" aria-hidden />
            Stop
          </Button>
        )}
        <CopyText text={classCsv(view)}>Copy as CSV</CopyText>
        <Button onClick={() => saveBlob(new Blob([classCsv(view)], { type: "text/csv" }), "class.csv")}>
          <Download className="size-3.5" aria-hidden />
          Save
        </Button>
      </div>
      {isGrading && <Progress label="Grading" percent={(100 * done) / Math.max(1, rows.length)} />}
      <div
        className="mt-3 overflow-x-auto rounded-lg border border-line"
        tabIndex={0}
        role="group"
        aria-label="Table"
      >
        <table className="w-full text-sm">
          <thead className="bg-sunken text-left text-xs text-muted">
            <tr>
              {head("who", "Name")}
              {head("record", "Record")}
              {head("passed", "Passed")}
              {checks.map((check, place) => (
                <Head key={place} by={by} column={place} onSort={setBy}>
                  <span title={check} className="block truncate">
                    {check}
                  </span>
                </Head>
              ))}
              {head("runs", "Runs")}
              {head("at", "Made")}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <Row key={row.place} row={row} checks={checks} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface HeadProps {
  readonly by: SortBy;
  readonly column: SortBy["column"];
  readonly onSort: (by: SortBy) => void;
  readonly children: ReactNode;
}

function Head({ by, column, onSort, children }: HeadProps) {
  const isBy = by.column === column;
  return (
    <th
      scope="col"
      aria-sort={isBy ? (by.isDown ? "descending" : "ascending") : "none"}
      className="px-2 py-1.5 font-medium"
    >
      <button
        type="button"
        className="flex min-h-6 items-center gap-1 text-left hover:text-ink"
        onClick={() => onSort({ column, isDown: isBy && !by.isDown })}
      >
        {children}
        {isBy && <span aria-hidden>{by.isDown ? "↓" : "↑"}</span>}
      </button>
    </th>
  );
}

function Row({ row, checks }: { readonly row: ClassRow; readonly checks: readonly string[] }) {
  const { who, opens, isDone, problem, record, notes } = row;
  const name = who || `(no name)`;
  const said =
    problem ??
    (record?.kind === "differs" ? record.where : undefined) ??
    (record?.kind === "unchecked" ? record.why : undefined);
  return (
    <tr aria-busy={!isDone} className="border-t border-line align-top">
      <th scope="row" className="min-w-40 px-2 py-1.5 text-left font-medium">
        {opens !== undefined ? (
          <a
            href={addressOf({ page: "shared", text: opens })}
            target="_blank"
            rel="noopener"
            className="text-accent hover:underline"
          >
            <bdi>{name}</bdi>
          </a>
        ) : (
          <bdi>{name}</bdi>
        )}
        {notes.map((note) => (
          <p key={note} className="max-w-md font-normal break-words text-warn">
            {note}
          </p>
        ))}
      </th>
      <td className="px-2 py-1.5" colSpan={problem === undefined ? 1 : 4 + checks.length}>
        <span className={record?.kind === "differs" ? "font-medium text-danger" : "text-muted"}>
          {recordText(row)}
        </span>
        {said !== undefined && (
          <p className={`max-w-2xl min-w-40 break-words ${problem === undefined ? "" : "text-warn"}`}>
            {said}
          </p>
        )}
      </td>
      {problem === undefined && <Grades row={row} checks={checks} />}
    </tr>
  );
}

/** What the checks say of an answer, and what it says of itself. */
function Grades({ row, checks }: { readonly row: ClassRow; readonly checks: readonly string[] }) {
  const { grades, claims } = row;
  return (
    <>
      <td className="px-2 py-1.5 whitespace-nowrap tabular-nums">
        {grades && `${passedOf(row)} of ${checks.length}`}
      </td>
      {checks.map((check, place) => (
        <td key={place} className="px-2 py-1.5">
          <Graded check={check} grade={grades?.[place]} />
        </td>
      ))}
      <td className="px-2 py-1.5 tabular-nums">{claims?.runs}</td>
      <td className="px-2 py-1.5 whitespace-nowrap tabular-nums">
        {claims && claims.at > 0 && new Date(claims.at).toLocaleString()}
      </td>
    </>
  );
}

function Graded({ check, grade }: { readonly check: string; readonly grade: Grade | undefined }) {
  if (!grade) return null;
  const Icon = grade.kind === "passed" ? Check : grade.kind === "open" ? Circle : CircleAlert;
  const seen = grade.kind === "open" ? toldIn(grade.seen, "en") : grade.kind === "broken" ? grade.why : "";
  const colour =
    grade.kind === "passed" ? "text-state-completed" : grade.kind === "open" ? "text-faint" : "text-warn";
  return (
    <span title={[check, seen].filter(Boolean).join(": ")} className="flex items-center gap-1">
      <Icon className={`size-3.5 shrink-0 ${colour}`} aria-hidden />
      {grade.kind === "broken" ? "at fault" : grade.kind}
    </span>
  );
}
