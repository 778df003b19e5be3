import type { Place } from "@/lib/workspace";

interface PlaceLinkProps {
  readonly place: Place;
  /** Whether it is where what failed was called. */
  readonly isCaller?: boolean;
  readonly onGoTo: (place: Place) => void;
}

/** A place of the notebook, to go to by a click: 24 px high, 32 by touch. */
export function PlaceLink({ place, isCaller = false, onGoTo }: PlaceLinkProps) {
  return (
    <button
      type="button"
      className="inline-flex min-h-6 max-w-full items-center rounded-sm text-left font-mono text-muted underline decoration-line-strong underline-offset-2 hover:text-ink pointer-coarse:min-h-8"
      onClick={() => onGoTo(place)}
    >
      {isCaller && "from "}
      {place.definition}, line {place.line}
    </button>
  );
}
