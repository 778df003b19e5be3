import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

const tones = {
  warn: { surface: "bg-warn-soft", icon: "text-warn" },
  info: { surface: "bg-accent-soft", icon: "text-accent" },
  danger: { surface: "bg-danger-soft", icon: "text-danger" },
} as const;

interface BannerProps {
  readonly tone: keyof typeof tones;
  readonly icon: LucideIcon;
  /** How it is read out: `alert` at once, `status` when there is time, `region` and `group` when one comes to it. */
  readonly role: "alert" | "status" | "region" | "group";
  readonly label?: string;
  /** What is the matter. What is `<strong>` leads. */
  readonly children: ReactNode;
  /** What can be done about it. */
  readonly actions: ReactNode;
}

/** A bar across the page, or a part of it, that says what is the matter and what can be done. */
export function Banner({ tone, icon: Icon, role, label, children, actions }: BannerProps) {
  const { surface, icon } = tones[tone];
  return (
    <div
      role={role}
      aria-label={label}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2 text-sm max-[22rem]:px-2 sm:px-4 ${surface}`}
    >
      <div className="flex min-w-0 flex-1 basis-72 items-start gap-2">
        <Icon className={`mt-0.5 size-4 shrink-0 ${icon}`} aria-hidden />
        <div className="min-w-0 break-words [&_strong]:font-semibold">{children}</div>
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2 max-[22rem]:gap-1">{actions}</div>
    </div>
  );
}
