import type { ReactNode } from "react";
import { useIsDragging } from "../_shell/use-dropped-files";

/** Says what becomes of files that are held over the page. */
export function DropVeil({ children }: { readonly children: ReactNode }) {
  if (!useIsDragging()) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-2 z-drop flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/80 text-lg font-medium text-accent forced-colors:border-[Highlight]"
    >
      {children}
    </div>
  );
}
