import { expect, onTestFinished, test } from "vitest";
import { deferred, newIds, systemClock, type CellId, type Clock } from "../../base";
import { cellKinds, type Cell, type Notebook } from "../../notebook";
import { createCompiler } from "./compiler";
import { startWorker } from "../worker";

const newId = newIds(Date.now, Math.random);
const notebook = (...cells: Cell[]): Notebook => ({ title: "", settings: {}, cells });
const query: Cell = { ...cellKinds.sql.empty(newId<CellId>(), []), name: "one", code: "SELECT 1" };
const code: Cell = { ...cellKinds.ts.empty(newId<CellId>(), []), code: "const two: number = 2" };

/** A clock whose time passes when a test says so, once something waits for it. */
function impatient(): { readonly clock: Clock; readonly expire: () => Promise<void> } {
  let waits = deferred<() => void>();
  const after: Clock["after"] = (_, callback) => {
    const own = waits;
    own.resolve(callback);
    return () => {
      if (waits === own) waits = deferred();
    };
  };
  return { clock: { ...systemClock, after }, expire: async () => (await waits.promise)() };
}

/** A compiler, its statuses, and the scripts of its workers that are there: those that the app is built with. */
function compilerOf(folder = "/", clock = systemClock) {
  const there: string[] = [];
  const started: string[] = [];
  const compiler = createCompiler(
    (path) => new URL(folder + path, location.href).href,
    (source, gone) => {
      const script = source.url.replace(/.*\//, "");
      started.push(script);
      there.push(script);
      gone.signal.addEventListener("abort", () => there.splice(there.indexOf(script), 1));
      return startWorker(source, gone);
    },
    clock,
  );
  const { status } = compiler;
  const statuses = [status.get()];
  status.subscribe(() => statuses.push(status.get()));
  onTestFinished(() => compiler.close());
  return { compiler, there, started, statuses };
}

test("[WS80] a notebook without TypeScript is compiled without its parser", async () => {
  const { compiler, started, statuses } = compilerOf();
  const { module } = await (await compiler.compile(notebook(query))).code();
  expect(module).toContain("const one = $sql(");
  expect(started).toEqual(["compile.js"]);
  expect(statuses).toEqual(["idle"]);
});

test("[WS80] the first TypeScript cell brings its parser, which then compiles all", async () => {
  const { compiler, there, started, statuses } = compilerOf();
  await compiler.compile(notebook(query));
  const compiled = compiler.compile(notebook(query, code));
  expect(compiler.status.get()).toBe("loading");
  expect((await (await compiled).code()).module).toContain("const two         = 2");
  expect(statuses).toEqual(["idle", "loading", "ready"]);
  expect(there).toEqual(["compile-typescript.js"]);
  expect((await compiler.compile(notebook(query))).notebook.cells).toHaveProperty(query.id);
  expect(started).toEqual(["compile.js", "compile-typescript.js"]);
  expect(statuses).toEqual(["idle", "loading", "ready"]);
});

test("[WS81] what was asked before the parser came is answered", async () => {
  const { compiler, there } = compilerOf();
  const [before, after] = await Promise.all([
    compiler.compile(notebook(query)),
    compiler.compile(notebook(code)),
  ]);
  expect(Object.keys(before.notebook.cells)).toEqual([query.id]);
  expect(Object.keys(after.notebook.cells)).toEqual([code.id]);
  expect(there).toEqual(["compile-typescript.js"]);
});

test("[WS82] a parser that cannot be loaded is asked for again at the next need, and not where there is none", async () => {
  const { compiler, there, statuses } = compilerOf("/nowhere/");
  for (let time = 0; time < 2; time++)
    await expect(compiler.compile(notebook(code))).rejects.toMatchObject({ code: "worker/failed" });
  expect(statuses).toEqual(["idle", "loading", "idle", "loading", "idle"]);
  expect(there).toEqual([]);
  await expect(compiler.compile(notebook(query))).rejects.toMatchObject({ code: "worker/failed" });
  expect(compiler.status.get()).toBe("idle");
});

test("[WS82] a compiler that is closed ends its workers, and what is asked of them", async () => {
  const { compiler, there } = compilerOf();
  const asked = compiler.compile(notebook(code));
  const ended = expect(asked).rejects.toMatchObject({ code: "aborted" });
  compiler.close();
  await ended;
  expect(there).toEqual([]);
});

test("[WS89] 29: a cell that keeps the parser is given up by name, and the rest is compiled, then and later", async () => {
  const { clock, expire } = impatient();
  const { compiler, started } = compilerOf("/", clock);
  await compiler.compile(notebook(code));
  const endless = { ...query, id: newId<CellId>(), kind: "ts", code: "export ".repeat(100_000) } as const;
  const asked = [compiler.compile(notebook(endless, query, code)), compiler.compile(notebook(endless, code))];
  await expire();
  await Promise.all(asked);
  asked.push(compiler.compile(notebook(endless, code)));
  for (const { cells } of (await Promise.all(asked)).map((compiled) => compiled.notebook)) {
    expect(cells[endless.id]?.problems).toMatchObject([
      { code: "syntax", message: expect.stringContaining("takes too long") as string },
    ]);
    expect(cells[code.id]?.problems).toEqual([]);
  }
  // Another for the cell that was given up.
  expect(started).toEqual(["compile-typescript.js", "compile-typescript.js"]);
  const mended = await compiler.compile(notebook({ ...endless, code: "const three = 3" }, code));
  expect((await mended.code()).module).toMatch(/const three = 3[^]*const two         = 2/);
});
