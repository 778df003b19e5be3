"use client";

import { Download } from "lucide-react";
import type { RunLook } from "@/lib/fold";
import { IconButton } from "../_design/icon-button";
import { Menu } from "../_design/menu";
import type { RunForm } from "./run-file";

const choices: readonly { readonly value: RunForm; readonly label: string }[] = [
  { value: "json", label: "As JSON" },
  { value: "trace", label: "As a Chrome trace, which Perfetto opens" },
];

/** Saves the run, as it is looked at, as a file. */
export function SaveRun({ look, name }: { readonly look: RunLook; readonly name: string }) {
  const save = (form: RunForm) => void import("./run-file").then(({ saveRun }) => saveRun(form, look, name));
  return (
    <Menu trigger={<IconButton icon={Download} label="Save the run" />} items={choices} onChoose={save} />
  );
}
