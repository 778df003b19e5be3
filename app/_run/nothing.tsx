import type { ReactNode } from "react";
import { EmptyState } from "../_design/empty-state";

/** Says that a run has none of something. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return (
    <div className="p-3">
      <EmptyState>{children}</EmptyState>
    </div>
  );
}
