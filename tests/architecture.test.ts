import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Which folders each folder's production code may import: the house's one-way streets. */
const mayImport: Record<string, readonly string[]> = {
  "lib/base": [],
  "lib/offline": [],
  "lib/workers": ["lib/base"],
  "lib/engine": ["lib/base"],
  "lib/flow": ["lib/base", "lib/engine"],
  "lib/fold": ["lib/base", "lib/engine"],
  "lib/notebook": ["lib/base"],
  "lib/world": ["lib/base"],
  "lib/airflow": ["lib/base"],
  "lib/chaos": ["lib/base", "lib/engine", "lib/fold"],
  "lib/simulation": ["lib/base", "lib/engine"],
  "lib/crash-check": ["lib/base", "lib/engine", "lib/world", "lib/simulation"],
  "lib/graph": ["lib/base", "lib/engine"],
  "lib/storage": ["lib/base", "lib/engine"],
  "lib/sql": ["lib/base", "lib/engine"],
  "lib/runtime": [
    "lib/base",
    "lib/workers",
    "lib/engine",
    "lib/flow",
    "lib/world",
    "lib/chaos",
    "lib/simulation",
    "lib/crash-check",
  ],
  "lib/share": ["lib/base", "lib/engine", "lib/runtime"],
  "lib/exchange": ["lib/base", "lib/engine", "lib/notebook", "lib/fold"],
  "lib/node": [
    "lib/base",
    "lib/engine",
    "lib/flow",
    "lib/notebook",
    "lib/exchange",
    "lib/world",
    "lib/chaos",
    "lib/simulation",
    "lib/crash-check",
    "lib/sql",
    "lib/runtime",
  ],
  "lib/lessons": [
    "lib/base",
    "lib/workers",
    "lib/engine",
    "lib/fold",
    "lib/notebook",
    "lib/runtime",
    "lib/airflow",
  ],
  "lib/workspace": [
    "lib/base",
    "lib/offline",
    "lib/workers",
    "lib/engine",
    "lib/fold",
    "lib/notebook",
    "lib/simulation",
    "lib/graph",
    "lib/storage",
    "lib/sql",
    "lib/runtime",
    "lib/share",
    "lib/world",
    "lib/chaos",
    "lib/crash-check",
    "lib/lessons",
  ],
  app: [
    "lib/workspace",
    "lib/notebook",
    "lib/fold",
    "lib/graph",
    "lib/exchange",
    "lib/lessons",
    "lib/simulation",
    "lib/chaos",
    "lib/crash-check",
    "lib/airflow",
  ],
};

/** From these folders only types may be taken: their values stay behind the port. */
const typesOnly: Record<string, readonly string[]> = {
  "lib/chaos": ["lib/engine", "lib/fold"],
  "lib/fold": ["lib/engine"],
  "lib/exchange": ["lib/engine"],
  "lib/graph": ["lib/engine"],
  "lib/lessons": ["lib/engine", "lib/runtime"],
  "lib/storage": ["lib/engine"],
  "lib/sql": ["lib/engine"],
};

/** One dependency, one folder; what packs is for links and for files. */
const owners: Record<string, string | readonly string[]> = {
  comlink: "lib/runtime",
  fflate: ["lib/share", "lib/exchange"],
  idb: "lib/storage",
  aws4fetch: "lib/flow",
  "@duckdb/duckdb-wasm": "lib/sql",
  "@uwdata/flechette": "lib/sql",
  "parquet-wasm": "lib/sql",
  typescript: "lib/notebook",
  "ts-blank-space": "lib/notebook",
  acorn: "lib/notebook",
  yaml: "lib/notebook",
  "@noble/hashes": "lib/base",
  react: "app",
  "react-dom": "app",
  next: "app",
  uqr: "app",
};

/** Second doors: what is behind them is too heavy for the first. */
const doors = new Set([
  "lib/notebook/compile/rename-table",
  "lib/lessons/told",
  "lib/notebook/compile",
  "lib/notebook/compile/with-typescript",
  "lib/notebook/words",
  "lib/runtime/dry-run",
  "lib/sql/without-engine",
  "lib/runtime/network-request",
  "lib/workspace/opened",
  "lib/workspace/classroom",
]);

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const isTest = (file: string) => /\.(test|test-d|suite)\.tsx?$/.test(file);

const sources = ["lib", "app"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file)),
);

const imports: Import[] = sources
  .filter((file) => !isTest(file))
  .flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const pattern =
      /^\s*(?:import|export)\s+(type\s+)?(?:([^"'`;]*?)\s+from\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/gm;
    return [...text.matchAll(pattern)].map((match) => ({
      file,
      specifier: match[3] ?? match[4] ?? "",
      typeOnly: match[1] !== undefined || /^\{(\s*type\s[^,]+,?)+\s*\}$/.test(match[2] ?? ""),
    }));
  });

/** The folder of the house that a file is in: `lib/engine`, `app`. */
const room = (file: string) =>
  file.startsWith("lib/") ? file.split("/").slice(0, 2).join("/") : file.split("/")[0]!;

const target = ({ file, specifier }: Import) => {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (specifier.startsWith(".")) return normalize(join(dirname(file), specifier));
  return undefined;
};

const packageName = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

describe("architecture", () => {
  test("imports point one way", () => {
    const wrong = imports.filter((one) => {
      const to = target(one);
      if (!to || room(to) === room(one.file)) return false;
      return !mayImport[room(one.file)]?.includes(room(to));
    });
    expect(wrong).toEqual([]);
  });

  test("from the engine, its adapters take types only", () => {
    const wrong = imports.filter((one) => {
      const to = target(one);
      return to && typesOnly[room(one.file)]?.includes(room(to)) && !one.typeOnly;
    });
    expect(wrong).toEqual([]);
  });

  test("a folder is entered by its door", () => {
    const wrong = imports.filter((one) => {
      const to = target(one);
      if (!to?.startsWith("lib/") || room(to) === room(one.file)) return false;
      return !doors.has(to) && to !== room(to) && to !== `${room(to)}/index`;
    });
    expect(wrong).toEqual([]);
  });

  test("one dependency, one folder", () => {
    const wrong = imports.filter((one) => {
      const owner = owners[packageName(one.specifier)];
      return owner !== undefined && ![owner].flat().includes(room(one.file));
    });
    expect(wrong).toEqual([]);
  });

  test("the primitives know nothing but React, Base UI, icons and each other", () => {
    const known = new Set(["react", "@base-ui/react", "lucide-react"]);
    const wrong = imports.filter((one) => {
      const to = target(one);
      if (!one.file.startsWith("app/_design/")) return false;
      return to ? dirname(to) !== "app/_design" : !known.has(packageName(one.specifier));
    });
    expect(wrong).toEqual([]);
  });

  test("Base UI is theirs alone, and a layer has a name", () => {
    const users = imports
      .filter((one) => packageName(one.specifier) === "@base-ui/react")
      .filter((one) => !one.file.startsWith("app/_design/"));
    const numbered = sources
      .filter((file) => file.endsWith(".tsx"))
      .filter((file) => /[\s"'`:-]z-[\d[(]|zIndex/.test(readFileSync(join(root, file), "utf8")));
    expect({ users, numbered }).toEqual({ users: [], numbered: [] });
  });

  test("TypeScript's parsers are behind one door", () => {
    const parsers = new Set(["acorn", "ts-blank-space", "typescript"]);
    const values = imports.filter((one) => !one.typeOnly);
    const parsersBehind = (door: string) => {
      const files = new Set([door]);
      for (const file of files)
        for (const one of values) {
          const to = one.file === file ? target(one) : undefined;
          const next = to && [`${to}.ts`, `${to}/index.ts`].find((path) => sources.includes(path));
          if (next) files.add(next);
        }
      const all = values.filter(({ file }) => files.has(file)).map((one) => packageName(one.specifier));
      return new Set(all.filter((name) => parsers.has(name)));
    };
    expect(parsersBehind("lib/notebook/index.ts")).toEqual(new Set());
    expect(parsersBehind("lib/notebook/compile/index.ts")).toEqual(new Set());
    expect(parsersBehind("lib/notebook/compile/with-typescript.ts")).toEqual(parsers);
  });

  test("the engine and the base import no library but hashes", () => {
    const wrong = imports.filter(
      (one) =>
        (room(one.file) === "lib/engine" || room(one.file) === "lib/base") &&
        !target(one) &&
        packageName(one.specifier) !== "@noble/hashes",
    );
    expect(wrong).toEqual([]);
  });

  test("the base has nine files at most", () => {
    const files = sources.filter(
      (file) => room(file) === "lib/base" && !isTest(file) && !file.endsWith("index.ts"),
    );
    expect(files.length).toBeLessThanOrEqual(9);
  });

  test("no folder or file is called utils, helpers, common or misc", () => {
    const wrong = sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.)/.test(file));
    expect(wrong).toEqual([]);
  });

  test("the engine takes time and chance from its ports", () => {
    const wrong = sources
      .filter((file) => room(file) === "lib/engine" && !isTest(file))
      .filter((file) =>
        /\bDate\.now\(|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\bperformance\.now\(/.test(
          readFileSync(join(root, file), "utf8"),
        ),
      );
    expect(wrong.map((file) => relative(root, file))).toEqual([]);
  });
});
