import { useIsDragging } from "../../_shell/use-dropped-files";

/** Says that files which are held over the page can be dropped. */
export function DropVeil() {
  if (!useIsDragging()) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-2 z-drop flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/80 text-lg font-medium text-accent forced-colors:border-[Highlight]"
    >
      Drop to add the data
    </div>
  );
}
