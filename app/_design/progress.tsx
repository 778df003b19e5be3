interface ProgressProps {
  /** What goes on. */
  readonly label: string;
  /** From 0 to 100. */
  readonly percent: number;
}

/** How far something is, as a bar and in words. */
export function Progress({ label, percent }: ProgressProps) {
  const text = `${Number(percent.toFixed(1))} %`;
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
        className="h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-sunken ring-1 ring-line forced-colors:border"
      >
        <div
          className="h-full bg-accent transition-[width] forced-colors:bg-[Highlight] forced-colors:forced-color-adjust-none"
          style={{ width: `${percent}%` }}
        />
      </div>
      <span className="w-14 text-right text-xs text-muted tabular-nums" aria-hidden>
        {text}
      </span>
    </div>
  );
}
