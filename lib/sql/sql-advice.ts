import { adviceOnForm, functionsElsewhere, typesElsewhere, valueOfCall } from "./sql-dialects";
import type { DuckFault } from "./sql-error";

/** Functions and operators that take numbers. */
const ofNumbers =
  /^(?:[-+*/%]|\/\/|\*\*|\^|sum|avg|mean|median|stddev\w*|var_\w+|round|abs|sqrt|floor|ceil)$/;

/** What stands before a value rather than before a column. */
const valueComes = /(?:[=<>(]|\b(?:like|ilike|between|then|else))$/i;

/** What to say of a fault that many have made, with what to write instead. `at` is where in the author's text it is. */
export function adviceOn({ message }: DuckFault, text: string, at?: number): string | undefined {
  const before = at === undefined ? "" : text.slice(0, at).trimEnd();
  const here = at === undefined ? "" : text.slice(at);
  const says = (said: string, advice: string) => `${said.replace(/([^.!?])$/, "$1.")} ${advice}`;

  const [, named] = /`([^`]+)`/.exec(text) ?? [];
  if (named !== undefined && message.includes("`"))
    return `A name stands in double quotes, not in backticks: "${named}".`;

  const [, column] = /^Referenced column "([^"]*)" not found in FROM clause!/.exec(message) ?? [];
  const [, curly, inside = ""] = /([‘’“”])([^‘’“”]*)[‘’“”]/.exec(column ?? "") ?? [];
  if (curly !== undefined)
    return `Curly quotes are part of a name. Text stands in straight ones, '${inside}', and a name in double ones, "${inside}".`;
  if (column !== undefined && before.endsWith("@")) return valueOfCall(column);
  if (column?.toLowerCase() === "rownum")
    return "In place of ROWNUM, write LIMIT 10 at the end, or number rows with row_number() OVER ().";
  if (column !== undefined && here.startsWith('"') && valueComes.test(before))
    return `${message}\nText stands in single quotes: '${column}'.`;

  const [, near] = /^syntax error at or near "([^"]*)"$/.exec(message) ?? [];
  if (near === "{" && here.startsWith("{{"))
    return "There are no templates here: write the name of a table or cell itself, and $name for a value that a call gives.";
  if (near !== undefined && /^\d+$/.test(near) && /\btop$/i.test(before))
    return says(message, `In place of TOP, write LIMIT ${near} at the end.`);
  const form = near === undefined ? undefined : adviceOnForm({ before, here });
  if (form !== undefined) return says(message, form);
  if (near !== undefined && /^\w+$/.test(near) && /[\w)\]"']$/.test(before))
    return says(message, `A comma may be missing before “${near}”, or a word before it be misspelt.`);

  const [, absent = ""] = /^\w+ Function with name (\S+) does not exist!/.exec(message) ?? [];
  const instead = functionsElsewhere[absent.toLowerCase()];
  if (instead !== undefined) return `There is no function ${absent} here: write ${instead}.`;
  const [, unknown = ""] = /^Type with name (\S+) does not exist!/.exec(message) ?? [];
  const type = typesElsewhere[unknown.toLowerCase()];
  if (type !== undefined) return `There is no type ${unknown} here: write ${type}.`;

  const [, skipped, taken] = /\blimit\s+([$\w]+)\s*,\s*([$\w]+)/i.exec(text) ?? [];
  if (skipped !== undefined && message.includes("NOT IMPLEMENTED"))
    return `In place of LIMIT ${skipped}, ${taken}, write LIMIT ${taken} OFFSET ${skipped}.`;
  if (message === "WHERE clause cannot contain aggregates!")
    return says(message, "A condition on a sum or count stands in HAVING, behind GROUP BY.");
  const [, list] = /\bin\s*\(\s*(\$\w+)\s*\)/i.exec(text) ?? [];
  if (list !== undefined && /can't be cast to the destination type \w+\[\]/.test(message))
    return `For one of a list, write IN ${list}, without the brackets.`;

  const [, name = "", types = ""] =
    /^No function matches the given name and argument types '([^(]+)\((.*)\)'/.exec(message) ?? [];
  const plain = message.replace(/\n+\s*Candidate functions:[^]*$/, "");
  if (name === "+" && /^(?:VARCHAR|STRING_LITERAL), (?:VARCHAR|STRING_LITERAL)$/.test(types))
    return "Texts are put together with ||, as in first || ' ' || last; + is for numbers.";
  if (ofNumbers.test(name) && types.includes("VARCHAR"))
    return `Text is no number: write TRY_CAST(column AS DOUBLE) for the column of text, or have its file be read otherwise.\n${plain}`;

  if (/^Could not convert string /.test(message))
    return says(message, "TRY_CAST in place of CAST makes null of what does not fit.");
  if (message.startsWith("More than one row returned by a subquery"))
    return "A query in brackets that stands for a value gave more than one row: have it give one, by max(…) or LIMIT 1.";
  return undefined;
}
