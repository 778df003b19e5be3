import type { LucideIcon } from "lucide-react";
import { memo } from "react";

/** A button's icon: drawn once, however often what is around it is drawn anew. */
export const Glyph = memo(function Glyph({ of: Icon }: { readonly of: LucideIcon }) {
  return <Icon className="size-4" aria-hidden />;
});
