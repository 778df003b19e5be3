import { allStandings, type DayTrend, type Trends } from "@/lib/workspace";
import { named } from "../../_design/tooltip";
import { stateLook } from "../../_ui/state";
import { countText, dayText, durationText, manyText } from "../../_ui/time";
import { standingStates } from "../../_run/standing-look";

interface TrendStripProps {
  readonly trends: Trends;
  /** The day whose runs alone are shown. */
  readonly chosen: string | undefined;
  readonly onChoose: (day: string | undefined) => void;
}

/** How the runs of the last days, of fewer where there is no room to tap on more, went: a bar a day, by state, which shows that day alone; and how long they took. */
export function TrendStrip({ trends, chosen, onChoose }: TrendStripProps) {
  const { days, total, simulated, completed, medianMs } = trends;
  const most = Math.max(1, ...days.map((day) => day.total));
  const today = days.at(-1)?.day ?? "";
  return (
    <section aria-label="Trends" className="rounded-lg border border-line bg-surface px-4 py-3 max-sm:px-2">
      <p className="flex flex-wrap gap-x-4 text-sm text-muted tabular-nums">
        <span>
          <strong className="font-semibold text-ink">{manyText(total, "run")}</strong> in{" "}
          {manyText(days.length, "day")}
          {simulated > 0 && <>, of which {countText(simulated)} simulated</>}
        </span>
        {completed !== undefined && (
          <span>
            <strong className="font-semibold text-ink">{Math.floor(completed * 100)} %</strong> completed
          </span>
        )}
        {medianMs !== undefined && (
          <span>
            median <strong className="font-semibold text-ink">{durationText(medianMs)}</strong>
          </span>
        )}
      </p>
      <ul className="mt-2 flex h-14 items-stretch gap-1 max-sm:gap-0">
        {days.map((day) => (
          <li key={day.day} className="flex min-w-0 flex-1 max-[22rem]:nth-[-n+4]:hidden">
            <button
              type="button"
              aria-pressed={chosen === day.day}
              aria-label={trendText(day, today)}
              className="flex w-full flex-col justify-end rounded-sm border border-transparent hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft forced-colors:border-[Canvas] forced-colors:aria-pressed:border-[Highlight]"
              onClick={() => onChoose(chosen === day.day ? undefined : day.day)}
              {...named}
            >
              <Stack day={day} most={most} />
            </button>
          </li>
        ))}
      </ul>
      <Medians days={days} />
    </section>
  );
}

function Stack({ day, most }: { readonly day: DayTrend; readonly most: number }) {
  if (day.total === 0)
    return <span className="h-px w-full bg-line-strong forced-colors:bg-[CanvasText]" aria-hidden />;
  return (
    <span
      className="flex w-full flex-col-reverse gap-px overflow-hidden rounded-sm forced-color-adjust-none forced-colors:border forced-colors:border-[CanvasText]"
      style={{ height: `${(day.total / most) * 100}%` }}
      aria-hidden
    >
      {allStandings.map(
        (standing) =>
          day.counts[standing] > 0 && (
            <span
              key={standing}
              className={`min-h-0.75 w-full ${stateLook(standingStates[standing]).fill}`}
              style={{ flexGrow: day.counts[standing] }}
            />
          ),
      )}
    </span>
  );
}

/** The median duration of each day as a line, from nothing up to the longest; the days' own names say it in figures. */
function Medians({ days }: { readonly days: readonly DayTrend[] }) {
  const longest = Math.max(1, ...days.map(({ medianMs = 0 }) => medianMs));
  const points = days.flatMap(({ medianMs }, index) =>
    medianMs === undefined ? [] : [`${index + 0.5},${1 - medianMs / longest}`],
  );
  if (points.length < 2) return null;
  return (
    <svg
      viewBox={`0 -0.1 ${days.length} 1.2`}
      preserveAspectRatio="none"
      className="mt-1 h-5 w-full text-muted max-[22rem]:hidden"
      aria-hidden
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** A day in words: `Thu, Mar 12, 2026: 8 runs, 2 failed, median 3.2 s`. */
function trendText({ day, total, counts, medianMs }: DayTrend, today: string): string {
  const parts = [
    manyText(total, "run"),
    ...allStandings
      .filter((standing) => standing !== "completed" && counts[standing] > 0)
      .map((standing) => `${countText(counts[standing])} ${standing}`),
    ...(medianMs === undefined ? [] : [`median ${durationText(medianMs)}`]),
  ];
  return `${dayText(day, today)}: ${parts.join(", ")}`;
}
