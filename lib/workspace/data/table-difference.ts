import type { Column, TableRef } from "../../engine";
import { identifier, type DataEngine } from "../../sql";

/** How a table differs from an earlier one. */
export interface TableDifference {
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  /** Columns of another type. */
  readonly columnsRetyped: readonly {
    readonly name: string;
    readonly earlier: string;
    readonly later: string;
    /** Whether their values are compared all the same: both are numbers. */
    readonly isCompared: boolean;
  }[];
  /** The columns that tell rows apart in both; none: a changed row counts as one that was removed and one that was added. */
  readonly key: readonly string[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** In how many of the changed rows each column differs, where it does. */
  readonly cells: readonly { readonly column: string; readonly changed: number }[];
}

/** Columns, and first columns together, that are tried as a key. */
const mostSingle = 8;
const mostTogether = 3;

/** Values of such columns are measured, and tell nothing apart. */
const measured = /^(DOUBLE|FLOAT)/;

/** Types whose values are compared as numbers where a column has another of them than before. */
const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*\)|DOUBLE|FLOAT)$/;

/** Of two of these as whole numbers: a DOUBLE holds only those up to 2^53. */
const whole = /^(U?(TINY|SMALL|BIG)INT|U?INTEGER|HUGEINT)$/;

/** Compares the rows of two tables, in DuckDB, by the columns that both have. Throws where one is no longer kept and cannot be made again. */
export async function tableDifference(
  engine: Pick<DataEngine, "query" | "rows">,
  earlier: TableRef,
  later: TableRef,
  signal?: AbortSignal,
): Promise<TableDifference> {
  const ask = async (text: string) => {
    const query = { text, name: "difference", tables: { earlier, later }, parameters: {} };
    const { values } = await engine.rows(await engine.query(query, signal), 0, 1, signal);
    return values.map(([value]) => Number(value));
  };
  const { common, columnsAdded, columnsRemoved, columnsRetyped } = comparedColumns(
    earlier.schema,
    later.schema,
  );
  const key = await findKey(common, ask);
  const compared = [
    ...common.map(({ name }) => ({ name, cast: "" })),
    ...columnsRetyped.flatMap(({ name, isCompared, ...types }) => {
      const areWhole = whole.test(types.earlier) && whole.test(types.later);
      return isCompared ? [{ name, cast: areWhole ? "::HUGEINT" : "::DOUBLE" }] : [];
    }),
  ];
  const rows =
    key.length > 0 ? await byKey(key, compared, ask) : await withoutKey(compared, earlier, later, ask);
  return { columnsAdded, columnsRemoved, columnsRetyped, key, ...rows };
}

type Ask = (text: string) => Promise<readonly number[]>;
type Counts = Pick<TableDifference, "added" | "removed" | "changed" | "cells">;

function comparedColumns(earlier: readonly Column[], later: readonly Column[]) {
  const before = new Map(earlier.map((column) => [column.name, column.type]));
  const after = new Map(later.map((column) => [column.name, column.type]));
  return {
    common: later.filter(({ name, type }) => before.get(name) === type),
    columnsAdded: later.flatMap(({ name }) => (before.has(name) ? [] : [name])),
    columnsRemoved: earlier.flatMap(({ name }) => (after.has(name) ? [] : [name])),
    columnsRetyped: later.flatMap(({ name, type }) => {
      const was = before.get(name);
      if (was === undefined || was === type) return [];
      return [{ name, earlier: was, later: type, isCompared: numeric.test(was) && numeric.test(type) }];
    }),
  };
}

/**
 * The first column, where it tells all rows of both tables apart. Else, of the columns and first columns together that do, those by
 * which most rows of the one are found again in the other: where no two groups have one sum, that would find none again whose sum
 * changed. None where nothing tells all rows apart.
 */
async function findKey(common: readonly Column[], ask: Ask): Promise<readonly string[]> {
  const names = common.filter(({ type }) => !measured.test(type)).map(({ name }) => name);
  const candidates = [
    ...names.slice(0, mostSingle).map((name) => [name]),
    ...Array.from({ length: mostTogether - 1 }, (_, more) => names.slice(0, more + 2)).filter(
      (together, more) => together.length === more + 2,
    ),
  ];
  let best: { readonly key: readonly string[]; readonly found: number } = { key: [], found: -1 };
  for (const key of candidates) {
    const known = key.map((name) => `${identifier(name)} IS NOT NULL`).join(" AND ");
    const distinct = `count(DISTINCT CASE WHEN ${known} THEN ROW(${key.map(identifier).join(", ")}) END) = count(*)`;
    const [inEarlier, inLater, most = 0] = await ask(
      `SELECT (SELECT ${distinct} FROM earlier)::INTEGER AS a, (SELECT ${distinct} FROM later)::INTEGER AS b,
        least((SELECT count(*) FROM earlier), (SELECT count(*) FROM later)) AS c`,
    );
    if (inEarlier !== 1 || inLater !== 1) continue;
    if (key.length === 1 && key[0] === names[0]) return key;
    const [found = 0] = await ask(`SELECT count(*) AS n FROM earlier JOIN later ON ${isSameRow(key)}`);
    if (found > best.found) best = { key, found };
    if (found >= most) break;
  }
  return best.key;
}

/** Whether a row of the one table is that of the other, by a key. */
function isSameRow(key: readonly string[]): string {
  return key.map((name) => `earlier.${identifier(name)} = later.${identifier(name)}`).join(" AND ");
}

/** A column that both tables have, and as what its values are compared. */
interface Compared {
  readonly name: string;
  readonly cast: string;
}

async function byKey(key: readonly string[], compared: readonly Compared[], ask: Ask): Promise<Counts> {
  const others = compared.filter(({ name }) => !key.includes(name));
  const [first = ""] = key;
  const isBoth = `earlier.${identifier(first)} IS NOT NULL AND later.${identifier(first)} IS NOT NULL`;
  const differs = others.map(
    ({ name, cast }) =>
      `earlier.${identifier(name)}${cast} IS DISTINCT FROM later.${identifier(name)}${cast}`,
  );
  const counts = [
    `earlier.${identifier(first)} IS NULL`,
    `later.${identifier(first)} IS NULL`,
    `${isBoth} AND (${[...differs, "FALSE"].join(" OR ")})`,
    ...differs.map((differ) => `${isBoth} AND ${differ}`),
  ].map((test, place) => `count(*) FILTER (WHERE ${test}) AS n${place}`);
  const [added = 0, removed = 0, changed = 0, ...cells] = await ask(
    `SELECT ${counts.join(", ")} FROM earlier FULL JOIN later ON ${isSameRow(key)}`,
  );
  return {
    ...{ added, removed, changed },
    cells: others.flatMap(({ name: column }, place) => {
      const count = cells[place] ?? 0;
      return count > 0 ? [{ column, changed: count }] : [];
    }),
  };
}

async function withoutKey(
  compared: readonly Compared[],
  earlier: TableRef,
  later: TableRef,
  ask: Ask,
): Promise<Counts> {
  if (compared.length === 0) return { added: later.numRows, removed: earlier.numRows, changed: 0, cells: [] };
  const list = compared.map(({ name, cast }) => `${identifier(name)}${cast}`).join(", ");
  const only = (one: string, other: string) =>
    `(SELECT count(*) FROM (SELECT ${list} FROM ${one} EXCEPT ALL SELECT ${list} FROM ${other}))`;
  const [added = 0, removed = 0] = await ask(
    `SELECT ${only("later", "earlier")} AS a, ${only("earlier", "later")} AS b`,
  );
  return { added, removed, changed: 0, cells: [] };
}
