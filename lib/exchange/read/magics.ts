/** A part of a code cell: SQL, under the name that its result is given, or other code. */
export type CodePart =
  | { readonly kind: "sql"; readonly code: string; readonly name?: string }
  | { readonly kind: "other"; readonly code: string };

/** Magics that only say how SQL is run there. */
const setup =
  /^\s*%(?:(?:re)?load_ext\s+\S*(?:sql|duckdb)\S*|config\s+Sql\w*[^\n]*|sql(?:\s+(?:--\S+|\w+:\/\/\S*|\w+))?|dql\s+-(?:[ct]|cn?)\s[^\n]*)\s*$/i;

/** What is longer sets nothing up; and patterns take their time with long lines. */
const longestSetup = 300;

/**
 * Finds the SQL of a code cell of a notebook in Python: cells `%%sql` and `%%dql`, lines `%sql` and `%dql`, marimo's `mo.sql`, and
 * `duckdb.sql("…")` that stands alone.
 */
export function readMagics(source: string): readonly CodePart[] {
  const cell = /^\s*%%(?:sql|dql|duckdb)\b([^\n]*)(?:\n([^]*))?$/i.exec(source);
  if (cell) return [sqlPart(cell[1] ?? "", cell[2] ?? "")].filter(({ code }) => code.trim() !== "");
  const called = readCall(source);
  if (called) return [called];

  const parts: CodePart[] = [];
  let other: string[] = [];
  let isSetUp = false;
  const endOther = () => {
    if (other.some((line) => line.trim() !== "")) parts.push({ kind: "other", code: trimmed(other) });
    other = [];
  };
  for (const line of source.split("\n")) {
    if (line.length < longestSetup && setup.test(line)) {
      isSetUp = true;
      continue;
    }
    const magic = /^(?:(\w+)\s*=\s*)?%(?:sql|dql)\s+(.+)$/i.exec(line);
    if (!magic) {
      other.push(line);
      continue;
    }
    endOther();
    const part = sqlPart(magic[2] ?? "", "");
    parts.push(magic[1] === undefined ? part : { ...part, name: magic[1] });
  }
  endOther();
  if (parts.length === 0 && !isSetUp) return [];
  return parts;
}

/** SQL with the arguments of its magic before it: `--save name`, `-o name`, `name <<`, a connection. */
function sqlPart(head: string, body: string): CodePart & { readonly kind: "sql" } {
  let rest = head.trim();
  let name: string | undefined;
  for (let count = 0; count < 20; count++) {
    const argument =
      /^(?:--save|-S|-o|--output)\s+(?<save>\w+)\s*/.exec(rest) ??
      /^(?<into>\w+)\s*<<\s*/.exec(rest) ??
      /^(?:--with|-w|--connection_arguments|-a|--section|-s|--alias|-A|--file|-f|-c|-cn|-co|-t)[ =]\S+\s*/.exec(
        rest,
      ) ??
      /^(?:--?[A-Za-z][\w-]*(?=\s|$)|\w+:\/\/\S*)\s*/.exec(rest);
    if (!argument) break;
    name ??= argument.groups?.["save"] ?? argument.groups?.["into"];
    rest = rest.slice(argument[0].length);
  }
  // One word is the name of a connection, or of the result.
  const word = /^\w+$/.exec(rest)?.[0];
  if (word !== undefined && body.trim() !== "") return { kind: "sql", code: body, name: name ?? word };
  const code = [rest, body].filter((text) => text.trim() !== "").join("\n");
  return { kind: "sql", code, ...(name !== undefined && { name }) };
}

/** `_df = mo.sql(f"""SELECT …""")`: one call and nothing more. Text that Python would put values into stays Python. */
function readCall(source: string): CodePart | undefined {
  const head =
    /^\s*(?:(\w+)\s*=\s*)?(mo|duckdb|con|conn)\.(?:sql|execute|query)\(\s*([rR]?)(f?)([rR]?)("""|'''|"|')/.exec(
      source,
    );
  if (!head) return undefined;
  const [whole, name, , rawBefore, formatted, rawAfter, quote = '"'] = head;
  const end = source.indexOf(quote, whole.length);
  if (end < 0) return undefined;
  const rest = source.slice(end + quote.length);
  if (rest.length > longestSetup) return undefined;
  if (
    !/^\s*(?:,\s*(?:output|engine)\s*=\s*[\w.]+\s*)*,?\s*\)(?:\.(?:df|show|fetchall|pl|arrow)\(\))?\s*$/.test(
      rest,
    )
  )
    return undefined;
  let code = source.slice(whole.length, end);
  if (formatted !== "") {
    if (/[{}]/.test(code.replace(/\{\{|\}\}/g, ""))) return undefined;
    code = code.replaceAll("{{", "{").replaceAll("}}", "}");
  }
  if (!rawBefore && !rawAfter && code.includes("\\")) return undefined;
  const plain = name?.replace(/^_+(?=\D)/, "");
  return { kind: "sql", code: dedented(code), ...(plain && !/^_*df$/.test(plain) && { name: plain }) };
}

function dedented(text: string): string {
  const lines = trimmed(text.split("\n")).split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const least = indents.reduce((a, b) => Math.min(a, b), Infinity);
  return lines.map((line) => line.slice(Math.min(least, line.length))).join("\n");
}

function trimmed(lines: readonly string[]): string {
  const isText = (line: string) => line.trim() !== "";
  return lines.slice(lines.findIndex(isText), lines.findLastIndex(isText) + 1).join("\n");
}
