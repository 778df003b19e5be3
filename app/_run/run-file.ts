import { runOf, traceOf, type RunLook } from "@/lib/fold";
import { saveBlob } from "../_ui/save-blob";

/** As what a run leaves: plain data, or a Chrome trace. */
export type RunForm = "json" | "trace";

/** Saves a run, as it is looked at, as a file. */
export function saveRun(form: RunForm, look: RunLook, name: string): void {
  const text = JSON.stringify(form === "json" ? runOf(look) : traceOf(look), withBigInts);
  const ending = form === "json" ? "run" : "trace";
  saveBlob(new Blob([text], { type: "application/json" }), `${name}.${ending}.json`);
}

/** JSON has no integers beyond a double: their digits are kept as text. */
function withBigInts(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
