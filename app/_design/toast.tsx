import { X, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";

interface ToastsProps {
  readonly className?: string;
  /** The latest first: it is the lowest. */
  readonly children: ReactNode;
}

/**
 * Where toasts lie: at the lower edge of the part of the page whose last child this is. At the end of that they have room of their
 * own, so that nothing is under them for good. Where there are many, they scroll in themselves.
 */
export function Toasts({ className = "", children }: ToastsProps) {
  return (
    <div
      aria-live="polite"
      className={`pointer-events-none sticky bottom-0 z-toast flex max-h-[40dvh] flex-col-reverse items-end gap-2 overflow-y-auto overscroll-contain not-empty:p-3 ${className}`}
    >
      {children}
    </div>
  );
}

const tones = { danger: "text-danger", info: "text-accent" } as const;

interface ToastProps {
  readonly tone: keyof typeof tones;
  readonly icon: LucideIcon;
  /** How it is read out: `alert` at once, `status` when there is time. */
  readonly role: "alert" | "status";
  readonly children: ReactNode;
  /** What can be answered. */
  readonly actions?: ReactNode;
  /** Takes it away; absent: it stays until it is answered. */
  readonly onDismiss?: () => void;
}

/** Something to know or to answer, that lies over the page until that is done. */
export function Toast({ tone, icon: Icon, role, children, actions, onDismiss }: ToastProps) {
  return (
    <div
      role={role}
      className="pointer-events-auto flex w-full max-w-md shrink-0 items-start gap-2 rounded-lg border border-line-strong bg-surface py-1.5 pr-1.5 pl-3 text-sm shadow-raised"
    >
      <Icon className={`mt-1.5 size-4 shrink-0 ${tones[tone]}`} aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="py-1 break-words whitespace-pre-wrap">{children}</div>
        {actions && <div className="flex flex-wrap justify-end gap-2 pb-0.5">{actions}</div>}
      </div>
      {onDismiss && <IconButton icon={X} label="Dismiss" onClick={onDismiss} />}
    </div>
  );
}
