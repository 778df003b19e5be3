import { dataPort, rowsIn, signal, type Row, type Table } from "./table";

/** Types whose values JSON says as the table shows them. */
const plain = /^(BOOLEAN|VARCHAR|DOUBLE|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/;

/** A table's first rows for people to read: numbers, booleans and text as they are, all else as the table shows it, such as 12.30. */
export async function shownRows(table: Table, count: number): Promise<Row[]> {
  if (table.schema.every(({ type }) => plain.test(type))) return await table.head(count);
  const texts = await dataPort().texts(table, 0, Math.min(count, table.numRows), signal());
  const values = texts.values.map((column, index) => {
    const type = texts.schema[index]?.type ?? "";
    return plain.test(type) ? column.map((text) => plainValue(text, type)) : column;
  });
  return rowsIn({ ...texts, values });
}

function plainValue(text: unknown, type: string): unknown {
  if (text === null || type === "VARCHAR") return text;
  if (type === "BOOLEAN") return text === "true";
  const number = Number(text);
  return type === "DOUBLE" || Number.isSafeInteger(number) ? number : text;
}
