import type { ReactNode } from "react";

/** A word or two about something, set apart. */
export function Badge({ children }: { readonly children: ReactNode }) {
  return (
    <span className="rounded-full border border-transparent bg-sunken px-2 text-xs whitespace-nowrap text-muted">
      {children}
    </span>
  );
}
