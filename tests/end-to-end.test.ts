import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** The tests of a spec by their titles, with `…` for what they take from elsewhere. */
function testsOf(spec: string): readonly string[] {
  const titles = readFileSync(join(root, spec), "utf8").matchAll(/\btest\(\s*(["'`])((?:\\.|(?!\1).)*)\1/gs);
  return [...titles].map(([, , title = ""]) => title.replaceAll(/\$\{[^}]*\}/g, "…"));
}

/** The tests that the book names, by their specs. */
function testsOfBook(): Record<string, readonly string[]> {
  const [, ...parts] = readFileSync(join(root, "docs/tests.md"), "utf8").split(/^## /m);
  return Object.fromEntries(
    parts.map((part) => {
      const [spec = "", ...lines] = part.split("\n");
      const [, , ...rows] = lines.filter((line) => line.startsWith("|"));
      return [spec, rows.map((row) => row.split(" | ")[0]!.replace("| ", ""))];
    }),
  );
}

test("docs/tests.md has every end-to-end test, and no other", () => {
  const specs = readdirSync(join(root, "tests"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".spec.ts"))
    .map((file) => `tests/${file}`);
  expect(testsOfBook()).toEqual(Object.fromEntries(specs.map((spec) => [spec, testsOf(spec)])));
});
