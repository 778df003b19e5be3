import { hourText } from "./hour-text";

interface SimulatedProps {
  readonly seed: number;
  /** In milliseconds since the epoch. */
  readonly startsAt: number;
}

/** The mark of a run whose time and chance were simulated. */
export default function Simulated({ seed, startsAt }: SimulatedProps) {
  return (
    <p className="flex items-center gap-1.5 text-xs text-muted">
      <span className="hatch size-3 shrink-0 rounded-xs" aria-hidden />
      <span>
        Simulated from {hourText(startsAt)}, seed {seed}
      </span>
    </p>
  );
}
