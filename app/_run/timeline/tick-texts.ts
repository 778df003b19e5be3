import type { Tick } from "@/lib/fold";
import { durationText } from "../../_ui/time";

/** The marks with their texts: of those that a text does not tell apart, late in a short time, the first. */
export function toldApart(ticks: readonly Tick[]): readonly (Tick & { readonly text: string })[] {
  const told = ticks.map((tick) => ({ ...tick, text: tick.ms === 0 ? "0" : durationText(tick.ms) }));
  return told.filter(({ text }, index) => text !== told[index - 1]?.text);
}
