import type { Column } from "../../engine";

/** A column that a table has otherwise than the one that it stands in for. */
export type Unfit =
  | { readonly kind: "missing"; readonly name: string }
  /** The same but for capitals: SQL finds it, code does not. */
  | { readonly kind: "spelled"; readonly name: string; readonly here: string }
  | { readonly kind: "type"; readonly name: string; readonly was: string; readonly is: string };

/** What a table lacks of the columns that another had. Columns that only it has are nobody's loss. */
export function unfitOf(was: readonly Column[], is: readonly Column[]): readonly Unfit[] {
  return was.flatMap((column): readonly Unfit[] => {
    const { name, type } = column;
    const like = ({ name: own }: Column) => own.toLowerCase() === name.toLowerCase();
    const here = is.find((one) => one.name === name) ?? is.find(like);
    if (!here) return [{ kind: "missing", name }];
    if (here.name !== name) return [{ kind: "spelled", name, here: here.name }];
    return here.type === type ? [] : [{ kind: "type", name, was: type, is: here.type }];
  });
}
