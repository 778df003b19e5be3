import { type ComponentProps } from "react";
import { part } from "../../_design/part";

// What is read of files is said, and changed, at few cells.
const ImportButton = part(() => import("./import-button"));
const ImportNotes = part(() => import("./import-notes"));

/** Has it said how a data cell's file is read. */
export function DataActions(props: ComponentProps<typeof ImportButton>) {
  return <ImportButton {...props} />;
}

/** Says what of that was guessed, and what helps where the file cannot be read. */
export function DataNotes(props: ComponentProps<typeof ImportNotes>) {
  return <ImportNotes {...props} />;
}
