import { describe, expect, test } from "vitest";
import { brief, file, opened } from "../brought.suite";

const jupyter = (cells: readonly object[], metadata: object = {}) =>
  JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
const code = (source: string | readonly string[], metadata = {}) => ({
  ...{ cell_type: "code", source, metadata, execution_count: 1 },
  outputs: [{ output_type: "stream", name: "stdout", text: ["secret output"] }],
});
const cellsOf = async (...cells: readonly object[]) => brief(await opened(file("n.ipynb", jupyter(cells))));

describe("[EX10] Jupyter", () => {
  test("Markdown is Markdown, other code is text in its language, and outputs count for nothing", async () => {
    const notebook = await opened(
      file("n.ipynb", jupyter([{ cell_type: "markdown", source: ["# A\n", "b"] }, code("print(1)")])),
    );
    expect(brief(notebook)).toEqual(["# A\nb", "~~~python\nprint(1)\n~~~"]);
    expect(JSON.stringify(notebook)).not.toContain("secret output");
  });

  test.each([
    ["%%sql\nSELECT 1", ["sql query: SELECT 1"]],
    ["%%sql --save total\nSELECT 1", ["sql total: SELECT 1"]],
    ["%%sql duckdb:///:memory:\nSELECT 1", ["sql query: SELECT 1"]],
    ["%%sql result << SELECT 1\nUNION SELECT 2", ["sql result: SELECT 1\nUNION SELECT 2"]],
    ["%%dql -o df2\nFROM t", ["sql df2: FROM t"]],
    ["%sql SELECT 1", ["sql query: SELECT 1"]],
    ["best = %sql SELECT 1", ["sql best: SELECT 1"]],
    [
      "import duckdb\n%sql SELECT 1\nprint(2)",
      ["~~~python\nimport duckdb\n~~~", "sql query: SELECT 1", "~~~python\nprint(2)\n~~~"],
    ],
    ["%load_ext sql\n%sql duckdb://\n%config SqlMagic.autopandas = True", []],
    ["%load_ext magic_duckdb", []],
    ['_df = mo.sql(\n    f"""\n    SELECT *\n      FROM t\n    """\n)', ["sql query: SELECT *\n  FROM t"]],
    ['cities = mo.sql(f"""SELECT {{a: 1}}""", output=False)', ["sql cities: SELECT {a: 1}"]],
    ['x = mo.sql(f"SELECT {year}")', ['~~~python\nx = mo.sql(f"SELECT {year}")\n~~~']],
    ['duckdb.sql("SELECT 1").show()', ["sql query: SELECT 1"]],
    [
      "%%sql\nSELECT 1;\nCREATE TABLE b AS SELECT 2;\nDROP TABLE b",
      ["sql query: SELECT 1", "sql b: SELECT 2", "~~~sql\nDROP TABLE b\n~~~"],
    ],
    ["%%bash\nls", ["~~~python\n%%bash\nls\n~~~"]],
    ["```ts\nflow()\n```", ["~~~python\n```ts\nflow()\n```\n~~~"]],
    ["~~~~\nx", ["~~~~~python\n~~~~\nx\n~~~~~"]],
  ])("%j", async (source, cells) => {
    expect(await cellsOf(code(source))).toEqual(cells);
  });

  test("a notebook whose language is SQL, and a cell that says so, are SQL", async () => {
    const sql = jupyter([code("SELECT 1"), code("SELECT 2")], { language_info: { name: "sql" } });
    expect(brief(await opened(file("n.ipynb", sql)))).toEqual([
      "sql query: SELECT 1",
      "sql query_2: SELECT 2",
    ]);
    expect(await cellsOf(code("SELECT 3", { vscode: { languageId: "sql" } }))).toEqual([
      "sql query: SELECT 3",
    ]);
  });

  test("it is known by its content, whatever it is called", async () => {
    expect(brief(await opened(file("n.json", jupyter([code("%sql SELECT 1")]))))).toEqual([
      "sql query: SELECT 1",
    ]);
  });

  test("what a foreign notebook says of cells of ours makes no more of it than a notebook", async () => {
    const forged = jupyter(
      [
        { cell_type: "raw", source: "a", metadata: { runnel: "constructor __proto__=1" } },
        code("1", { runnel: { fence: 1 } }),
      ],
      { runnel: { title: { toString: 1 }, settings: [] } },
    );
    expect(brief(await opened(file("n.ipynb", forged)))).toEqual(["~~~\na\n~~~", "~~~python\n1\n~~~"]);
  });
});

describe("[EX3] a Jupyter notebook that is none is refused by name", () => {
  const nested = `{"nbformat":4,"cells":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`;
  test.each([
    ["10⁶ arrays in each other", nested, "nested more than 200 levels"],
    ["cut off", '{"cells":[{"cell_type":"code"', "is no valid JSON"],
    ["cells that are none", '{"nbformat":4,"cells":{"length":5}}', "cells is not what nbformat 4 says"],
    ["a source of numbers", '{"nbformat":4,"cells":[{"cell_type":"code","source":[1]}]}', "cells.0.source"],
    ["nbformat 3", '{"nbformat":3,"worksheets":[],"cells":[]}', "an old Jupyter notebook"],
    ["100,000 cells", jupyter(Array.from({ length: 100_000 }, () => code("x"))), "more than 500 cells"],
    ["100,000 statements", jupyter([code(`%%sql\n${"SELECT 1;".repeat(100_000)}`)]), "more than 500 cells"],
    ["6 million characters", jupyter([code("x".repeat(6_000_000))]), "5,000,000 characters"],
  ])("%s", async (_what, json, says) => {
    await expect(opened(file("n.ipynb", json))).rejects.toThrow(`“n.ipynb” `);
    await expect(opened(file("n.ipynb", json))).rejects.toThrow(says);
  });

  test.each([
    "%%sql " + "-a ".repeat(500_000),
    "%load_ext " + "sql".repeat(300_000),
    'mo.sql("x"' + " ".repeat(1_000_000) + "x",
    "=".repeat(1_000_000),
    "%sql" + " ".repeat(1_000_000) + "\n",
  ])("in bounded time (%#)", async (source) => {
    expect(await cellsOf(code(source))).toBeInstanceOf(Array);
  });
});
