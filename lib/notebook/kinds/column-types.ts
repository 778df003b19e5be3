/** The types that a column may be read as. */
export const columnTypes = [
  ...["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "TIME"],
  ...[
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
  ],
  ...["FLOAT", "DECIMAL", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "INTERVAL", "UUID", "BLOB", "BIT"],
] as const;

const others: Readonly<Record<string, string>> = {
  ...{ TEXT: "VARCHAR", STRING: "VARCHAR", INT: "INTEGER", LONG: "BIGINT", REAL: "FLOAT", BOOL: "BOOLEAN" },
  ...{ NUMERIC: "DECIMAL", DATETIME: "TIMESTAMP" },
};

/** A type as DuckDB calls it; undefined where it is none of these. */
export function columnType(text: string): string | undefined {
  const [, name = "", size = "", lists = ""] = /^(\w+)\s*(\([\d\s,]*\))?((?:\[\])*)$/.exec(text.trim()) ?? [];
  const upper = name.toUpperCase();
  const known = Object.hasOwn(others, upper) ? (others[upper] ?? upper) : upper;
  if (!columnTypes.some((type) => type === known)) return undefined;
  if (size === "") return known + lists;
  const [, width = "", scale = "0"] = /^\(\s*(\d{1,2})\s*(?:,\s*(\d{1,2})\s*)?\)$/.exec(size) ?? [];
  const isDecimal = known === "DECIMAL" && Number(width) >= 1 && Number(width) <= 38;
  return isDecimal && Number(scale) <= Number(width) ? `DECIMAL(${width},${scale})${lists}` : undefined;
}

const entry =
  /\s*(?:"((?:[^"]|"")*)"|([^\s,:"]+))\s*[:\s]\s*([A-Za-z]\w*\s*(?:\([^)]*\))?(?:\[\])*)\s*(,|$)/y;

/** Reads columns with types, as SQL writes them: `zip VARCHAR, "unit price" DECIMAL(10,2)`. Undefined where they are none. */
export function readTypes(text: string): Readonly<Record<string, string>> | undefined {
  const types = new Map<string, string>();
  entry.lastIndex = 0;
  while (entry.lastIndex < text.length) {
    const [, quoted, bare = "", type = ""] = entry.exec(text) ?? [];
    const known = columnType(type);
    if (known === undefined) return undefined;
    types.set(quoted?.replaceAll('""', '"') ?? bare, known);
  }
  return types.size > 0 ? Object.fromEntries(types) : undefined;
}

export function writeTypes(types: Readonly<Record<string, string>>): string {
  return Object.entries(types)
    .map(([name, type]) => `${/^[^\s,:"]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`} ${type}`)
    .join(", ");
}
