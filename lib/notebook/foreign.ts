import { RunnelError, type NewId } from "../base";
import { kindOf } from "./kinds";
import { parseNotebook, type ParsedNotebook } from "./parse";

/** What a notebook from elsewhere may have at most: far more than people write, and little enough to be read at once. */
export const foreignLimits = { bytes: 5_000_000, lines: 100_000, depth: 32, cells: 500, name: 200 };

/**
 * The one door for the bytes of a notebook that was made elsewhere. Throws `notebook/not-text` for what is no UTF-8 text,
 * and `notebook/too-large` for what passes a limit (rules NB80 and NB81): behind this door nothing needs to fear its size.
 */
export async function readForeignNotebook(file: File, newId: NewId): Promise<ParsedNotebook> {
  if (file.size > foreignLimits.bytes)
    throw tooLarge(file, `it has ${count(file.size)} bytes, and ${count(foreignLimits.bytes)} are allowed`);
  const text = await textOf(file);
  if (hasLines(text, foreignLimits.lines))
    throw tooLarge(file, `it has more than ${count(foreignLimits.lines)} lines`);
  const parsed = parseNotebook(text, newId);
  const { title, settings, cells } = parsed.notebook;
  if (cells.length > foreignLimits.cells)
    throw tooLarge(
      file,
      `it has ${count(cells.length)} cells, and ${count(foreignLimits.cells)} are allowed`,
    );
  const names = [title, ...cells.flatMap((cell) => kindOf(cell).outputs(cell))];
  if (names.some((name) => name.length > foreignLimits.name))
    throw tooLarge(file, `its title or a cell's name has more than ${count(foreignLimits.name)} characters`);
  if (isDeep(settings, foreignLimits.depth)) throw tooLarge(file, "its settings are nested too deeply");
  return parsed;
}

/** Whether a text has more lines than that: reading takes its time for each. */
function hasLines(text: string, most: number): boolean {
  const ends = /\r\n|\r|\n/g;
  for (let lines = 0; ends.exec(text);) if (++lines > most) return true;
  return false;
}

async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch (cause) {
    throw notText(file, cause);
  }
  throw notText(file);
}

function isDeep(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeep(one, levels - 1));
}

function notText({ name }: File, cause?: unknown): RunnelError {
  return new RunnelError(
    "notebook/not-text",
    `“${name}” is no notebook: choose a Markdown file in UTF-8.`,
    cause === undefined ? {} : { cause },
  );
}

function tooLarge({ name }: File, why: string): RunnelError {
  return new RunnelError(
    "notebook/too-large",
    `“${name}” is too large for a notebook: ${why}. Split it, or put its data into files.`,
  );
}

function count(number: number): string {
  return number.toLocaleString("en");
}
