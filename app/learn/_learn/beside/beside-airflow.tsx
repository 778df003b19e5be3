import { useMemo } from "react";
import { compare, type Compared, type Difference } from "@/lib/airflow";
import { toldIn } from "@/lib/lessons";
import type { LessonSession } from "@/lib/workspace";
import { useStore } from "../../../_ui/store";
import { durationText } from "../../../_ui/time";
import { useLanguage } from "../language";
import { axisOf } from "./axis-of";
import { BesideRow, isGuessed } from "./beside-row";

/** The latest run beside itself under Airflow's rules, on one clock, and where they part first. */
export default function BesideAirflow({ session }: { readonly session: LessonSession }) {
  const record = useStore(session.record);
  const compared = useMemo(() => record && compare(record), [record]);
  return (
    <section aria-label="Beside Airflow" className="mt-6">
      <h3 className="text-sm font-semibold text-muted">Two sets of rules, one clock</h3>
      {compared && compared.rows.length > 0 ? (
        <Sides compared={compared} />
      ) : (
        <p className="mt-1 text-sm text-muted">Run the notebook: both sides appear here.</p>
      )}
    </section>
  );
}

function Sides({ compared }: { readonly compared: Compared }) {
  const { rows, runnel, airflow, from, to, difference } = compared;
  const axis = useMemo(() => axisOf(compared), [compared]);
  return (
    <>
      <p className="mt-1 text-xs text-muted">
        Above, how it went here; below, in Airflow. The run: {runnel} here, {airflow} in Airflow.
      </p>
      {difference && <FirstDifference difference={difference} />}
      <div className="relative mt-2">
        <ol aria-label="Tasks on both sides" className="space-y-1">
          {rows.map((row) => (
            <BesideRow key={row.name} row={row} axis={axis} isFirst={row === difference?.row} />
          ))}
        </ol>
        {difference && (
          <span
            aria-hidden
            className="absolute inset-y-0 border-l border-dashed border-accent"
            style={{ left: `${axis.x(difference.at * 1000) * 100}%` }}
          />
        )}
      </div>
      <p aria-hidden className="mt-1 flex justify-between text-xs text-faint tabular-nums">
        <span>0 s</span>
        {axis.gaps.length > 0 && <span>pauses drawn short</span>}
        <span>{durationText((to - from) * 1000)}</span>
      </p>
      {!difference && <p className="mt-2 text-sm text-state-completed">Both sides go the same way.</p>}
      {rows.some(isGuessed) && (
        <p className="mt-2 text-xs text-muted">
          * It did not run here, or was cached: it is taken to last a second and succeed.
        </p>
      )}
    </>
  );
}

function FirstDifference({ difference: { at, row, rules } }: { readonly difference: Difference }) {
  const language = useLanguage();
  return (
    <div className="mt-2 rounded-lg border border-accent bg-surface px-3 py-2 text-sm">
      <p className="font-medium">
        First difference, at {durationText(at * 1000)}: {row?.label ?? "the run"}
      </p>
      <dl lang={language} className="mt-1 space-y-1 text-muted">
        <div>
          <dt className="inline font-medium">Here: </dt>
          <dd className="inline">{toldIn(rules.runnel, language)}</dd>
        </div>
        <div>
          <dt className="inline font-medium">Airflow: </dt>
          <dd className="inline">{toldIn(rules.airflow, language)}</dd>
        </div>
      </dl>
    </div>
  );
}
