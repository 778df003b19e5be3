import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tab, type OpenNotebook } from "./open-session";

/** A query of code's values, a query of parameters, one that has nothing to do with either, and code. */
let notebook: OpenNotebook;
beforeAll(async () => {
  const tab = await Tab.open();
  notebook = await tab.openNew(
    { kind: "ts", text: "" },
    { kind: "sql", name: "older", text: "SELECT name FROM people WHERE age > 20" },
    { kind: "sql", name: "apart", text: "SELECT 1 AS a" },
    { kind: "ts", text: "" },
  );
});
afterAll(async () => {
  await notebook.close();
});

describe("a query reads what code defines", () => {
  for (const { title, code } of [
    { title: "a list of rows", code: 'const people = [{ name: "Ann", age: 30 }, { name: "Bob", age: 3 }];' },
    { title: "a list of each column", code: 'const people = { name: ["Ann", "Bob"], age: [30, 3] };' },
    {
      title: "a list that a function makes",
      code: 'const people = made();\nfunction made() { return [{ name: "Ann", age: 30 }]; }',
    },
    { title: "what a task returns", code: 'const people = task(async () => [{ name: "Ann", age: 30 }]);' },
    {
      title: "a table of a task",
      code: 'const people = task(async () => await fromRows([{ name: "Ann", age: 30 }]));',
    },
  ])
    test(title, async () => {
      notebook.write(0, code);
      notebook.write("older", `SELECT name, '${title}' AS from FROM people WHERE age > 20`);
      expect(await notebook.run()).toBe("Completed");
      expect(await notebook.rows("older")).toEqual([{ name: "Ann", from: title }]);
    });

  for (const { code, says } of [
    { code: "const people = [{ name: 'Ann' }, 5];", says: /“people” is a list of values that are no rows/ },
    { code: "const people = new Map();", says: /“people” is a Map/ },
    { code: "const people = { name: 'Ann', age: 30 };", says: /“people” is an object/ },
    { code: "const people = task(async () => 'Ann');", says: /“people” is text/ },
    { code: "const people = task(async () => undefined);", says: /“people” is nothing/ },
  ])
    test(`${code} is refused by the query, and the rest runs`, async () => {
      notebook.write(0, code);
      notebook.write("older", `SELECT name FROM people -- ${code}`);
      notebook.write("apart", `SELECT $$${code}$$ AS a`);
      expect(await notebook.run()).toBe("Failed");
      expect(notebook.cell("older").faults.join()).toMatch(says);
      expect(notebook.cell("older").faults.join()).toMatch(/list of rows.*or a task that returns one/);
      expect(await notebook.rows("apart")).toEqual([{ a: code }]);
    });

  test("what cannot be a table is a problem before anything runs, and the rest runs", async () => {
    notebook.write(0, "const people = 5;");
    notebook.write("older", "SELECT name FROM people");
    notebook.write("apart", "SELECT 5 AS a");
    const says = /^line 1, column 18: "people" is 5, which no query can read/;
    await notebook.until(() => says.test(notebook.cell("older").faults[0] ?? ""));
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.cell("apart").states).toEqual({ apart: "Completed" });
  });
});

describe("a query's parameters", () => {
  const call = (text: string) => `const main = flow(async () => {\n  ${text}\n});`;
  beforeAll(() => {
    notebook.write(0, 'const people = [{ name: "Ann", age: 30 }];');
    notebook.write("older", "SELECT name FROM people WHERE age > $age OR name = $name");
  });

  for (const { text, says } of [
    { text: "await older();", says: /\$age has no value.*older\(\{ age: … \}\)/ },
    { text: "await older({ age: 1 });", says: /\$name has no value/ },
    { text: "await older({ age: 1, name: undefined });", says: /\$name has no value.*null stands for NULL/ },
    { text: "await older({ age: 1, nmae: 'x' });", says: /“older” has no parameter \$nmae.*\$age, \$name/ },
    { text: "await older({ age: () => 1, name: 'x' });", says: /\$age of “older” cannot be a function/ },
    {
      text: "await older.map((row) => row);",
      says: /“older” is a table: .*\(await older\(\)\)\.toArray\(\)/,
    },
    { text: "await older(1);", says: /“older” takes its parameters as one object/ },
    { text: "await older.submit({ age: 1 }).result();", says: /\$name has no value/ },
    { text: "await older.map([{ age: 1, name: 'x' }, { age: 1 }]).result();", says: /\$name has no value/ },
    { text: "await older.map([{ age: 1, name: 'x' }, { agee: 1 }]).result();", says: /no parameter \$agee/ },
    { text: "await apart({ x: 1 });", says: /“apart” has no parameter \$x. Its parameters: none/ },
  ])
    test(`${text} is refused by name`, async () => {
      notebook.write(3, call(text));
      expect(await notebook.run()).toBe("Failed");
      expect(notebook.shown?.message).toMatch(says);
    });

  for (const { text, says } of [
    { text: "return (await (await older({ age: 20, name: null })).toArray()).length;", says: "1" },
    {
      text: "const all = await older.map([{ age: 20, name: null }, { age: 40, name: 'x' }]).result();\n  return all.map((one) => one.numRows);",
      says: "[1, 0]",
    },
    {
      text: "const all = await older.map({ age: [20, 40], name: unmapped(null) }).result();\n  return all.map((one) => one.numRows);",
      says: "[1, 0]",
    },
  ])
    test(`${text} is answered`, async () => {
      notebook.write(3, call(text));
      expect(await notebook.run()).toBe("Completed");
      expect(notebook.cell(3).outputs).toContain(says);
    });

  test("a data cell is no array, which is said by its name", async () => {
    const tab = await Tab.open();
    const text = "const main = flow(async () => kept.map((row) => row));";
    const own = await tab.openForeign(`\`\`\`csv name=kept\na\n1\n\`\`\`\n\n\`\`\`ts\n${text}\n\`\`\`\n`);
    expect(await own.run()).toBe("Failed");
    expect(own.shown?.message).toMatch(
      /“kept” is a table: write \(await \(await kept\(\)\)\.toArray\(\)\)\.map/,
    );
    await own.close();
  });

  test("a notebook that is run without a flow says which value a query wants", async () => {
    notebook.write(3, "");
    notebook.write("apart", "SELECT 2 AS b");
    expect(await notebook.run()).toBe("Failed");
    expect(notebook.cell("older").faults.join()).toMatch(/\$age has no value/);
    expect(notebook.cell("apart").states).toEqual({ apart: "Completed" });
  });
});
