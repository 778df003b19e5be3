import { readVariable, type DataPort, type TableRef } from "../engine";
import type { Kept } from "./kept";
import { rowsText, variablesAt } from "./moment";

/** In what a resumed run has left something else than the calm one. */
export type Difference =
  | {
      readonly type: "table" | "file";
      readonly name: string;
      /** Rows, in the calm run and in the resumed one; null: it is not there. */
      readonly calm: number | null;
      readonly resumed: number | null;
      readonly added: number;
      readonly removed: number;
    }
  /** A variable, as JSON; null: it is not set. */
  | {
      readonly type: "variable";
      readonly name: string;
      readonly calm: string | null;
      readonly resumed: string | null;
    }
  | { readonly type: "payments"; readonly calm: number; readonly resumed: number };

/** What differs from one calm run to the next, by chance or by the hour, and so tells nothing. */
export interface Unsteady {
  /** Columns, by their table or file. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables, files, variables and the like of which the rest differs, too. */
  readonly names: ReadonlySet<string>;
}

export const allSteady: Unsteady = { columns: new Map(), names: new Set() };

/** The name of what differs, among all that can. */
export function nameOf(difference: Difference): string {
  return difference.type === "payments" ? "payments" : `${difference.type} ${difference.name}`;
}

/** Compares what two runs left: rows whatever their order. */
export async function differences(
  data: DataPort,
  calm: Kept,
  resumed: Kept,
  unsteady: Unsteady = allSteady,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const [type, one, other] of [
    ["table", calm.own.tables, resumed.own.tables],
    ["file", calm.own.files, resumed.own.files],
  ] as const)
    for (const name of new Set([...one.keys(), ...other.keys()])) {
      const skipped = unsteady.columns.get(`${type} ${name}`);
      const difference = await tableDifference(data, one.get(name), other.get(name), skipped);
      if (difference) found.push({ type, name, ...difference });
    }
  found.push(...(await variableDifferences(calm, resumed)));
  const [paid, paidLater] = [await paymentsOf(calm), await paymentsOf(resumed)];
  if (paid !== paidLater) found.push({ type: "payments", calm: paid, resumed: paidLater });
  return found.filter((one) => !unsteady.names.has(nameOf(one)));
}

async function tableDifference(
  data: DataPort,
  calm: TableRef | undefined,
  resumed: TableRef | undefined,
  skipped: ReadonlySet<string> = new Set(),
) {
  if (!calm || !resumed)
    return {
      ...{ calm: calm?.numRows ?? null, resumed: resumed?.numRows ?? null },
      ...{ added: resumed?.numRows ?? 0, removed: calm?.numRows ?? 0 },
    };
  if (calm.lineage === resumed.lineage) return undefined;
  const counts = { calm: calm.numRows, resumed: resumed.numRows };
  const columns = calm.schema.map(({ name }) => name).filter((name) => !skipped.has(name));
  if (columns.length === 0) {
    const more = resumed.numRows - calm.numRows;
    return more === 0 ? undefined : { ...counts, added: Math.max(0, more), removed: Math.max(0, -more) };
  }
  const isAlike = columns.every((name) => typeOf(calm, name) === typeOf(resumed, name));
  if (!isAlike) return { ...counts, added: resumed.numRows, removed: calm.numRows };
  const list = columns.map(quoted).join(", ");
  const only = (one: string, other: string) =>
    `(SELECT count(*) FROM (SELECT ${list} FROM ${one} EXCEPT ALL SELECT ${list} FROM ${other}))::INTEGER`;
  const [added = 0, removed = 0] = await numbers(
    data,
    { calm, resumed },
    `SELECT ${only("resumed", "calm")} AS added, ${only("calm", "resumed")} AS removed`,
  );
  return added === 0 && removed === 0 ? undefined : { ...counts, added, removed };
}

function typeOf({ schema }: TableRef, name: string): string | undefined {
  return schema.find((column) => column.name === name)?.type;
}

/** The columns of which not even the values that there are agree. */
export async function unsteadyColumns(
  data: DataPort,
  one: TableRef,
  other: TableRef,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { name } of one.schema) {
    const others = one.schema.filter((column) => column.name !== name).map((column) => column.name);
    if (await tableDifference(data, one, other, new Set(others))) found.add(name);
  }
  return found;
}

async function numbers(
  data: DataPort,
  tables: Readonly<Record<string, TableRef>>,
  text: string,
): Promise<readonly number[]> {
  const answer = await data.query({ text, name: "difference", tables, parameters: {} });
  const { values } = await data.rows(answer, 0, 1);
  return values.map(([value]) => Number(value));
}

/** A name in SQL. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function variableDifferences(calm: Kept, resumed: Kept): Promise<readonly Difference[]> {
  const [keys, laterKeys] = [await calm.storage.keys(variablesAt), await resumed.storage.keys(variablesAt)];
  const found: Difference[] = [];
  for (const key of new Set([...keys, ...laterKeys])) {
    const name = key.slice(variablesAt.length);
    const [one, other] = [await valueOf(calm, name), await valueOf(resumed, name)];
    if (one !== other) found.push({ type: "variable", name, calm: one, resumed: other });
  }
  return found;
}

const payments = new WeakMap<Kept, number>();

/** How many payments the world has booked for a history that is over. */
async function paymentsOf(kept: Kept): Promise<number> {
  const known = payments.get(kept);
  if (known !== undefined) return known;
  const question = { method: "GET", url: "https://world.test/payments", headers: {}, body: "" };
  const { body } = await kept.world(question, { seed: 0, now: 0 });
  const listed: unknown = JSON.parse(body);
  const count = Array.isArray(listed) ? listed.length : 0;
  payments.set(kept, count);
  return count;
}

async function valueOf({ storage }: Kept, name: string): Promise<string | null> {
  const variable = await readVariable(storage, name);
  return variable ? JSON.stringify(variable.value) : null;
}

/** A difference as a sentence, without its full stop. */
export function differenceText(difference: Difference): string {
  switch (difference.type) {
    case "table":
    case "file": {
      const name = difference.type === "table" ? `\`${difference.name}\`` : `“${difference.name}”`;
      const { calm, resumed, added, removed } = difference;
      if (resumed === null) return `${name} is not there`;
      if (calm === null) return `${name} is there, and is not after a calm run`;
      if (calm !== resumed) return `${name} has ${rowsText(resumed)}, not ${calm.toLocaleString("en")}`;
      return `${name} has as many rows, but ${rowsText(added)} in place of ${removed.toLocaleString("en")} others`;
    }
    case "variable":
      return `the variable \`${difference.name}\` is ${difference.resumed ?? "not set"}, not ${difference.calm ?? "unset"}`;
    case "payments":
      return `${difference.resumed.toLocaleString("en")} payments were made, not ${difference.calm.toLocaleString("en")}`;
  }
}
