import { tableFromIPC } from "@uwdata/flechette";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { TableRef } from "../engine";
import { newRig, objects, queryOf } from "./engine.suite";

const { engine } = newRig();
afterAll(() => engine.close());

const csv = async (text: string, tables: Record<string, TableRef> = {}) =>
  new TextDecoder().decode(await engine.encode(await engine.query(queryOf(text, tables)), "csv"));
const file = async (table: TableRef, format: "csv" | "arrow" | "parquet") =>
  new Blob([new Uint8Array(await engine.encode(table, format))]);

describe("files out", () => {
  test("[SQ31] CSV quotes all text and nothing else, and prints values as DuckDB does", async () => {
    const text = `SELECT * FROM (VALUES
      (1, 'plain', 1.50::DECIMAL(4,2), DATE '2024-02-29', TRUE, [1, 2], {'a': 'x, "y"'}, 'x'::BLOB, 0.1::DOUBLE, INTERVAL 1 DAY),
      (NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (-1, 'a,"b"' || chr(10) || 'c', 2, DATE 'infinity', FALSE, [], NULL, '\\x00'::BLOB, 'NaN'::DOUBLE, NULL)
    ) t("a", "b,c", d, e, f, g, h, i, j, k)`;
    expect(await csv(text)).toBe(
      [
        'a,"b,c",d,e,f,g,h,i,j,k',
        `1,"plain",1.50,2024-02-29,true,"[1, 2]","{'a': 'x, ""y""'}","x",0.1,"1 day"`,
        ',"",,,,,,,,',
        '-1,"a,""b""\nc",2.00,infinity,false,"[]",,"\\x00",nan,',
        "",
      ].join("\r\n"),
    );
  });

  test("[SQ31] a table without rows has its names; a lone null is a blank line among texts only", async () => {
    expect(await csv('SELECT 1 AS a, 2 AS "b""c" WHERE false')).toBe('a,"b""c"\r\n');
    expect(await csv("SELECT unnest([1, NULL]) AS a")).toBe('a\r\n1\r\n""\r\n');
    expect(await csv("SELECT unnest(['1', '', NULL]) AS a")).toBe('a\r\n"1"\r\n""\r\n\r\n');
  });

  test.each(["\r", "\n", "\r\n", "a\rb", " ", ""])(
    "[SQ31] numbers that are text come back as text beside %j, at the beginning and far behind it",
    async (beside) => {
      for (const at of [0, 40_000]) {
        const rows = Array.from({ length: at + 1 }, (_, row) => ({ a: row === at ? beside : "x", b: "1" }));
        const table = await engine.fromRows(rows, "t");
        const back = await engine.importFile(await file(table, "csv"), { name: "t", fileName: "t.csv" });
        expect(objects(await engine.rows(back, at, 1))).toEqual([{ a: beside, b: "1" }]);
      }
    },
  );

  test("[SQ31] any text comes back from CSV", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "1", ",", '"', "\n", "\r", ";", "\t", " ", "é", "🦆", "'", "#"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (cells) => {
        const rows = cells.map(([a, b]) => ({ a, b }));
        const table = await engine.fromRows(rows, "t");
        const back = await engine.importFile(await file(table, "csv"), { name: "t", fileName: "t.csv" });
        expect(objects(await engine.rows(back, 0, 100))).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test("[SQ32] Arrow is one stream, which others read", async () => {
    const table = await engine.query(queryOf("SELECT range AS i, 'x' || range AS s FROM range(200000)"));
    const decoded = tableFromIPC(await engine.encode(table, "arrow"));
    expect(decoded.numRows).toBe(200_000);
    expect(decoded.getChild("s").at(199_999)).toBe("x199999");
    expect(decoded.getChild("i").at(199_999)).toBe(199_999);
  });

  test("[SQ32] Parquet of more rows than one step", async () => {
    const table = await engine.query(
      queryOf(
        "SELECT range AS i, ['a', NULL] AS l, random() AS r, CASE WHEN range % 7 = 0 THEN NULL ELSE 'x' END AS s FROM range(200000)",
      ),
    );
    const back = await engine.importFile(await file(table, "parquet"), { name: "t", fileName: "t.parquet" });
    expect(back).toMatchObject({ numRows: 200_000, schema: table.schema });
    const differing = "SELECT count(*) AS n FROM (FROM a EXCEPT FROM b)";
    const none = await engine.query(queryOf(differing, { a: table, b: back }));
    expect((await engine.rows(none, 0, 1)).values).toEqual([[0]]);
  });

  test("[SQ19] encoding is stopped by its signal", async () => {
    const table = await engine.query(queryOf("SELECT range AS i FROM range(2000000)"));
    for (const format of ["csv", "arrow", "parquet"] as const) {
      const controller = new AbortController();
      const encoding = engine.encode(table, format, controller.signal);
      controller.abort(new Error("enough"));
      await expect(encoding).rejects.toThrow("enough");
    }
  });
});
