import { foldCase, foreignLimits, kindOf, cellName, type Cell } from "../../notebook";
import { markdownCell, sqlCell } from "../fence-cell";
import { count, tooLarge } from "../problem";

/** The cells of a notebook while it is read from another form: no two tables of one name, and no more cells than are allowed. */
export class GatheredCells {
  readonly #file: string;
  readonly #cells: Cell[] = [];
  readonly #names = new Set<string>();
  #unnamed = 1;

  /** `file` is what messages call it. */
  constructor(file: string) {
    this.#file = file;
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  add(cell: Cell): void {
    if (this.#cells.length >= foreignLimits.cells)
      throw tooLarge(
        this.#file,
        `has more than ${count(foreignLimits.cells)} cells. Split it, or take out what you do not need`,
      );
    for (const name of kindOf(cell).outputs(cell)) this.#names.add(foldCase(name));
    this.#cells.push(cell);
  }

  addMarkdown(text: string): void {
    if (text.trim() !== "") this.add(markdownCell(text));
  }

  /** Adds a query under a name, where that is free and can be one; else under the next like it. */
  addSql(code: string, wanted?: string): void {
    if (wanted !== undefined) {
      this.add(sqlCell(cellName(wanted, this.#names), code));
      return;
    }
    // Counted on from the last, so that many queries take no more time each.
    for (;;) {
      const name = this.#unnamed === 1 ? "query" : `query_${this.#unnamed}`;
      this.#unnamed++;
      if (this.#names.has(name)) continue;
      this.add(sqlCell(name, code));
      return;
    }
  }

  /** Adds code that does not run here, as text in its language. */
  addKept(language: string, code: string): void {
    if (code.trim() !== "") this.add(markdownCell(keptText(language, code)));
  }
}

/** Code as Markdown: between tildes, as a fence of backticks could be a cell. */
export function keptText(language: string, code: string): string {
  const longest = (code.match(/~{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const mark = "~".repeat(longest + 1);
  return `${mark}${language.replace(/[^\w+#.-]/g, "").slice(0, 40)}\n${code}\n${mark}`;
}
