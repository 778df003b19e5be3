/** What to write in DuckDB for functions of other databases. `a` and `b` stand for values, `text`, `part` and `day` for columns. */
export const functionsElsewhere: Readonly<Record<string, string>> = {
  charindex: "strpos(text, part)",
  curdate: "current_date",
  date_format: "strftime(day, '%d.%m.%Y')",
  dateadd: "day + INTERVAL 1 DAY",
  eomonth: "last_day(day)",
  format_date: "strftime(day, '%d.%m.%Y')",
  from_unixtime: "make_timestamp(a * 1000000)",
  getdate: "now()::TIMESTAMP",
  getutcdate: "now()::TIMESTAMP",
  iff: "if(a > b, 'more', 'less')",
  isnull: "coalesce(a, b)",
  isnumeric: "TRY_CAST(text AS DOUBLE) IS NOT NULL",
  newid: "uuid()",
  nvl: "coalesce(a, b)",
  nvl2: "CASE WHEN a IS NOT NULL THEN b ELSE 0 END",
  parse_date: "strptime(text, '%d.%m.%Y')::DATE",
  patindex: "strpos(text, part)",
  rand: "random()",
  regexp_contains: "regexp_matches(text, '[a-z]+')",
  regexp_like: "regexp_matches(text, '[a-z]+')",
  replicate: "repeat(text, 3)",
  safe_divide: "a / nullif(b, 0)",
  str_to_date: "strptime(text, '%d.%m.%Y')::DATE",
  sysdate: "now()::TIMESTAMP",
  to_char: "strftime(day, '%d.%m.%Y')",
  to_date: "strptime(text, '%d.%m.%Y')::DATE",
  to_number: "text::DOUBLE",
  try_convert: "TRY_CAST(text AS DOUBLE)",
  try_to_number: "TRY_CAST(text AS DOUBLE)",
  unix_timestamp: "epoch(now()::TIMESTAMP)",
  zeroifnull: "coalesce(a, 0)",
};

/** DuckDB's types for those of other databases. */
export const typesElsewhere: Readonly<Record<string, string>> = {
  bignumeric: "DECIMAL(38, 10)",
  bytes: "BLOB",
  clob: "VARCHAR",
  datetime2: "TIMESTAMP",
  float64: "DOUBLE",
  mediumtext: "VARCHAR",
  money: "DECIMAL(18, 4)",
  number: "DECIMAL(18, 2)",
  timestamp_ntz: "TIMESTAMP",
  tinytext: "VARCHAR",
  unsigned: "UBIGINT",
  varchar2: "VARCHAR",
};

/** What stands around a place where DuckDB cannot go on. */
interface Around {
  readonly before: string;
  readonly here: string;
}

const reserved =
  /^(?:all|analyse|analyze|and|any|asc|case|cast|check|column|constraint|create|default|desc|distinct|do|else|end|except|fetch|for|foreign|from|grant|group|having|in|limit|not|null|offset|on|only|or|order|primary|references|select|table|then|to|union|unique|user|using|when|where|window|with)\b/i;

/** How a value comes into a query, where it is written as elsewhere. */
export function valueOfCall(name: string): string {
  return `A value that a call gives is written $${name}, and given as in cell({ ${name}: … }).`;
}

/** What to write for a form of another database at which DuckDB's grammar ends. */
export function adviceOnForm({ before, here }: Around): string | undefined {
  const [, parameter] = /^:([A-Za-z_]\w*)/.exec(here) ?? [];
  if (parameter !== undefined) return valueOfCall(parameter);
  const [, bracketed] = /^\[([A-Za-z_][^\]]*)\]/.exec(here) ?? [];
  if (bracketed !== undefined) return `A name stands in double quotes, not in brackets: "${bracketed}".`;
  if (/\bsafe_cast\s*\([^()]*$/i.test(before)) return "In place of SAFE_CAST, write TRY_CAST.";
  if (/^(?:rlike|regexp)\b/i.test(here))
    return "In place of RLIKE and REGEXP, write regexp_matches(text, 'pattern').";
  if (/\bminus$/i.test(before)) return "In place of MINUS, write EXCEPT.";
  if (/^apply\b/i.test(here))
    return "In place of CROSS APPLY, write CROSS JOIN LATERAL, and in place of OUTER APPLY, LEFT JOIN LATERAL … ON true.";
  if (/\*\s*except\s*\($/i.test(before)) return "In place of * EXCEPT (…), write * EXCLUDE (…).";
  if (/\(\+$/.test(before)) return "In place of (+), write FROM a LEFT JOIN b ON a.id = b.id.";
  const [word] = reserved.exec(here) ?? [];
  if (word !== undefined && /\b(?:from|join)$/i.test(before))
    return `“${word}” is a word of SQL: the name of a table or cell belongs here, in double quotes where it is such a word.`;
  if (
    /^(?:where|group|order|having|limit|union|left|right|inner|join)\b/i.test(here) &&
    endsInJoin.test(before)
  )
    return needsCondition;
  return undefined;
}

const endsInJoin = /\bjoin\s+(?:"[^"]*"|[\w.]+)(?:\s+(?:as\s+)?\w+)?$/i;
const needsCondition = "A JOIN needs to know which rows belong together: ON a.id = b.id, or USING (id).";

/** What a query lacks that ends too early. */
export function adviceOnEnd(text: string): string | undefined {
  return endsInJoin.test(text.trimEnd().replace(/;$/, "")) ? needsCondition : undefined;
}
