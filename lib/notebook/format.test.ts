import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CellId, type NewId, newIds } from "../base";
import { anyNotebook } from "./any-notebook.suite";
import type { Notebook } from "./document";
import type { Cell } from "./kinds";
import { parseNotebook } from "./parse";
import { serialiseNotebook } from "./serialise";

let time = 0;
const newId: NewId = newIds(
  () => time++,
  () => 0.5,
);
const id = newId<CellId>();
const parse = (text: string) => parseNotebook(text, newId);
const withoutIds = ({ cells, ...rest }: Notebook) => ({
  ...rest,
  cells: cells.map((cell) => ({ ...cell, id })),
});
const cellsOf = (text: string) => withoutIds(parse(text).notebook).cells;
const codes = (text: string) => parse(text).problems.map(({ code, line }) => `${code}:${line}`);
const notebook = (...cells: Cell[]): Notebook => ({ title: "", settings: {}, cells });
const markdown = (text: string) => ({ kind: "markdown", id, text }) as const;
const ts = (code: string) => ({ kind: "ts", id, code, options: {} }) as const;

const example = `---
title: Daily sales
hosts:
  - api.example.com
---

# Sales

Prose with \`code\`.

\`\`\`csv name=orders
id,amount
1,10
\`\`\`

\`\`\`sql name=daily persist="my tables" fast
select * from orders
\`\`\`

\`\`\`ts
export const main = flow(async () => await daily());
\`\`\`

\`\`\`parquet name=flights src=sample:flights-3m.parquet
\`\`\`

\`\`\`csv name=customers src="my customers.csv" hash=abc encoding=latin1
\`\`\`
`;

describe("reading", () => {
  test("[NB1] front matter gives title and settings, the rest is cells", () => {
    const { notebook, problems } = parse(example);
    expect(problems).toEqual([]);
    expect(withoutIds(notebook)).toEqual({
      title: "Daily sales",
      settings: { hosts: ["api.example.com"] },
      cells: [
        markdown("# Sales\n\nProse with `code`."),
        {
          kind: "data",
          id,
          name: "orders",
          format: "csv",
          source: { type: "inline", text: "id,amount\n1,10" },
          options: {},
        },
        {
          kind: "sql",
          id,
          name: "daily",
          code: "select * from orders",
          options: { persist: "my tables", fast: "" },
        },
        ts("export const main = flow(async () => await daily());"),
        {
          kind: "data",
          id,
          name: "flights",
          format: "parquet",
          source: { type: "sample", file: "flights-3m.parquet" },
          options: {},
        },
        {
          kind: "data",
          id,
          name: "customers",
          format: "csv",
          source: { type: "file", file: "my customers.csv", hash: "abc" },
          options: { encoding: "latin1" },
        },
      ],
    });
  });

  test("[NB1] a well-formed file is written back as it was", () => {
    expect(serialiseNotebook(parse(example).notebook)).toBe(example);
  });

  test("[NB2] every cell gets an id of its own", () => {
    const ids = parse(example).notebook.cells.map((cell) => cell.id);
    expect(new Set(ids).size).toBe(6);
  });

  test.each([
    ["another language", "```python\nprint(1)\n```"],
    ["tildes", "~~~ts\nconst a = 1;\n~~~"],
    ["an indented fence, as in a list", "- item\n\n  ```ts\n  const a = 1;\n  ```"],
    ["a fence inside a longer one", "````md\n```ts\nconst a = 1;\n```\n````"],
    ["a fence inside an HTML comment", "<!--\n```ts\nconst a = 1;\n```\n-->"],
    ["an inline run of backticks", "```ts``` is a language"],
    ["another case", "```TS\nconst a = 1;\n```"],
    ["a thematic break at the top", "---\n\ntext"],
  ])("[NB3] %s belongs to the markdown", (_, text) => {
    expect(cellsOf(text)).toEqual([markdown(text)]);
    expect(serialiseNotebook(parse(text).notebook)).toContain(text);
  });

  test("[NB3] a fence is closed by one at least as long", () => {
    expect(cellsOf("````ts\n```\n`````  \n\ntext")).toEqual([ts("```"), markdown("text")]);
  });

  test("[NB4] byte order mark and other line ends come in, LF goes out", () => {
    const text = example.replaceAll("\n", "\r\n");
    expect(serialiseNotebook(parse(`\uFEFF${text}`).notebook)).toBe(example);
    expect(serialiseNotebook(notebook(ts("a\r\nb\rc"), markdown("d\r\ne")))).toBe(
      "```ts\na\nb\nc\n```\n\nd\ne\n",
    );
  });

  test("[NB5] a title that YAML takes for a number is what its author wrote", () => {
    expect(parse("---\ntitle: 1.10\n---\n").notebook.title).toBe("1.10");
  });

  test.each([
    ["front matter that is no YAML", '---\ntitle: "x\n---\n\ntext', ["front-matter:1"]],
    ["front matter that is no map", "---\n- a\n---\n\ntext", ["front-matter:1"]],
    ["a title that is no text", "---\ntitle: [a]\n---\n\ntext", ["front-matter:1"]],
    ["aliases that explode", `---\na: &a [1]\nb: [${"*a,".repeat(200)}]\n---`, ["front-matter:1"]],
    ["a fence that is never closed", "text\n\n```sql name=a\nselect 1", ["unclosed-fence:3"]],
    ["another fence that is never closed", "text\n\n~~~\n```ts\n```", ["unclosed-fence:3"]],
    ["a comment that is never closed", "<!-- a\n\n```ts\n```", ["unclosed-comment:1"]],
    ["a wrapper that is never closed", "<!-- markdown -->\n```ts\n```", ["unclosed-wrapper:1"]],
    ["an option given twice", "```sql name=a name=b x x\n```", ["repeated-option:1", "repeated-option:1"]],
    ["rows and a source", "```csv name=a src=b.csv\n1,2\n```", ["two-sources:1"]],
  ])("[NB6] %s is a problem, and no text is lost", (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
    const written = serialiseNotebook(parse(text).notebook);
    for (const word of text.split(/\s+/)) expect(written).toContain(word);
  });

  test("[NB6] any text is read, and reading settles after one round", () => {
    const lines = fc.constantFrom(
      ...[
        "---",
        "```",
        "```ts",
        "~~~",
        "````",
        "text",
        "",
        " ",
        "\t",
        "<!--",
        "-->",
        "title: a",
        "```sql name=a",
        "- a",
      ],
      ...[
        "<!-- markdown -->",
        "<!-- /markdown -->",
        "<!-- markdown 2 -->",
        "<!-- /markdown 2 -->",
        "   ```",
        "```csv src=a",
      ],
      ...['```json name="a b" c="\\u0060" d=" e', "\uFEFF", "\u2028", "```\u2029", "~~~\u2028"],
    );
    const text = fc.oneof(
      fc.array(lines, { maxLength: 14 }).map((all) => all.join("\n")),
      fc.string({ unit: "binary", maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (input) => {
        const first = parse(input).notebook;
        const written = serialiseNotebook(first);
        const second = parse(written);
        expect(withoutIds(second.notebook)).toEqual(withoutIds(first));
        expect(serialiseNotebook(second.notebook)).toBe(written);
        const wordsOf = (all: string) => new Set(all.match(/[a-z]+/g));
        expect(
          [...wordsOf(input)].filter(
            (word) => !wordsOf(written).has(word) && !JSON.stringify(first).includes(word),
          ),
        ).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  test("[NB6] hostile sizes are read in linear time", () => {
    const repeat = (line: string) => parse(`${line}\n`.repeat(50_000)).notebook.cells.length;
    expect(repeat("<!-- markdown -->")).toBe(1);
    expect(repeat("<!--")).toBe(1);
    expect(repeat("```ts")).toBe(1);
    expect(parse("`".repeat(1_000_000)).notebook.cells).toHaveLength(1);
    expect(parse(`---\na: ${"[".repeat(100_000)}\n---`).problems).toHaveLength(1);
  });
});

describe("writing", () => {
  test("[NB7] markdown cells that would run together or read as something else are wrapped in comments", () => {
    expect(serialiseNotebook(notebook(markdown("a"), markdown("b"), markdown("c")))).toBe(
      "a\n\n<!-- markdown -->\nb\n<!-- /markdown -->\n\nc\n",
    );
    expect(serialiseNotebook(notebook(markdown("```ts\n```")))).toBe(
      "<!-- markdown -->\n```ts\n```\n<!-- /markdown -->\n",
    );
    expect(serialiseNotebook(notebook(markdown("<!-- /markdown -->"), markdown("")))).toBe(
      "<!-- /markdown -->\n\n<!-- markdown -->\n<!-- /markdown -->\n",
    );
    expect(serialiseNotebook(notebook(markdown("<!-- markdown -->\na\n<!-- /markdown -->")))).toBe(
      "<!-- markdown 2 -->\n<!-- markdown -->\na\n<!-- /markdown -->\n<!-- /markdown 2 -->\n",
    );
  });

  test("[NB8] code with fences gets a longer fence", () => {
    expect(serialiseNotebook(notebook(ts("const a = `\n````\n`")))).toBe(
      "`````ts\nconst a = `\n````\n`\n`````\n",
    );
  });

  test("[NB9] a file whose name is empty, or begins like a scheme, keeps it", () => {
    const data = (file: string) =>
      ({ kind: "data", id, name: "a", format: "csv", source: { type: "file", file }, options: {} }) as const;
    for (const file of [
      "",
      "sample:a.csv",
      "file:a.csv",
      "file:sample:a",
      'a"b;drop.csv',
      "größe 1.csv",
      "`.csv",
      "a\nb.csv",
      "a=b",
    ])
      expect(cellsOf(serialiseNotebook(notebook(data(file))))).toEqual([data(file)]);
  });

  test("[NB10] what is written reads back the same, whatever the cells hold", () => {
    fc.assert(
      fc.property(anyNotebook(id), (notebook) => {
        const written = serialiseNotebook(notebook);
        const read = parse(written);
        expect(withoutIds(read.notebook)).toEqual(notebook);
        expect(read.problems).toEqual([]);
        expect(serialiseNotebook(read.notebook)).toBe(written);
      }),
      { numRuns: 800 },
    );
  });
});
