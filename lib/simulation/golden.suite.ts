import { sha256 } from "../base";
import { simulatedNotebooks } from "./notebooks.suite";
import { simulatedId } from "./simulate";

/** Seeds of which the logs are known, and what each runs: the notebooks by turns. */
export const goldenRuns: readonly { readonly seed: number; readonly title: string; readonly code: string }[] =
  Array.from({ length: 100 }, (_, seed) => {
    const notebooks = Object.entries(simulatedNotebooks);
    const [title = "", code = ""] = notebooks[seed % notebooks.length] ?? [];
    return { seed, title, code };
  });

/** A run's log in one line: what it is of, and the hash of all its lines but the first, which says the settings. */
export function goldenLine(
  { seed, title }: { readonly seed: number; readonly title: string },
  lines: readonly string[],
  id: string = simulatedId,
): string {
  const told = lines.filter((line) => !line.startsWith('{"type":"simulation"'));
  return `${seed} ${title}: ${told.length} events, ${sha256(told.join("\n").replaceAll(id, simulatedId)).slice(0, 16)}`;
}
