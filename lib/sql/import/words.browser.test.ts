import { afterAll, describe, expect, test } from "vitest";
import { failureOf, newRig } from "../engine.suite";
import { native } from "../native.suite";
import type { ImportSettings } from "./format";

const { engine } = newRig();
afterAll(() => engine.close());

async function read(text: string, settings: ImportSettings) {
  const file = new Blob([text]);
  const table = await engine.importFile(file, { name: "t", fileName: "t.csv", settings });
  return { schema: table.schema, values: (await engine.texts(table, 0, 1000)).values };
}

describe("what a fence says of a CSV file", () => {
  test.each<[text: string, settings: ImportSettings, options: string]>([
    ["a|b\n1|2\n", { delimiter: "|" }, "delim = '|'"],
    ["a||b\n1||2\n", { delimiter: "||" }, "delim = '||'"],
    ["a b\n1 2\n", { delimiter: " " }, "delim = ' '"],
    ["a^b\n1^2\n", { delimiter: "^" }, "delim = '^'"],
    ["a,b\n1,'x,y'\n", { quote: "'" }, "quote = ''''"],
    ['a,b\n1,"x\n2,y"\n', { quote: "" }, "quote = '', delim = ','"],
    ['a,b\n1,"x \\" y"\n', { escape: "\\" }, "escape = '\\'"],
    ["a,b\n1,'x \\' y'\n", { quote: "'", escape: "\\" }, "quote = '''', escape = '\\'"],
    ["a,b\n%x\n1,2\n", { comment: "%" }, "comment = '%'"],
    ["a,b\nc,d\n", { header: false }, "header = false"],
    ["1,2\n3,4\n", { header: true }, "header = true"],
    ["x\ny\na,b\n1,2\n", { skip: 2 }, "skip = 2"],
    ["a,b,c\n1,2,3\n4\n5,6\n", { ragged: "pad" }, "null_padding = true"],
    ["a,b\nNA,x\n3,NA\n", { nulls: ["NA"] }, "nullstr = 'NA'"],
    ["a,b\n-,x\n3,NA\n,y\n", { nulls: ["NA", "-"] }, "nullstr = ['NA', '-']"],
    ["a,b\n-,x\n3,NA\n,y\n", { nulls: ["NA", "-", ""] }, "nullstr = ['NA', '-', '']"],
    ["a;b\n1,5;x\n2,25;y\n", { decimal: "," }, "decimal_separator = ','"],
    ["a;b\n1,5;x\n2,25;y\n", { decimal: "." }, "decimal_separator = '.'"],
    [
      "a;b\n1.234,5;1.000\n2.000,25;20\n",
      { decimal: ",", thousands: "." },
      "decimal_separator = ',', thousands = '.'",
    ],
    [
      "a,b\n01/02/24 10:30,1\n03/04/24 11:00,2\n",
      { timestampFormat: "%d/%m/%y %H:%M" },
      "timestampformat = '%d/%m/%y %H:%M'",
    ],
    [
      "a,b\n2024-01-31 10:00:00 +0100,1\n2024-07-31 10:00:00 +0200,2\n",
      { timestampFormat: "%Y-%m-%d %H:%M:%S %z" },
      "timestampformat = '%Y-%m-%d %H:%M:%S %z'",
    ],
    ["a,b\n24.01.02,1\n24.03.04,2\n", { dateFormat: "%d.%m.%y" }, "dateformat = '%d.%m.%y'"],
    ['a,b\n"1,234.5",x\n"12,000.25",y\n', { thousands: "," }, "thousands = ','"],
    ["a;b\n1 234;x\n12 000;y\n", { thousands: " ", delimiter: ";" }, "thousands = ' ', delim = ';'"],
    ["a,b\n01/02/2024,x\n03/04/2024,y\n", { dateFormat: "%m/%d/%Y" }, "dateformat = '%m/%d/%Y'"],
    ["a,b\n01/02/2024,x\n03/04/2024,y\n", { dateFormat: "%d/%m/%Y" }, "dateformat = '%d/%m/%Y'"],
    ["a,b\n20240102,x\n20240304,y\n", { dateFormat: "%Y%m%d" }, "dateformat = '%Y%m%d'"],
    ["a,b\n2 Jan 2024,x\n3 Feb 2024,y\n", { dateFormat: "%d %b %Y" }, "dateformat = '%d %b %Y'"],
    [
      "a,b\n01/02/2024 10:30,x\n03/04/2024 11:00,y\n",
      { timestampFormat: "%d/%m/%Y %H:%M" },
      "timestampformat = '%d/%m/%Y %H:%M'",
    ],
    [
      "zip,n\n01234,5\n00501,6\n",
      { types: { zip: "VARCHAR", n: "DOUBLE" } },
      "types = {'zip': 'VARCHAR', 'n': 'DOUBLE'}",
    ],
    ["zip,n\n01234,5\n00501,6\n", { types: { ZIP: "INTEGER" } }, "types = {'ZIP': 'INTEGER'}"],
    [
      "a;b\n1,5;x\n2,25;y\n",
      { decimal: ",", types: { a: "DECIMAL(5,2)" } },
      "decimal_separator = ',', types = {'a': 'DECIMAL(5,2)'}",
    ],
    [
      "a,b\n1,2024-01-02\n,\n",
      { types: { a: "SMALLINT", b: "TIMESTAMP" } },
      "types = {'a': 'SMALLINT', 'b': 'TIMESTAMP'}",
    ],
  ])("[SQ57] %j as %j says is what native DuckDB reads", async (text, settings, options) => {
    expect(await read(text, settings)).toEqual(
      await native(`FROM read_csv($file, ${options})`, new TextEncoder().encode(text)),
    );
  });

  test("[SQ57] in a file of more than its first part they hold, too", async () => {
    const rows = "1.234,5;01/02/2024;'x;y';NA\n".repeat(20_000);
    const text = `a;b;c;d\n${rows}2,5;03/04/2024;z;7\n`;
    const settings = { decimal: ",", thousands: ".", dateFormat: "%m/%d/%Y", quote: "'", nulls: ["NA"] };
    const { schema, values } = await read(text, settings);
    expect(schema.map(({ type }) => type)).toEqual(["DOUBLE", "DATE", "VARCHAR", "BIGINT"]);
    expect(values.map(([first]) => first)).toEqual(["1234.5", "2024-01-02", "x;y", null]);
  });

  test.each<[text: string, settings: ImportSettings, said: RegExp]>([
    ["a,b\n1,2\n", { types: { c: "DOUBLE" } }, /no column "c"/],
    ["a,b\n1,2\nx,3\n", { types: { a: "BIGINT" } }, /"x" in its column "a" at line 3, which is no BIGINT/],
    ["a,b\n1,2\n", { skip: 9 }, /nothing behind its first 9 lines/],
  ])("[SQ57] %j as %j says is refused by name", async (text, settings, said) => {
    const failed = await failureOf(read(text, settings));
    expect(failed.message).toMatch(said);
  });
});
