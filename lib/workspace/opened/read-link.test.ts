import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newIds, type NotebookId } from "../../base";
import { readAny, writeZip } from "../../exchange";
import { foreignLimits } from "../../notebook";
import { encodeLink } from "../../share";
import { orders, recordedRun, sixCells } from "../../share/realistic.suite";
import { memoryStores } from "../../storage";
import { readListed } from "../run/recovery";
import { putRun } from "./put-run";
import { openedFile, readLink } from "./read-link";

const newId = newIds(Date.now, Math.random);
const shared = { notebook: sixCells, parameters: {}, data: [orders(20)] };

/** How the recorded run of a link is shown at its end, as far as lines of it came. */
async function shown(lines: Awaited<ReturnType<typeof recordedRun>>) {
  const [stores, notebookId] = [memoryStores(), newId<NotebookId>()];
  const id = await putRun(lines, notebookId, stores, newId);
  const [summary] = await stores.runs.list({ notebookId, limit: 10 });
  if (!summary) return undefined;
  const { shown: run } = await readListed(summary, stores);
  run.publish();
  return { id, summary, run };
}

describe("a link that is opened", () => {
  test("[OP1] shows its notebook, with all that came along", async () => {
    const { opened, problems } = await readLink(encodeLink(shared).text);
    expect(problems).toEqual([]);
    expect(opened?.notebook.title).toBe("Orders by day");
    expect(opened?.notebook.cells.map(({ kind }) => kind)).toEqual([
      ...["markdown", "data", "sql", "sql", "ts", "ts"],
    ]);
    expect(opened?.shared).toEqual(shared);
  });

  test("[OP1] shows a notebook or says why not, wherever it was cut and whatever was changed", async () => {
    const { text } = encodeLink({ ...shared, run: await recordedRun(), moment: "900" });
    const cut = fc.nat(text.length - 1).map((at) => text.slice(0, at));
    const changed = fc
      .tuple(fc.nat(text.length - 1), fc.string({ unit: "binary", maxLength: 3 }))
      .map(([at, by]) => `${text.slice(0, at)}${by}${text.slice(at + 1)}`);
    const any = fc.string({ unit: "binary" }).map((after) => `r${after}`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, changed, any), async (link) => {
        const { opened, problems } = await readLink(link);
        expect(opened !== undefined || problems.length > 0).toBe(true);
        if (problems.length === 0) expect(opened?.notebook.cells).toHaveLength(6);
        await shown(opened?.shared.run ?? []);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("[OP1] with more than a notebook from elsewhere may have says so, and shows none", async () => {
    const cells = Array.from(
      { length: foreignLimits.cells + 1 },
      (_, n) => `\`\`\`sql name=t${n}\nSELECT 1\n\`\`\``,
    );
    const deep = `---\nkey: ${"[".repeat(100)}1${"]".repeat(100)}\n---\n`;
    for (const notebook of [cells.join("\n\n"), deep]) {
      const { opened, problems } = await readLink(encodeLink({ ...shared, notebook }).text);
      expect(opened).toBeUndefined();
      expect(problems).toEqual([expect.stringContaining("link.md")]);
    }
  });

  test("[OP4] has the recorded run as its only one", async () => {
    const lines = await recordedRun();
    const one = await shown(lines);
    expect(one?.summary).toMatchObject({ stateType: "COMPLETED", flowName: "report" });
    expect(one?.id).toBe(one?.summary.id);
    expect(one?.run.look.get().counts).toEqual([{ type: "COMPLETED", name: "Completed", count: 13 }]);
    expect(await shown([])).toBeUndefined();
    expect(await shown(["null", "{}"])).toBeUndefined();
  });

  test("[OP4] with a run that was under way has it end where the recording does", async () => {
    const lines = await recordedRun();
    for (const count of [1, 5, 20, lines.length - 1]) {
      const one = await shown(lines.slice(0, count));
      const { state, isOver, endTime } = one?.run.head.get() ?? {};
      expect(isOver).toBe(true);
      expect(state).toMatchObject({
        type: "CRASHED",
        message: expect.stringContaining("recording") as string,
      });
      expect(endTime).toBeLessThan(Date.UTC(2026, 10, 28, 10));
    }
  });
});

describe("[OP10] a file that was fetched", () => {
  const fetched = async (name: string, ...parts: BlobPart[]) =>
    await openedFile(await readAny([{ file: new File(parts, name) }]));
  const kinds = ({ opened }: Awaited<ReturnType<typeof fetched>>) =>
    opened.notebook.cells.map(({ kind }) => kind);

  test.each<[string, string, readonly string[]]>([
    ["Orders.md", "# A\n\n```sql name=a\nSELECT 1\n```\n", ["markdown", "sql"]],
    ["raw", "```sql name=a\nSELECT 1\n```\n", ["sql"]],
    ["Orders.sql", "SELECT 1 AS a;", ["sql"]],
    ["Orders.ts", "const main = flow(async () => 1);", ["ts"]],
    [
      "Orders.ipynb",
      '{"cells":[{"cell_type":"markdown","source":"# A"},{"cell_type":"code","source":"%%sql\\nSELECT 1","outputs":[],"metadata":{}}],"metadata":{},"nbformat":4}',
      ["markdown", "sql"],
    ],
  ])(
    "%s is a notebook, whatever it is written in, and reads the same as what it says",
    async (name, text, is) => {
      const read = await fetched(name, text);
      expect(kinds(read)).toEqual(is);
      expect(read.problems).toEqual([]);
      expect(read.opened.notebook.title).not.toBe("");
      const again = await fetched(name, text);
      expect(again.opened.shared.notebook).toBe(read.opened.shared.notebook);
    },
  );

  test("that is a zip brings its data along, and says which notebooks it has besides", async () => {
    const notebook = "```csv name=a src=a.csv\n```\n";
    const zip = writeZip([
      new File([notebook], "one.md"),
      new File([notebook], "two.md"),
      new File(["x\n1\n"], "a.csv"),
    ]);
    const { opened, problems } = await fetched("all.zip", await new Response(zip).blob());
    expect(opened.files?.map(({ file }) => file.name)).toEqual(["a.csv"]);
    expect(problems).toEqual([expect.stringContaining("“two.md”")]);
  });

  test("that has no notebook in it says so, and what to do with it", async () => {
    await expect(fetched("a.csv", "a,b\n1,2\n")).rejects.toThrow("drop it on the home page");
    await expect(fetched("a.bin", '{"kind":"head","size":1,"hash":"x"}\n')).rejects.toThrow("no notebook");
    await expect(fetched("a.pdf", "%PDF-1.7")).rejects.toThrow("“a.pdf”");
    await expect(fetched("a.md", "x".repeat(foreignLimits.bytes + 1))).rejects.toThrow("too large");
  });
});
