import type { Axis, RunLook } from "@/lib/fold";

/** Now, or the moment that is looked at: one line over all rows, in the column of their bars. */
export function Playhead({ look, axis }: { readonly look: RunLook; readonly axis: Axis }) {
  if (look.isOver && look.isLatest) return null;
  const x = axis.x(look.time);
  if (x < 0 || x > 1) return null;
  return (
    <div
      className="pointer-events-none absolute inset-0 flex border-l-3 border-transparent px-3 pl-2.25"
      aria-hidden
    >
      <span className="w-(--name-width) shrink-0" />
      <span className="relative min-w-0 flex-1">
        {/* Moved, not laid out anew. */}
        <span
          className="absolute inset-0 will-change-transform"
          style={{ transform: `translateX(${x * 100}%)` }}
        >
          <span className="absolute inset-y-0 w-px bg-accent forced-colors:bg-[Highlight]" />
        </span>
      </span>
      <span className="w-16 shrink-0" />
    </div>
  );
}
