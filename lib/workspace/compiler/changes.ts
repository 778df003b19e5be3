import type { CellId } from "../../base";
import type { Cell, CompiledCell, CompiledNotebook, Definition } from "../../notebook";
import { sharing } from "../shown/store";

/** What a compiler says of one cell. */
interface Said {
  readonly compiled: CompiledCell;
  readonly definitions: readonly Definition[];
}

/** What was said of the cells, by their ids. */
export type SaidOf = ReadonlyMap<CellId, Said>;

/** A compiled notebook as it crosses to the page: of 200 cells, most say what they said before the last keystroke. */
export interface Changes {
  readonly main: CompiledNotebook["main"];
  /** What is said of those cells of which something else was said before, or nothing. */
  readonly said: SaidOf;
}

/** What is said of each cell of a compiled notebook, where it is the same as before by the same object. */
export function saidOf({ cells, definitions }: CompiledNotebook, before: SaidOf): SaidOf {
  const byCell = new Map<CellId, Definition[]>();
  for (const definition of definitions) {
    const those = byCell.get(definition.cell);
    if (those) those.push(definition);
    else byCell.set(definition.cell, [definition]);
  }
  return new Map(
    Object.entries(cells).map(([key, compiled]) => {
      const id = key as CellId;
      return [
        id,
        sharing<Said | undefined>(before.get(id), { compiled, definitions: byCell.get(id) ?? [] }) as Said,
      ];
    }),
  );
}

/** What of that was not said before. */
export function changesOf(said: SaidOf, before: SaidOf): SaidOf {
  return new Map([...said].filter(([id, one]) => before.get(id) !== one));
}

/** What is said of a notebook's cells after these changes. */
export function afterChanges(before: SaidOf, { said }: Changes, cells: readonly Cell[]): SaidOf {
  return new Map(
    cells.flatMap(({ id }) => {
      const one = said.get(id) ?? before.get(id);
      return one ? [[id, one] as const] : [];
    }),
  );
}

/** The compiled notebook again. */
export function compiledOf(said: SaidOf, { main }: Changes): CompiledNotebook {
  return {
    cells: Object.fromEntries([...said].map(([id, { compiled }]) => [id, compiled])),
    definitions: [...said.values()].flatMap(({ definitions }) => definitions),
    main,
  };
}
