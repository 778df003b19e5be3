"use client";

import { lazy, Suspense } from "react";
import { useEditing, useSaving } from "./open-notebook";

const EditTrouble = lazy(() => import("./edit-trouble"));

/** A bar where something keeps this tab from editing or saving: most times nothing does, and its words are not loaded. */
export function EditBar() {
  const saving = useSaving();
  const isApart = useEditing() === "elsewhere" || saving === "conflict" || saving === "removed";
  if (!isApart) return null;
  return (
    <Suspense>
      <EditTrouble />
    </Suspense>
  );
}
