import type { NotebookId } from "../../base";
import { kindOf, type Definition, type Notebook } from "../../notebook";
import type { Entries } from "../../storage";

/** Characters of a text that is kept. */
const longest = 100_000;

/**
 * What definitions said when runs began, by the hash of their source: each text once for its notebook, with which it goes. Out of reach
 * of the notebook's code.
 */
export class Sources {
  readonly #kv: Pick<Entries, "put" | "read">;
  readonly #prefix: string;
  /** The hashes of texts that are known to be kept. */
  readonly #kept = new Set<string>();

  /** `kv` must write only while the notebook is there. */
  constructor(kv: Pick<Entries, "put" | "read">, notebook: NotebookId) {
    this.#kv = kv;
    this.#prefix = sourcesOf(notebook);
  }

  /** Keeps the texts that are not kept yet. */
  async keep(texts: ReadonlyMap<string, string>): Promise<void> {
    const missing = [...texts].filter(([hash]) => !this.#kept.has(hash));
    await this.#kv.put(missing.map(([hash, value]) => ({ key: this.#prefix + hash, value })));
    for (const [hash] of missing) this.#kept.add(hash);
  }

  /** The text of the cell of a definition with this hash, as a run had it; undefined where it was not kept. */
  async of(hash: string): Promise<string | undefined> {
    const value = (await this.#kv.read(this.#prefix + hash))?.value;
    return typeof value === "string" ? value : undefined;
  }
}

/** Under which keys a notebook's are. */
export function sourcesOf(notebook: NotebookId): string {
  return `sources/${notebook}/`;
}

/** The texts of the cells of what a notebook defines, by the definitions' hashes; but for those that are very long. */
export function sourceTexts(
  { cells }: Notebook,
  definitions: readonly Definition[],
): ReadonlyMap<string, string> {
  const byId = new Map(cells.map((cell) => [cell.id, kindOf(cell).textOf(cell)]));
  return new Map(
    definitions.flatMap(({ cell, source }) => {
      const text = byId.get(cell);
      return text === undefined || text.length > longest ? [] : [[source, text] as const];
    }),
  );
}
