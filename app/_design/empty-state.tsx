import type { ReactNode } from "react";

/** Stands where things will be: says that there are none yet, and how one comes to be. */
export function EmptyState({ children }: { readonly children: ReactNode }) {
  return (
    <p className="rounded-lg border border-dashed border-line-strong px-4 py-3 text-sm text-muted">
      {children}
    </p>
  );
}
