import { nearest } from "../../base";
import { authoringNames } from "../../runtime";
import { pythonAdvice } from "./python-methods";
import type { ErrorView } from "./view";

/** What a notebook has. */
export interface OwnNames {
  readonly tables: readonly string[];
  /** Of tasks and flows, with those of the tables. */
  readonly runs: readonly string[];
  /** With all of these. */
  readonly all: readonly string[];
}

/** What tasks and flows have. */
const methods = ["submit", "map", "delay", "withOptions"];

/** What lists and tables have, and promises of them have not. */
const ofValues = /^(?:toArray|map|filter|forEach|reduce|find|some|every|slice|sort|join|flatMap|includes)$/;

/** Tables that are named, where none is like the one that there is not. */
const mostNamed = 8;

/** An error about a name that there is not, with the notebook's own that may have been meant. */
export function withMeantName(error: ErrorView, names: OwnNames): ErrorView {
  const { tables, all } = names;
  const advice = methodAdvice(error.message, names);
  if (advice !== undefined) return { ...error, message: `${error.message}. ${advice}` };
  const [, parameter] = /^“.+” has no parameter \$(\w+)\./.exec(error.message) ?? [];
  if (parameter !== undefined)
    return {
      ...error,
      message: `${error.message} Within quotes, $${parameter} is text: write LIKE '%' || $${parameter} || '%' in the query for LIKE '%$${parameter}%'.`,
    };
  const table = /^Table with name (\S+) does not exist!/.exec(error.message);
  const variable = /^(\S+) is not defined$|^Can't find variable: (\S+)$/.exec(error.message);
  const missing = table?.[1] ?? variable?.[1] ?? variable?.[2];
  if (missing === undefined || /Did you mean/.test(error.message)) return error;
  const meant = nearest(
    missing,
    [...all, ...(table ? [] : authoringNames)].filter((name) => name !== missing),
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

/** What to write where a method is called on what has none of that name. */
function methodAdvice(message: string, { runs }: OwnNames): string | undefined {
  const [, object = "", method = ""] = /^(\S.*)\.(\w+) is not a function$/u.exec(message) ?? [];
  if (runs.includes(object)) {
    const meant = nearest(method, methods);
    return meant !== undefined && meant !== method
      ? `Did you mean “${meant}”?`
      : `“${object}” is called first: (await ${object}()).${method}(…).`;
  }
  if (!ofValues.test(method)) return pythonAdvice(method);
  return "If it comes from a call of a task, write await before that.";
}
