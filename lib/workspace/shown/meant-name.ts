import { nearest } from "../../base";
import type { ErrorView } from "./view";

/** What a notebook has. */
export interface OwnNames {
  readonly tables: readonly string[];
  /** With those of the tables. */
  readonly all: readonly string[];
}

/** Tables that are named, where none is like the one that there is not. */
const mostNamed = 8;

/** An error about a name that there is not, with the notebook's own that may have been meant. */
export function withMeantName(error: ErrorView, { tables, all }: OwnNames): ErrorView {
  const table = /^Table with name (\S+) does not exist!/.exec(error.message);
  const variable = /^(\S+) is not defined$|^Can't find variable: (\S+)$/.exec(error.message);
  const missing = table?.[1] ?? variable?.[1] ?? variable?.[2];
  if (missing === undefined || /Did you mean/.test(error.message)) return error;
  const meant = nearest(
    missing,
    all.filter((name) => name !== missing),
  );
  const said = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
  if (meant !== undefined) return { ...error, message: `${said} Did you mean “${meant}”?` };
  if (!table || tables.length === 0) return error;
  const more = tables.length > mostNamed ? ", …" : "";
  return {
    ...error,
    message: `${error.message} The notebook has ${tables.slice(0, mostNamed).join(", ")}${more}.`,
  };
}
