import type { ComponentProps } from "react";

const primary =
  "bg-accent text-on-accent hover:bg-accent-strong forced-colors:bg-[Highlight] forced-colors:hover:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:forced-color-adjust-none";

const looks = {
  primary: `border-transparent ${primary}`,
  plain: "border-line-strong bg-surface text-ink hover:bg-raised",
  quiet: "border-transparent bg-transparent text-muted hover:bg-sunken hover:text-ink",
  danger: "border-line-strong bg-surface text-danger hover:bg-danger-soft",
} as const;

/** The look of a link that is the thing to do here; how large it is its place says. */
export const primaryLink = `inline-flex items-center rounded-md font-medium ${primary}`;

const sizes = {
  normal: "h-8 gap-1.5 px-3 text-sm",
  small: "h-6 gap-1 px-2 text-xs pointer-coarse:h-8",
} as const;

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: keyof typeof looks;
  readonly size?: keyof typeof sizes;
}

/** A button with words, and an icon before them where it helps. */
export function Button({
  look = "plain",
  size = "normal",
  className = "",
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex items-center justify-center rounded-md border font-medium whitespace-nowrap transition-[color,background-color,border-color] disabled:opacity-50 ${looks[look]} ${sizes[size]} ${className}`}
      {...rest}
    />
  );
}
