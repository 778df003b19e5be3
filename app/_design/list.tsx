import type { ReactNode } from "react";

interface ListProps {
  /** Its name, where no heading says it. */
  readonly label?: string;
  /** Rows; without any, nothing is drawn. */
  readonly children: ReactNode;
}

/** Rows under each other, in one frame. */
export function List({ label, children }: ListProps) {
  return (
    <ul
      aria-label={label}
      className="divide-y divide-line rounded-lg border border-line bg-surface empty:hidden"
    >
      {children}
    </ul>
  );
}

interface ListRowProps {
  /** Where the row leads. */
  readonly href?: string;
  /** The dialog that the row opens, where it leads nowhere. */
  readonly onOpen?: () => void;
  /** What it is: cut off rather than wrapped. */
  readonly children: ReactNode;
  /** What else there is to know, in few words at its end. */
  readonly meta?: ReactNode;
  /** Icon buttons. */
  readonly actions?: ReactNode;
  /** What belongs to it, below. */
  readonly below?: ReactNode;
}

const mainLook = "flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 py-2 pl-4 text-left";

/** One row: what it is, which leads somewhere or opens something, and what can be done with it. */
export function ListRow({ href, onOpen, children, meta, actions, below }: ListRowProps) {
  const isLink = href !== undefined || onOpen !== undefined;
  return (
    // What is not in sight of a long list is not drawn.
    <li
      className={`[contain-intrinsic-size:auto_2.5rem] [content-visibility:auto] first:rounded-t-lg last:rounded-b-lg ${isLink ? "hover:bg-raised" : ""}`}
    >
      <div className="flex items-center gap-2 pr-2">
        {href !== undefined ? (
          <a href={href} className={mainLook}>
            {children}
          </a>
        ) : onOpen ? (
          <button type="button" aria-haspopup="dialog" className={mainLook} onClick={onOpen}>
            {children}
          </button>
        ) : (
          <div className={mainLook}>{children}</div>
        )}
        {meta && (
          <div className="flex shrink-0 items-center gap-2 text-xs text-faint tabular-nums">{meta}</div>
        )}
        {actions && <div className="flex shrink-0 items-center">{actions}</div>}
      </div>
      {below && <div className="pr-2 pb-2 pl-4">{below}</div>}
    </li>
  );
}
