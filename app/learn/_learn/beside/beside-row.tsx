import type { Bar, ComparedTask, Side } from "@/lib/airflow";
import type { Axis } from "@/lib/fold";
import { durationText } from "../../../_ui/time";

interface BesideRowProps {
  readonly row: ComparedTask;
  readonly axis: Axis;
  /** Whether the sides part here first. */
  readonly isFirst: boolean;
}

const looks: Readonly<Record<Bar["kind"], string>> = {
  success: "h-2 bg-state-completed",
  failed: "h-2 bg-state-failed",
  skipped: "h-2 bg-state-cancelled",
  pause: "mt-[3px] h-0 border-t-2 border-dotted border-state-scheduled",
};

/** A task on both sides: how it went here above how it would have gone there. */
export function BesideRow({ row, axis, isFirst }: BesideRowProps) {
  const { label, dag, runnel, airflow, xcom } = row;
  return (
    <li className={`-mx-1.5 rounded px-1.5 py-1 ${isFirst ? "bg-raised outline-1 outline-accent" : ""}`}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-xs">
        <span className="font-medium">
          {label}
          {isGuessed(row) && "*"}
        </span>
        <span className="text-muted">
          {runnel.state} · {airflow.state}
        </span>
      </p>
      <p className="sr-only">{`${label}: here ${sideText(runnel, axis)}; in Airflow ${sideText(airflow, axis)}.`}</p>
      <Bars side={runnel} axis={axis} />
      <Bars side={airflow} axis={axis} />
      {(xcom !== undefined || dag.rule !== "all_success") && (
        <p className="mt-0.5 truncate font-mono text-xs text-faint">
          {[
            ...(dag.rule === "all_success" ? [] : [dag.rule]),
            ...(xcom === undefined ? [] : [`XCom return_value: ${xcom}`]),
          ].join(", ")}
        </p>
      )}
    </li>
  );
}

/** Whether how long it takes in Airflow is a guess. */
export function isGuessed({ dag, airflow }: ComparedTask): boolean {
  return dag.isAssumed && airflow.startedAt !== undefined;
}

function Bars({ side: { bars, endedAt }, axis }: { readonly side: Side; readonly axis: Axis }) {
  const x = (seconds: number) => axis.x(seconds * 1000) * 100;
  return (
    <div aria-hidden className="relative mt-0.5 h-2 overflow-hidden rounded-xs bg-sunken">
      {bars.map(({ from, to, kind }, place) => (
        <span
          key={place}
          className={`absolute ${looks[kind]}`}
          style={{ left: `${x(from)}%`, width: `max(2px, calc(${x(to) - x(from)}% - 1px))` }}
        />
      ))}
      {bars.length === 0 && (
        // It ended without having run.
        <span
          className="absolute size-2 rounded-full border-2 border-state-pending bg-canvas"
          style={{ left: `min(${x(endedAt)}%, calc(100% - 8px))` }}
        />
      )}
    </div>
  );
}

function sideText({ state, startedAt, endedAt }: Side, { from }: Axis): string {
  const at = (seconds: number) => durationText(seconds * 1000 - from);
  return startedAt === undefined
    ? `${state} at ${at(endedAt)}, without having run`
    : `${state}, from ${at(startedAt)} to ${at(endedAt)}`;
}
