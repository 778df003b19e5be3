import type { AnyCell, CellOptions } from "../cell";

/** A cell whose name is all that it gives to the notebook. */
interface NamedCell extends AnyCell {
  /** Empty where the author gave none yet. */
  readonly name: string;
}

/** A cell's name, as records give it. */
export const ownName = {
  of: ({ name }: NamedCell): string => name,
  with: <C extends NamedCell>(cell: C, name: string): C => ({ ...cell, name }),
};

export function nameAsOutput({ name }: NamedCell): readonly string[] {
  return name === "" ? [] : [name];
}

/** A cell's name as an option of its fence. */
export function nameAsOption({ name }: NamedCell): CellOptions {
  return name === "" ? {} : { name };
}
