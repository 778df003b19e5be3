import type { AnyCell } from "./cell";
import type { Cell } from "./kinds";

/** A notebook: what its Markdown file says, as plain data. Line ends are LF throughout. */
export interface Notebook<C extends AnyCell = Cell> {
  /** Empty where the file gives none. */
  readonly title: string;
  /** The rest of the front matter: JSON values, of which this folder knows none, so that unknown keys survive. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly cells: readonly C[];
}
