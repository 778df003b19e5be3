import { readsOf, type Cell, type CompiledNotebook } from "../../notebook";

/** Whether a cell reads what goes by that name, as far as is known: until a cell is compiled, who writes the name may mean it. */
export function isReader(cell: Cell, name: string, compiled: CompiledNotebook | undefined): boolean {
  if (compiled?.cells[cell.id]) return readsOf(compiled, cell.id).includes(name);
  return cell.kind === "sql" || (cell.kind === "ts" && cell.code.split(/[^\p{L}\p{N}_$]+/u).includes(name));
}
