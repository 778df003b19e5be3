import { createContext, use, useState, type ReactNode } from "react";

/** Shows a run at the moment that an address names; gives what to say where there is none. */
export type Watch = (address: string) => string | undefined;

/** How moments are shown, for texts beside a run. */
export const WatchContext = createContext<Watch | undefined>(undefined);

interface WatchLinkProps {
  /** `watch:` and the moment. */
  readonly address: string;
  readonly children: ReactNode;
}

/** A link to a moment of a run: plain text where there is no run that it could be of. */
export function WatchLink({ address, children }: WatchLinkProps) {
  const watch = use(WatchContext);
  const [told, setTold] = useState<string>();
  if (!watch) return <span>{children}</span>;
  return (
    <>
      <button
        type="button"
        className="text-accent underline underline-offset-2 hover:text-accent-strong"
        onClick={() => setTold(watch(address))}
      >
        {children}
      </button>
      <span role="status" className="text-muted">
        {told !== undefined && ` (${told})`}
      </span>
    </>
  );
}
