"use client";

import { Download } from "lucide-react";
import { runOf, traceOf, type RunLook } from "@/lib/fold";
import { IconButton } from "../_design/icon-button";
import { Menu } from "../_design/menu";
import { saveBlob } from "../_ui/save-blob";

const choices = [
  { value: "json", label: "As JSON" },
  { value: "trace", label: "As a Chrome trace, which Perfetto opens" },
] as const;

/** Saves the run, as it is looked at, as a file. */
export function SaveRun({ look, name }: { readonly look: RunLook; readonly name: string }) {
  const save = (kind: (typeof choices)[number]["value"]) => {
    const text = JSON.stringify(kind === "json" ? runOf(look) : traceOf(look), withBigInts);
    saveBlob(
      new Blob([text], { type: "application/json" }),
      `${name}.${kind === "json" ? "run" : "trace"}.json`,
    );
  };
  return (
    <Menu trigger={<IconButton icon={Download} label="Save the run" />} items={choices} onChoose={save} />
  );
}

/** JSON has no integers beyond a double: their digits are kept as text. */
function withBigInts(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
