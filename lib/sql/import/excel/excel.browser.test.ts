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

  test("[SQ60] a fraction is the double that Excel meant, and a number of more digits is text", async () => {
    const numbers = ["0.10299999999999999", "19.989999999999998", "1.0000000000000001E-2", "0.5"];
    const { types, values, said } = await read({
      sheets: {
        A: rowsXml([
          ["price", "long"],
          ...numbers.map((value) => [
            { attributes: "", value },
            { attributes: "", value: "0.12345678901234567891" },
          ]),
        ]),
      },
    });
    expect(types).toEqual({ price: "DOUBLE", long: "VARCHAR" });
    expect(values[0]).toEqual(["0.103", "19.99", "0.01", "0.5"]);
    expect(said).toEqual(["Values of several kinds are read as text: long."]);
  });

  test.each([
    ["yyyy-mm-dd", "2024-01-02"],
    ['dd"-"mm"-"yyyy" "hh:mm:ss', "2024-01-02"],
    ["[$-411]ge.m.d", "2024-01-02"],
    ["B2yyyy", "2024-01-02"],
    ["[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2024-01-02"],
    ['0 "days"', "45293"],
    ["0.0E+0", "45293"],
    ["\\d0", "45293"],
    ['_-* #,##0.00\\ "kr"_-', "45293"],
    ["[Red]0.00;[>=1000]#,##0", "45293"],
    ["[h]:mm", "1087032:00:00"],
    ["[mm]:ss", "1087032:00:00"],
  ])("[SQ60] a number in the format %s is %s", async (code, value) => {
    const book = { codes: [code], sheets: { A: rowsXml([["x"], [styled(45293)]]) } };
    expect((await read(book)).values).toEqual([[value]]);
  });

  test("[SQ60] hours beyond a day are intervals, and milliseconds are exact", async () => {
    const { types, values } = await read({
      formats: [46, 22],
      sheets: {
        A: rowsXml([
          ["for", "at"],
          [styled(30.25 / 24), styled(45293.99999998843, 2)],
          [styled(-0.5), styled(45293.5, 2)],
        ]),
      },
    });
    expect(types).toEqual({ for: "INTERVAL", at: "TIMESTAMP" });
    expect(values).toEqual([
      ["30:15:00", "-12:00:00"],
      ["2024-01-02 23:59:59.999", "2024-01-02 12:00:00"],
    ]);
  });

  test("[SQ60] a day that Excel has not is a number, which is said", async () => {
    const { values, said } = await read({
      formats: [14],
      sheets: { A: rowsXml([["day"], [styled(45293)], [styled(-1)], [styled(1e10)]]) },
    });
    expect(values).toEqual([["2024-01-02", "-1", "10000000000"]]);
    expect(said).toContain("Values of several kinds are read as text: day.");
  });

  test("[SQ60] rows and cells that do not say where they are, in any order, and signs of all kinds", async () => {
    const cells = '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>';
    const text = '<c t="inlineStr"><is><r><t>_x000D_</t></r><r><t>&#x1F986;<![CDATA[ & ]]></t></r></is></c>';
    const bare = await read({ sheets: { A: `${cells}<row><c><v>1</v></c>${text}</row>` } });
    expect(bare.values).toEqual([["1"], ["\r🦆 & "]]);
    const late = '<row r="3"><c r="A3"><v>3</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>';
    expect((await read({ sheets: { A: late } }, { header: false })).values).toEqual([["2", "3"]]);
  });

  test("[SQ60] [SQ56] formulas without a value are null, which is said", async () => {
    const formula = '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2"><v>1</v></c></row>';
    const { values, said } = await read({ sheets: { A: rowsXml([["a", "b"]]) + formula } });
    expect(values).toEqual([[null], ["1"]]);
    expect(said[0]).toMatch(/Formulas whose values are not in the file are read as null/);
  });

  test("[SQ60] names that are the same, or dates, above values of other kinds", async () => {
    const same = {
      A: rowsXml([
        ["id", "name", "name"],
        [1, "x", "y"],
      ]),
    };
    expect(Object.keys((await read({ sheets: same })).types)).toEqual(["id", "name", "name_1"]);
    const dated = {
      A: rowsXml([
        ["x", styled(45292), styled(45323)],
        ["a", 1, 2],
      ]),
    };
    const { types } = await read({ formats: [14], sheets: dated });
    expect(types).toEqual({ x: "VARCHAR", "2024-01-01": "BIGINT", "2024-02-01": "BIGINT" });
  });

  test("[SQ60] a hidden sheet, and one of a chart, are not the first", async () => {
    const sheets = { Hidden: rowsXml([["a"], [1]]), Shown: rowsXml([["b"], [2]]) };
    expect((await read({ sheets, hidden: ["Hidden"] })).types).toEqual({ b: "BIGINT" });
    const charts = await read({ sheets, charts: ["Hidden"] });
    expect(charts.types).toEqual({ b: "BIGINT" });
    expect(charts.said).toEqual([]);
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
      workbook({ sheets: { A: '<row r="1"><c r="A1" t="s"><v>7</v></c></row>' } }),
      workbook({ sheets: { A: '<row r="1"><c r="A1' } }),
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

  test("[SQ60] a time of day among dates is no day of 1899: the column is text, and that is said", async () => {
    const rows = (cells: readonly (ReturnType<typeof styled> | null)[]) =>
      rowsXml([["id", "due"], ...cells.map((cell, index) => [index, cell])]);
    const formats = [14, 20, 22];
    const mixed = await read({
      formats,
      sheets: { A: rows([styled(45292), styled(0.5, 2), null, styled(45293.25, 3)]) },
    });
    expect(mixed.types).toEqual({ id: "BIGINT", due: "VARCHAR" });
    expect(mixed.values[1]).toEqual(["2024-01-01", "12:00:00", null, "2024-01-02 06:00:00"]);
    expect(mixed.said).toEqual(["Values of several kinds are read as text: due."]);
    const times = await read({ formats, sheets: { A: rows([styled(0.25, 2), styled(0.5, 2)]) } });
    expect(times.types).toEqual({ id: "BIGINT", due: "TIME" });
  });

  test("[SQ60] [SQ56] a row of groups above the names is joined with them, or left out, or taken for the names", async () => {
    const grouped = {
      sheets: {
        A: rowsXml([
          ["Report"],
          [null, "2024 Q1", null, "2024 Q2", null],
          ["city", "revenue", "cost", "revenue", "cost"],
          ["Ulm", 1, 2, 3, 4],
          ["Bonn", 5, 6, 7, 8.5],
        ]),
      },
    };
    const joined = {
      ...{ city: "VARCHAR", "2024 Q1 / revenue": "BIGINT", "2024 Q1 / cost": "BIGINT" },
      ...{ "2024 Q2 / revenue": "BIGINT", "2024 Q2 / cost": "DOUBLE" },
    };
    const { types, said, guesses } = await read(grouped);
    expect(types).toEqual(joined);
    const [title, groups] = guesses;
    expect(said).toEqual([
      "The first row is left out, as a title.",
      "The first two rows are taken for the columns’ names, as “2024 Q1 / revenue”.",
    ]);
    expect((await read(grouped, { ...title?.is, ...groups?.is })).said).toEqual([]);
    expect((await read(grouped, { skip: 1, groups: true })).types).toEqual(joined);
    const [without, asData] = groups?.others ?? [];
    expect(Object.keys((await read(grouped, without?.settings)).types)).toEqual([
      ...["city", "revenue", "cost", "revenue_1", "cost_1"],
    ]);
    expect((await read(grouped, asData?.settings)).values[1]?.[0]).toBe("revenue");
    const plain = rowsXml([
      ["city", "note", "revenue"],
      ["Ulm", "a", 1],
      ["Bonn", null, 2],
    ]);
    expect((await read({ sheets: { A: plain } })).said).toEqual([]);
  });

  test("[SQ61] Excel's binary form is refused by name", async () => {
    const error = await failureOf(load(zipOf({ "xl/workbook.bin": "x" }), {}, "b.xlsb"));
    expect(error).toMatchObject({ code: "import/bad-file" });
    expect(error.message).toContain("Excel’s binary form");
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
      "Formulas whose values are not in the file are read as null: open it in Excel or LibreOffice, and save it again.",
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
