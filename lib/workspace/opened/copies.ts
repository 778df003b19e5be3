import { contentHash, type NotebookId } from "../../base";
import { kindOf, type Cell, type Notebook } from "../../notebook";
import type { Stores } from "../../storage";
import { difference, type DiffLine } from "../plan/difference";
import type { OpenedNotebook } from "./read-link";

/** A notebook of this browser that was made of what is opened. */
export interface Copy {
  readonly id: NotebookId;
  readonly title: string;
  readonly updatedAt: number;
  /** Whether it was made of what is opened as it is now, and not of another version. */
  readonly isOfThis: boolean;
}

/** Names what a notebook says where it comes from: its copy is known again by it, whatever became of that. */
export async function textHash({ shared }: Pick<OpenedNotebook, "shared">): Promise<string> {
  return await contentHash(new Blob([shared.notebook]));
}

/** The copies of a notebook, by what it says or by its address, the last changed first. */
export async function copiesOf(
  hash: string,
  address: string,
  { notebooks }: Pick<Stores, "notebooks">,
): Promise<readonly Copy[]> {
  const copies: Copy[] = [];
  for (const { id, title, updatedAt, origin } of await notebooks.list()) {
    if (origin !== "import") continue;
    const cameFrom = (await notebooks.read(id))?.cameFrom;
    const isOfThis = cameFrom?.text === hash;
    if (isOfThis || cameFrom?.address === address) copies.push({ id, title, updatedAt, isOfThis });
  }
  return copies;
}

/** A cell whose text is not the same in both, or that only one has. */
export interface CellDifference {
  /** As the cell is called: its kind and name. */
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  readonly lines: readonly DiffLine[];
}

/** What a later notebook has otherwise, cell by cell: cells are the same by their names, others by their place among those of their kind. */
export function cellDifferences(earlier: Notebook, later: Notebook): readonly CellDifference[] {
  const [before, after] = [named(earlier.cells), named(later.cells)];
  const names = [...new Set([...after.keys(), ...before.keys()])];
  return names.flatMap((name): readonly CellDifference[] => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    const change = old === undefined ? "added" : now === undefined ? "removed" : "changed";
    return [{ name, change, lines: difference(old ?? "", now ?? "") }];
  });
}

function named(cells: readonly Cell[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    cells.map((cell) => {
      const kind = kindOf(cell);
      const name = kind.name?.of(cell) ?? "";
      const label = kind.label(cell);
      const key = name === "" ? label : `${label} ${name}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return [count === 1 && name !== "" ? key : `${key} ${count}`, textOf(cell)];
    }),
  );
}

function textOf(cell: Cell): string {
  const text = kindOf(cell).textOf(cell);
  if (cell.kind !== "data") return text ?? "";
  const { format, source, options } = cell;
  const from = source.type === "inline" ? "" : `${format} ${source.type} ${source.file}`;
  const said = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  return [from, ...said, text ?? ""].filter(Boolean).join("\n");
}
