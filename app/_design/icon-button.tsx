import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { Glyph } from "./glyph";
import { named } from "./tooltip";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "className"> {
  readonly icon: LucideIcon;
  /** What it does: read out, and shown when pointed at. */
  readonly label: string;
  /** Whether it is the thing to do here. */
  readonly isMain?: boolean;
}

const look =
  "inline-flex size-7 shrink-0 items-center justify-center rounded-md transition-colors hover:bg-sunken disabled:opacity-40 disabled:hover:bg-transparent pointer-coarse:size-8";
const tones = { main: "text-accent hover:text-accent-strong", other: "text-muted hover:text-ink" };

interface IconLinkProps {
  readonly icon: LucideIcon;
  /** Where it leads: read out, and shown when pointed at. */
  readonly label: string;
  readonly href: string;
}

/** A link with an icon alone, named by a tooltip. */
export function IconLink({ icon, label, href }: IconLinkProps) {
  return (
    <a href={href} aria-label={label} className={`${look} ${tones.other}`} {...named}>
      <Glyph of={icon} />
    </a>
  );
}

/** A button with an icon alone, named by a tooltip. */
export function IconButton({ icon, label, isMain = false, type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      className={`${look} ${isMain ? tones.main : tones.other}`}
      {...named}
      {...rest}
    >
      <Glyph of={icon} />
    </button>
  );
}
