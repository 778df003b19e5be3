import type { Keeper } from "@/lib/workspace";
import { saveBlob } from "./save-blob";

/** Hands all that is stored to the person as a file. Says what it lacks, where that is anything. */
export async function saveBackup(keeper: Keeper): Promise<string> {
  const { file, missing } = await keeper.backup();
  saveBlob(file, `runnel-${new Date().toISOString().slice(0, 10)}.runnel`);
  if (missing.length === 0) return "";
  return `Not in it, as they cannot be read now: ${missing.join(", ")}. Allow or add them in their notebooks, and save again.`;
}
