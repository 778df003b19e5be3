import { describe, expect, test } from "vitest";
import type { ArtifactId } from "../../base";
import type { Artifact } from "../../engine";
import { artifactView } from "./artifact-view";

function artifact(
  type: Artifact["type"],
  data: Artifact["data"],
  metadata: Artifact["metadata"] = null,
): Artifact {
  const at = new Date(5);
  const run = { flowRunId: null, taskRunId: null };
  return {
    id: "id" as ArtifactId,
    key: "k",
    type,
    data,
    description: null,
    metadata,
    ...run,
    created: at,
    updated: at,
  };
}

const shown = (...given: Parameters<typeof artifact>) => artifactView(artifact(...given)).content;

describe("what is shown of an artifact", () => {
  test("one artifact has one view", () => {
    const one = artifact("markdown", "# Hi");
    expect(artifactView(one)).toBe(artifactView(one));
    expect(artifactView(one)).toEqual({
      ...{ id: "id", key: "k", description: null, taskRunId: null, createdAt: 5 },
      content: { kind: "markdown", text: "# Hi" },
    });
  });

  test("a table of objects has the columns of all of them", () => {
    const data = JSON.stringify([
      { a: 1, b: null },
      { a: "x", c: { d: 1 } },
    ]);
    expect(shown("table", data)).toEqual({
      kind: "table",
      columns: ["a", "b", "c"],
      rows: [
        ["1", "null", ""],
        ["x", "", '{"d":1}'],
      ],
      total: 2,
      numColumns: 3,
    });
  });

  test("a table of columns, and one of lists, are rows as well", () => {
    expect(shown("table", JSON.stringify({ a: [1, 2], b: ["x"] }))).toMatchObject({
      columns: ["a", "b"],
      rows: [
        ["1", "x"],
        ["2", ""],
      ],
    });
    expect(shown("table", JSON.stringify([[1, 2], [3]]))).toMatchObject({
      columns: ["1", "2"],
      rows: [
        ["1", "2"],
        ["3", ""],
      ],
    });
    expect(shown("table", "[]")).toEqual({ kind: "table", columns: [], rows: [], total: 0, numColumns: 0 });
  });

  test("a number has no digits that are the computer's own", () => {
    const numbers = [0.1 + 0.2, 1 / 3, 19.99 * 3, 12.5, -0.1 - 0.2, 2 ** 53, 1e21, 1.5e-7];
    expect(shown("table", JSON.stringify([numbers]))).toMatchObject({
      rows: [["0.3", "0.333333333333333", "59.97", "12.5", "-0.3", "9007199254740992", "1e+21", "1.5e-7"]],
    });
  });

  test("of a long table a part is shown, and how long it is", () => {
    const data = JSON.stringify(Array.from({ length: 300 }, (_, n) => ({ n, text: "x".repeat(300) })));
    const table = shown("table", data, { numRows: "3000000" });
    expect(table).toMatchObject({ total: 3_000_000 });
    expect(table.kind === "table" && table.rows.length).toBe(200);
    expect(table.kind === "table" && table.rows[0]?.[1]).toHaveLength(201);
  });

  test("29: of a table with many columns a part is shown, whichever of its forms it has, in no time", () => {
    const wide = Array.from({ length: 200_000 }, (_, n) => [`c${n}`, n] as const);
    const long = Array.from({ length: 100_000 }, (_, n) => n);
    for (const [data, rows, total] of [
      [[Object.fromEntries(wide)], 1, 1],
      [[wide.map(([, n]) => n)], 1, 1],
      [{ ...Object.fromEntries(wide.map(([name, n]) => [name, [n]])), c7: long }, 200, 100_000],
    ] as const) {
      const table = shown("table", JSON.stringify(data));
      expect(table).toMatchObject({ kind: "table", total });
      if (table.kind !== "table") continue;
      expect(table.columns).toHaveLength(50);
      expect(table.rows).toHaveLength(rows);
      expect(table.rows.every((row) => row.length === 50)).toBe(true);
    }
  });

  test("what is no table is shown as text", () => {
    expect(shown("table", "{")).toEqual({ kind: "markdown", text: "{" });
    expect(shown("table", "1")).toEqual({ kind: "markdown", text: "1" });
  });

  test("progress is a percentage, whatever was stored", () => {
    expect([50, 101, -1, NaN].map((data) => shown("progress", data))).toEqual(
      [50, 100, 0, 0].map((percent) => ({ kind: "progress", percent })),
    );
  });

  test("an image loads by itself only where that asks nobody", () => {
    const loads = (address: string) => {
      const content = shown("image", address);
      return content.kind === "image" && content.loads;
    };
    const png = (width: number, height: number) =>
      `data:image/png;base64,${btoa(`\x89PNG\r\n\x1a\n\0\0\0\rIHDR${[width, height].map((side) => String.fromCharCode(0, 0, side >> 8, side & 255)).join("")}`)}`;
    expect(loads(png(6_000, 4_000))).toBe("here");
    expect(loads("data:image/svg+xml,<svg/>")).toBe("as a file");
    expect(loads("data:image/SVG+xml;base64,PHN2Zy8+")).toBe("as a file");
    // 29: it would take gigabytes to draw, or nobody can tell.
    expect(loads(png(30_000, 30_000))).toBe("as a file");
    for (const unread of ["data:image/png;base64,AAAA", "data:image/gif;base64,%", "data:image/png,%89PNG"])
      expect(loads(unread)).toBe("as a file");
    expect(loads("https://example.com/a.png")).toBe("on demand");
    for (const address of ["data:text/html,x", "http://a.example/b.png", "javascript:alert(1)", "a.png", ""])
      expect(loads(address)).toBe("never");
  });
});
