import type { Notebook } from "@/lib/notebook";
import { part } from "../../_design/part";
import { proseReader } from "../../_ui/prose";

export const Markdown = part(() => import("../../_ui/markdown"));

/** Cells that may be in sight when a notebook opens. */
const firstCells = 8;

/** Milliseconds that one waits for a page that stays as it is, before one that moves. */
const patience = 5_000;

/** Loads what draws texts, while the storage opens. Where it fails, whoever draws one hears of it. */
export function prepareTexts(): void {
  void Markdown.preload();
  proseReader().catch(() => undefined);
}

/** Resolves once the texts that are seen first can be drawn as they stay, or that takes long: else they would push what is below them. */
export async function firstSight({ cells }: Notebook): Promise<void> {
  const texts = cells.slice(0, firstCells).flatMap((cell) => (cell.kind === "markdown" ? [cell.text] : []));
  if (texts.length === 0) return;
  const read = async () => {
    const reader = await proseReader();
    await Promise.all([Markdown.preload(), ...texts.map((text) => reader.read(text))]);
  };
  await Promise.race([
    // What cannot be read is drawn as it is written.
    read().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, patience)),
  ]);
}
