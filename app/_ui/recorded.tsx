import { Disc } from "lucide-react";
import { dateText } from "./time";
import { useNow } from "./use-now";

interface RecordedProps {
  /** When it ran, in milliseconds since the epoch, as far as that is known. */
  readonly at: number | undefined;
  readonly className?: string;
}

/** The mark of what was run elsewhere, and came in a link. */
export default function Recorded({ at, className = "" }: RecordedProps) {
  const now = useNow(60_000, false);
  return (
    <p className={`flex items-center gap-1 text-xs text-muted ${className}`}>
      <Disc className="size-3 shrink-0" aria-hidden />
      <span>{at === undefined ? "Recorded" : `Recorded on ${dateText(at, now)}`}, not run here</span>
    </p>
  );
}
