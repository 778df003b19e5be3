import type { ComponentProps } from "react";

type Look = "primary" | "plain" | "quiet" | "danger";

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  plain: "bg-surface text-ink hover:bg-raised border-line-strong",
  quiet: "bg-transparent text-muted hover:bg-sunken hover:text-ink border-transparent",
  danger: "bg-surface text-danger hover:bg-danger-soft border-line-strong",
};

export interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: Look;
}

/** A button with words, and an icon before them where it helps. */
export function Button({ look = "plain", className = "", type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-50 ${looks[look]} ${className}`}
      {...rest}
    />
  );
}
