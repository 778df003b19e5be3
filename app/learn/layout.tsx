import type { Metadata } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { title: "Learn — Runnel" };

/** Gives the page its title before its code is there: what sets it later would be undone by that. */
export default function LearnLayout({ children }: { readonly children: ReactNode }) {
  return children;
}
