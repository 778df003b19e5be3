import { tableFromIPC } from "@uwdata/flechette";
import type { Connection } from "../connection";
import { type Place, describeTable, nameIn } from "../place";
import { identifier, literal } from "../quote";
import type { Dialect } from "./csv-dialect";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";
import { valuesOf } from "./csv-values";

const formula = '="([^"]*)"';

/**
 * Takes the text out of the formulas by which programs keep Excel from reading 001 as 1: `="001"`. Only of columns that have nothing
 * else, and to which nobody gave a type.
 */
export async function withoutFormulas(
  connection: Connection,
  place: Place,
  dialect: Dialect,
  { types = {} }: ImportSettings,
  signal: AbortSignal | undefined,
): Promise<readonly ImportGuess[]> {
  const guesses: ImportGuess[] = [];
  for (const [index, { name, type }] of (await describeTable(place)).entries()) {
    const values = valuesOf(dialect, index).slice(1);
    const [example] = values;
    if (type !== "VARCHAR" || types[name] !== undefined || example === undefined) continue;
    if (!values.every((one) => new RegExp(`^${formula}$`).test(one))) continue;
    const column = identifier(name);
    const all = `coalesce(bool_and(regexp_full_match(${column}, ${literal(formula)})), false)`;
    const found = tableFromIPC(await connection.read(`SELECT ${all} FROM ${nameIn(place)}`));
    if (found.getChildAt(0).at(0) !== true) continue;
    const text = `regexp_extract(${column}, ${literal(formula)}, 1)`;
    await connection.run(`UPDATE ${nameIn(place)} SET ${column} = ${text}`, signal);
    guesses.push({
      said: `Values of ${name} such as ${example} are read as the text in them.`,
      is: {},
      others: [{ label: "Read them as they stand", settings: { types: { ...types, [name]: "VARCHAR" } } }],
    });
  }
  return guesses;
}
