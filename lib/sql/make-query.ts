import { tableFromIPC } from "@uwdata/flechette";
import type { Query } from "../engine";
import { asWritten, authorsError } from "./authors-error";
import { type Connection, tokensOf, withConnection } from "./connection";
import { type Measured, measure, measuredIn, measuring } from "./measure";
import { type Place, nameIn } from "./place";
import { identifier, literal, parameterLiteral } from "./quote";
import { SqlError, readFault } from "./sql-error";
import { type Statement, readStatement, withPlainSpaces } from "./statement";

/** What stands before the author's text, on a line of its own so that lines differ by one. */
const prefix = (place: Place, { isExplained }: Statement, inputs = "") =>
  isExplained ? "EXPLAIN FROM (\n" : `CREATE TABLE ${nameIn(place)} AS ${inputs}FROM (\n`;

/**
 * Runs a query into a new table; `inputs` says where the tables are that its text names. These names are views, and its
 * parameters variables, of a connection that only this query has: two queries can mean different tables by one name.
 */
export async function makeQuery(
  query: Query,
  inputs: ReadonlyMap<string, Place>,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const { instance } = place;
  const text = withPlainSpaces(query.text);
  const statement = readStatement(text, await tokensOf(instance, text));
  const named = [...inputs];
  const schemas = withSchemas(named.filter(([name]) => isQualified(name)));
  const before = [...bindings(query, statement, named), ...(schemas ? [schemas.enter] : [])];
  const running = (connection: Connection) => ({ connection, text: query.text, place, signal });
  const finished = async (connection: Connection, measured: Measured) =>
    (await nameColumns(connection, statement, place, measured)) ? await measure(place) : measured;

  const inside = statement.isPlain ? inputsInside(named) : undefined;
  if (inside !== undefined) {
    const work = async (connection: Connection) => {
      const measured = await tryInside(statement, inside, running(connection));
      return measured && (await finished(connection, measured));
    };
    const measured = await withConnection(instance, work, { leavesNothing: true });
    if (measured) return measured;
  }
  return await withConnection(instance, async (connection) => {
    try {
      return await finished(connection, await runStatement(statement, before, running(connection)));
    } finally {
      // Of a lost database nothing is left.
      if (schemas) await connection.read(schemas.leave).catch(() => undefined);
    }
  });
}

/** Whether a name has a schema. */
function isQualified(name: string): boolean {
  return /^[A-Za-z_]\w*\.[A-Za-z_]\w*$/.test(name);
}

type Inputs = readonly (readonly [name: string, place: Place])[];

/**
 * Names such as `warehouse.daily` are views in schemas of a database of the query's own, in which it then looks first: no view
 * of a connection can be in a schema.
 */
function withSchemas(inputs: Inputs): { readonly enter: string; readonly leave: string } | undefined {
  if (inputs.length === 0) return undefined;
  const own = `names_${crypto.randomUUID().replaceAll("-", "")}`;
  const views = inputs.map(([name, input]) => {
    const dot = name.indexOf(".");
    const schema = `${own}.${identifier(name.slice(0, dot))}`;
    const view = `CREATE VIEW ${schema}.${identifier(name.slice(dot + 1))} AS FROM ${nameIn(input)};`;
    return `CREATE SCHEMA IF NOT EXISTS ${schema}; ${view}`;
  });
  return {
    enter: [`ATTACH ':memory:' AS ${own};`, ...views, `USE ${own};`].join("\n"),
    leave: `USE memory; DETACH DATABASE IF EXISTS ${own}; SELECT 1`,
  };
}

function bindings(query: Query, statement: Statement, inputs: Inputs): readonly string[] {
  for (const name of Object.keys(query.parameters))
    if (query.parameters[name] !== undefined && !statement.parameters.includes(name))
      throw new SqlError(
        "sql/unknown-parameter",
        `The query has no $${name}: take that value away, or use it.`,
      );
  const views = inputs.map(
    ([name, input]) => `CREATE TEMP VIEW ${identifier(name)} AS FROM ${nameIn(input)};`,
  );
  const variables = statement.parameters.map((name) => {
    if (!Object.hasOwn(query.parameters, name) || query.parameters[name] === undefined)
      throw new SqlError(
        "sql/missing-parameter",
        `$${name} has no value. Give it one in the call, as in ${query.name}({ ${name}: … }); null stands for NULL.`,
      );
    return `SET VARIABLE ${identifier(name)} = ${parameterLiteral(name, query.parameters[name])};`;
  });
  return [...views, ...variables];
}

/** Columns without a name have that of their expression: there, too, `$name` is what the author wrote. Whether one was renamed. */
async function nameColumns(
  connection: Connection,
  statement: Statement,
  place: Place,
  { schema }: Measured,
): Promise<boolean> {
  const names = new Set(schema.map(({ name }) => name));
  const known = names.size;
  for (const name of names) {
    const written = asWritten(name, statement);
    if (written === name || names.has(written)) continue;
    names.add(written);
    const rename = `RENAME COLUMN ${identifier(name)} TO ${identifier(written)}`;
    await connection.read(`ALTER TABLE ${nameIn(place)} ${rename}; SELECT 1`);
  }
  return names.size > known;
}

/** How a statement is run, and into which table. */
interface Run {
  readonly connection: Connection;
  /** As its author wrote it. */
  readonly text: string;
  readonly place: Place;
  readonly signal: AbortSignal | undefined;
}

/**
 * The inputs as part of a statement, which is quicker than a view of each; undefined where that would be more than a line, or a name has a
 * schema.
 */
function inputsInside(inputs: Inputs): string | undefined {
  const parts = inputs.map(
    ([name, input]) => `${identifier(name)} AS NOT MATERIALIZED (FROM ${nameIn(input)})`,
  );
  if (inputs.some(([name]) => isQualified(name)) || parts.some((part) => part.includes("\n")))
    return undefined;
  return parts.length === 0 ? "" : `WITH ${parts.join(", ")} `;
}

/** Found when a statement is read, before any of it is run. */
const foundByReading = new Set(["Parser", "Binder", "Catalog"]);

/** Runs a statement with its inputs inside; undefined where DuckDB finds fault with its text, of which it says more where they are views. */
async function tryInside(statement: Statement, inside: string, run: Run): Promise<Measured | undefined> {
  const { connection, place, signal, text } = run;
  const sent = `${prefix(place, statement, inside)}${statement.text}\n)`;
  try {
    return await putTable(connection, sent, statement, place, signal);
  } catch (error) {
    signal?.throwIfAborted();
    place.instance.lost.throwIfAborted();
    const fault = readFault(error, sent);
    if (foundByReading.has(fault.kind)) return undefined;
    throw authorsError(fault, text, statement, error);
  }
}

/** Runs a statement after others that bind its names. */
async function runStatement(statement: Statement, before: readonly string[], run: Run): Promise<Measured> {
  const { connection, text, place, signal } = run;
  const sent = `${prefix(place, statement)}${statement.text}\n)`;
  // Not waited for: DuckDB does one thing after another. In one text with it, the statement's errors would not say where they are.
  const bound = before.length === 0 ? undefined : connection.read(before.join("\n"));
  bound?.catch(() => undefined);
  try {
    const measured = await putTable(connection, sent, statement, place, signal);
    await bound;
    return measured;
  } catch (error) {
    await bound;
    signal?.throwIfAborted();
    place.instance.lost.throwIfAborted();
    throw authorsError(readFault(error, sent), text, statement, error);
  }
}

async function putTable(
  connection: Connection,
  sent: string,
  { isExplained }: Statement,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  if (!isExplained) return measuredIn(await connection.run(`${sent};\n${measuring(place)}`, signal));
  await putPlan(connection, sent, place);
  return await measure(place);
}

/** A plan takes no time, and is no table before it is made one. */
async function putPlan(connection: Connection, sent: string, place: Place): Promise<void> {
  const plan = tableFromIPC(await connection.explain(sent)).toArray() as Record<string, unknown>[];
  const rows = plan.map((row) => `(${Object.values(row).map(literal).join(", ")})`);
  const columns = Object.keys(plan[0] ?? {}).map(identifier);
  await connection.read(
    `CREATE TABLE ${nameIn(place)} AS FROM (VALUES ${rows.join(", ")}) AS t(${columns.join(", ")}); SELECT 1`,
  );
}
