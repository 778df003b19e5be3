"use client";

import { useEditing, useSaving } from "./open-notebook";
import { part } from "../../_design/part";

const EditTrouble = part(() => import("./edit-trouble"));

/** A bar where something keeps this tab from editing or saving: most times nothing does, and its words are not loaded. */
export function EditBar() {
  const saving = useSaving();
  const isApart = useEditing() === "elsewhere" || saving === "conflict" || saving === "removed";
  if (!isApart) return null;
  return <EditTrouble />;
}
