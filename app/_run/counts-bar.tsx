import { stateLookOf } from "../_ui/state";
import { countText } from "../_ui/time";

/** States that must be seen however few they are: they come first. */
const loud = ["Failed", "Crashed", "TimedOut", "Cancelled"];

interface CountsBarProps {
  /** How many task runs are in each state, by its name. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The states of a run's task runs, as a bar: as wide as there are many, and none so narrow that it is not seen. */
export function CountsBar({ counts }: CountsBarProps) {
  const order = (name: string) => (loud.includes(name) ? loud.indexOf(name) : loud.length);
  const states = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => order(a) - order(b));
  if (states.length === 0) return null;
  const label = countsText(Object.fromEntries(states));
  return (
    <span
      role="img"
      aria-label={`Task runs: ${label}`}
      title={label}
      className="flex h-1.5 w-full gap-px overflow-hidden rounded-full forced-color-adjust-none forced-colors:h-2 forced-colors:border forced-colors:border-[CanvasText]"
    >
      {states.map(([name, count]) => (
        <span
          key={name}
          className={`min-w-0.75 ${stateLookOf(name).fill}`}
          style={{ flexGrow: count, flexBasis: 0 }}
        />
      ))}
    </span>
  );
}

/** Counts in words: `1 Failed, 9,989 Completed`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${countText(count)} ${name}`)
    .join(", ");
}
