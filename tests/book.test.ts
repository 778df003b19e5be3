import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The files under some folders whose names end so. */
function filesOf(folders: readonly string[], ending: RegExp): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => ending.test(file))
      .map((file) => `${folder}/${file}`),
  );
}

/** The cells of the rows of a page's tables whose first cell begins so. */
function rowsOf(page: string, first: RegExp): readonly (readonly string[])[] {
  return read(page)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, cell = ""]) => first.test(cell))
    .map(([, ...cells]) => cells);
}

/** The paths that a text names. */
const pathsIn = (text: string) => [...text.matchAll(/`([\w./-]+\/[\w./-]+)`/g)].map(([, path = ""]) => path);

const tests = filesOf(["lib", "tests"], /\.(test|spec|suite)\.ts$/);

describe("docs/reliability.md", () => {
  const rows = rowsOf("docs/reliability.md", /^R\d+$/);
  const promised = rows.map(([id = ""]) => id);

  test("has each promise that a test names, and a test of each", () => {
    const ids = tests.flatMap((file) => [...read(file).matchAll(/\[(R\d+)\]/g)].map(([, id = ""]) => id));
    expect([...new Set(ids)].filter((id) => !promised.includes(id))).toEqual([]);
    expect(promised).toEqual([...new Set(promised)]);
  });

  test.each(rows.map(([id = "", , , named = ""]) => [id, named]))(
    "names tests of %s that there are",
    (_, named) => {
      const paths = pathsIn(named);
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => !tests.includes(path))).toEqual([]);
    },
  );
});

describe("docs/threat-model.md", () => {
  const rows = rowsOf("docs/threat-model.md", /^\d+ /);
  const numbers = rows.map(([attack = ""]) => Number(attack.split(" ")[0]));

  test("has each attack that a test names", () => {
    const named = filesOf(["tests/attacks"], /\.spec\.ts$/).flatMap((file) =>
      [...read(file).matchAll(/\btest\(\s*"([\d, –]+):/g)].flatMap(([, list = ""]) =>
        list.split(", ").flatMap((part) => {
          const [from = 0, to = from] = part.split("–").map(Number);
          return Array.from({ length: to - from + 1 }, (_, place) => from + place);
        }),
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((number) => !numbers.includes(number))).toEqual([]);
    expect(numbers).toEqual([...new Set(numbers)]);
  });

  test.each(rows.map(([attack = "", , named = ""]) => [attack, named]))(
    "names tests of “%s” that there are",
    (_, named) => {
      const paths = pathsIn(named);
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => !tests.includes(path))).toEqual([]);
    },
  );

  test("names walls that stand", () => {
    const walls = rowsOf("docs/threat-model.md", /^[a-z]/).flatMap(([, , where = ""]) => pathsIn(where));
    expect(walls.length).toBeGreaterThan(10);
    expect(walls.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe("SPEC.md", () => {
  test.each(filesOf(["lib"], /SPEC\.md$/))("%s has each rule under a number of its own", (page) => {
    const ids = Array.from(read(page).matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm), ([, id = ""]) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  });
});
