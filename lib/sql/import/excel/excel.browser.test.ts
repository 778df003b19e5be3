import { afterAll, describe, expect, test } from "vitest";
import { failureOf, newRig } from "../../engine.suite";
import type { ImportSettings } from "../format";
import { computed, fault, rowsXml, styled, workbook, zipOf, type WorkbookParts } from "./workbook.suite";

const { engine } = newRig();
afterAll(() => engine.close());

const load = (file: Blob, settings: ImportSettings = {}, fileName = "book.xlsx") =>
  engine.importFile(file, { name: "t", fileName, settings });
async function read(parts: WorkbookParts, settings?: ImportSettings) {
  const table = await load(workbook(parts), settings);
  const { values } = await engine.texts(table, 0, 1000);
  const guesses = await engine.guesses(table);
  return {
    types: Object.fromEntries(table.schema.map(({ name, type }) => [name, type])),
    values,
    said: guesses.map(({ said }) => said),
    guesses,
  };
}

describe("Excel", () => {
  test("[SQ60] numbers, truth values, texts, dates, times and empty cells", async () => {
    const { types, values, said } = await read({
      shared: ["shared &amp; kept", "  blanks  "],
      formats: [14, 22, 20],
      sheets: {
        Data: rowsXml([
          ["id", "price", "ok", "note", "day", "at", "time", "empty"],
          [
            1,
            1.5,
            true,
            { attributes: 't="s"', value: 0 },
            styled(45292),
            styled(45292.4375, 2),
            styled(0.4375, 3),
            null,
          ],
          [
            2,
            0.1,
            false,
            { attributes: 't="s"', value: 1 },
            styled(45293),
            styled(45293.75, 2),
            styled(0.75, 3),
            null,
          ],
          [3, null, null, null, null, null, null, null],
        ]),
      },
    });
    expect(types).toEqual({
      ...{ id: "BIGINT", price: "DOUBLE", ok: "BOOLEAN", note: "VARCHAR", day: "DATE" },
      ...{ at: "TIMESTAMP", time: "TIME", empty: "VARCHAR" },
    });
    expect(values).toEqual([
      ["1", "2", "3"],
      ["1.5", "0.1", null],
      ["true", "false", null],
      ["shared & kept", "  blanks  ", null],
      ["2024-01-01", "2024-01-02", null],
      ["2024-01-01 10:30:00", "2024-01-02 18:00:00", null],
      ["10:30:00", "18:00:00", null],
      [null, null, null],
    ]);
    expect(said).toEqual([]);
  });

  test("[SQ60] times of each second of a day are whole seconds", async () => {
    const seconds = Array.from({ length: 864 }, (_, index) => index * 100 + 7);
    const { types, values } = await read({
      formats: [22],
      sheets: { A: rowsXml([["at"], ...seconds.map((second) => [styled(45292 + second / 86_400)])]) },
    });
    expect(types).toEqual({ at: "TIMESTAMP" });
    const time = (second: number) => new Date(second * 1000).toISOString().slice(11, 19);
    expect(values[0]).toEqual(seconds.map((second) => `2024-01-01 ${time(second)}`));
  });

  test("[SQ60] days before March 1900 and of the calendar from 1904", async () => {
    const days = rowsXml([["day"], [styled(1)], [styled(59)], [styled(61)]]);
    expect((await read({ formats: [14], sheets: { A: days } })).values[0]).toEqual([
      "1900-01-01",
      "1900-02-28",
      "1900-03-01",
    ]);
    const { values } = await read({
      formats: [14],
      is1904: true,
      sheets: { A: rowsXml([["day"], [styled(43830)]]) },
    });
    expect(values[0]).toEqual(["2024-01-01"]);
  });

  test("[SQ60] several kinds, long numbers and errors are said", async () => {
    const { types, values, said } = await read({
      formats: [14],
      sheets: {
        A: rowsXml([
          ["amount", "id", "ratio"],
          [12, { attributes: "", value: "12345678901234567890" }, 0.5],
          ["n/a", 2, fault("#DIV/0!")],
          [styled(45292), 3, 1],
        ]),
      },
    });
    expect(types).toEqual({ amount: "VARCHAR", id: "VARCHAR", ratio: "DOUBLE" });
    expect(values).toEqual([
      ["12", "n/a", "2024-01-01"],
      ["12345678901234567890", "2", "3"],
      ["0.5", null, "1.0"],
    ]);
    expect(said).toEqual([
      "Values of several kinds are read as text: amount, id.",
      "Cells with errors, such as #N/A or #DIV/0!, are read as null.",
    ]);
  });

  const two = {
    sheets: {
      "Q 1": rowsXml([["a"], [1]]),
      "R&amp;D": rowsXml([["Report"], [], [null, "b", "c"], [null, 2, "x"], [null, 3, "y"]]),
    },
  };

  test("[SQ60] [SQ56] a sheet is chosen by its name or number; that there are others is said", async () => {
    const first = await read(two);
    expect(first.types).toEqual({ a: "BIGINT" });
    expect(first.guesses[0]).toMatchObject({
      is: { sheet: "Q 1" },
      others: [{ settings: { sheet: "R&D" } }],
    });
    for (const sheet of ["R&D", "2"]) {
      const { types, said } = await read(two, { sheet });
      expect(types).toEqual({ b: "BIGINT", c: "VARCHAR" });
      expect(said).toEqual(["The first row is left out, as a title."]);
    }
    const error = await failureOf(load(workbook(two), { sheet: "Q3" }));
    expect(error).toMatchObject({ code: "import/no-sheet" });
    expect(error.message).toContain('“book.xlsx” has no sheet “Q3”: read `sheet="Q 1"`, `sheet="R&D"`.');
  });

  test("[SQ60] range, skip and header", async () => {
    expect((await read(two, { sheet: "2", range: "B3:B5" })).types).toEqual({ b: "BIGINT" });
    expect((await read(two, { sheet: "2", skip: 1, header: false })).types).toEqual({
      column0: "VARCHAR",
      column1: "VARCHAR",
    });
    expect(
      (
        await read({
          sheets: {
            A: rowsXml([
              ["a", "A", 2019, null],
              [1, 2, 3, 4],
            ]),
          },
        })
      ).types,
    ).toEqual({
      ...{ a: "BIGINT", A_1: "BIGINT", 2019: "BIGINT", column3: "BIGINT" },
    });
    expect(
      (
        await read({
          sheets: {
            A: rowsXml([
              [1, 2],
              [3, 4],
            ]),
          },
        })
      ).types,
    ).toEqual({
      column0: "BIGINT",
      column1: "BIGINT",
    });
  });

  test("[SQ36] [SQ60] it is told by its bytes, whatever its name and its cell say", async () => {
    const file = workbook(two);
    for (const format of ["csv", "json", "xlsx", undefined] as const) {
      const table = await engine.importFile(file, {
        name: "t",
        fileName: "t.csv",
        ...(format && { format }),
      });
      expect(table.schema).toEqual([{ name: "a", type: "BIGINT" }]);
    }
  });

  test("[SQ43] an empty sheet says which there are", async () => {
    const error = await failureOf(load(workbook({ sheets: { None: "", Some: rowsXml([["a"], [1]]) } })));
    expect(error).toMatchObject({ code: "import/empty" });
    expect(error.message).toContain('`sheet="Some"`');
  });

  test("[SQ61] what is cut off or damaged is refused by name", async () => {
    const file = workbook(two);
    for (const bad of [
      file.slice(0, file.size / 2),
      zipOf({ "[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook><sheets/></workbook>" }),
      zipOf({
        "xl/workbook.xml": '<workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
      }),
      workbook({
        sheets: { A: '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>' },
      }),
    ]) {
      const error = await failureOf(
        engine.importFile(bad, { name: "t", fileName: "b.xlsx", format: "xlsx" }),
      );
      expect(error.message).toContain("“b.xlsx”");
      expect(error).toMatchObject({
        code: expect.stringMatching(/^import\/(bad-file|no-sheet|format)$/) as string,
      });
    }
  });

  test("[SQ60] formulas without results, merged cells and a total are told", async () => {
    const rows = [
      ["region", "city", "amount"],
      ["North", "Kiel", 1],
      [null, "Ulm", 2],
      ["South", "Bonn", 3],
    ];
    const total = (cell: ReturnType<typeof computed>) => rowsXml([...rows, ["Total", null, cell]]);
    const alone = await read({ sheets: { A: total(computed("SUM(C2:C4)")) }, merged: "A2:A3" });
    expect(alone.values).toEqual([
      ["North", null, "South", "Total"],
      ["Kiel", "Ulm", "Bonn", null],
      ["1", "2", "3", null],
    ]);
    expect(alone.said).toEqual([
      "Formulas whose results are not in the file are read as null: open it in Excel or LibreOffice, and save it there.",
      "Of cells that are merged across rows, the first has the value, and the others are null.",
    ]);

    const whole = { sheets: { A: total(computed("SUM(C2:C4)", 6)) }, merged: "A1:C1" };
    const { said, values, guesses } = await read(whole);
    expect(values[2]).toEqual(["1", "2", "3", "6"]);
    expect(said).toEqual(["The last line looks like a total (Total), and is read as data."]);
    const { values: data } = await read(whole, guesses[0]?.others[0]?.settings);
    expect(data[2]).toEqual(["1", "2", "3"]);

    const text = await read({
      sheets: { A: rowsXml([["a"], [computed('IF(1,"")', "", 't="str"')], ["x"]]) },
    });
    expect(text.said.filter((one) => one.startsWith("Formulas"))).toEqual([]);
  });

  test("[SQ61] a bomb is refused before it is read", async () => {
    const far = workbook({
      sheets: {
        A: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
      },
    });
    const wide = await failureOf(load(far));
    expect(wide).toMatchObject({ code: "import/too-large" });
    expect(wide.message).toContain("row 1048576 and column 16384");

    const said = zipOf({ "xl/workbook.xml": "<workbook/>" }, { "xl/workbook.xml": 2 ** 30 });
    expect(await failureOf(load(said))).toMatchObject({ code: "import/too-large" });
    const lying = zipOf(
      { "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "x".repeat(10_000) },
      { "xl/worksheets/sheet1.xml": 10 },
    );
    expect((await failureOf(load(lying))).message).toContain("larger than they say");
    expect((await engine.describe()).losses).toBe(0);
  });
});
