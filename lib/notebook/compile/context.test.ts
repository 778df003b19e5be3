import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compiled, load, problemsOf } from "./compile.suite";

/** Gives up control for a varying while, so that many functions interleave. */
const pauses = (seed: number) => {
  let state = seed;
  return async () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    for (let tick = state % 5; tick >= 0; tick--) await Promise.resolve();
    if (state % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  };
};

/** Each function records the context that it is in, between and after all the ways to give up control. */
const constructs = `
export async function statements(seen: unknown[]) {
  "use strict"
  seen.push(current());
  await pause();
  seen.push(current());
  const value = [await pause(1), current(), await pause(2), current()];
  seen.push(value[1], value[3], \`\${await pause()}\${current()}\`);
  seen.push((await pause(), current()), await pause() ?? current());
}
export const arrow = async (seen: unknown[]) => seen.push(await pause(), current());
export const objectLiteral = async (seen: unknown[]) => ({ value: await pause(), pushed: seen.push(current()) });
export const sequence = async (seen: unknown[]) => (
  await pause(), // a comment; and a } to be read over
  seen.push(current())
);
export const errors = async (seen: unknown[]) => {
  try { await pause(); await Promise.reject(new Error("x")); }
  catch { seen.push(current()); await pause() }
  finally { seen.push(current()); }
  try { try { await fail() } finally { seen.push(current()) } } catch { seen.push(current()) }
  seen.push(current());
};
async function fail() { await pause(); throw new Error("y") }
async function* numbers(seen: unknown[]) {
  try { for (let i = 0; i < 3; i++) { await pause(); seen.push(current()); yield i; seen.push(current()) } }
  finally { await pause(); seen.push(current()) }
}
async function* returned(seen: unknown[]) { try { return pause() } finally { seen.push(current()) } }
export async function loops(seen: unknown[]) {
  for await (const n of numbers(seen)) { seen.push(current()); if (n === 1) break }
  seen.push(current());
  outer: for (const m of [1, 2]) { for await (const n of numbers(seen)) { if (n === m) continue outer; seen.push(current()) } }
  seen.push(current());
  label: for await (const n of numbers(seen)) if (n) break label; else seen.push(current());
  seen.push(current());
  if (seen.length > 0) for await (const n of numbers(seen)) seen.push(current()); else seen.push("never");
  for await (const n of returned(seen)) seen.push("never");
  for await (const n of [pause(), pause()]) seen.push(current())
  seen.push(current());
}
export async function leftByReturn(seen: unknown[]) {
  const inner = async () => { try { for await (const n of numbers(seen)) return n } finally { seen.push(current()) } };
  await inner();
  seen.push(current());
}
async function* delegating(seen: unknown[]) { yield* numbers(seen); seen.push(current()); yield; seen.push(current()) }
export async function delegates(seen: unknown[]) {
  const all = delegating(seen);
  while (!(await all.next()).done) seen.push(current());
}
class Box {
  static async make(seen: unknown[]) { await pause(); seen.push(current()); return new Box() }
  #inner = async (seen: unknown[]) => { await pause(); seen.push(current()) };
  async method(seen: unknown[]) { await this.#inner(seen); await super.toString(); seen.push(current()); }
  get lazy() { return async (seen: unknown[]) => { await pause(); seen.push(current()) } }
  async *[Symbol.asyncIterator]() { await pause(); yield current() }
}
export async function classes(seen: unknown[]) {
  const box = await Box.make(seen);
  await box.method(seen);
  await box.lazy(seen);
  for await (const one of box) seen.push(one, current());
  const Late = class extends (await pause(), Box) { [(await pause(), "key")]() { return current() } };
  seen.push(new Late().key());
}
export async function operators(seen: unknown[]) {
  const n = (await pause(2)) ** 2 + -(await pause(3)) - +!(await pause(0));
  if (n !== 0) throw new Error("wrong " + n)
  const o = { async method() { await pause(); seen.push(current()) }, f: async (a: unknown, { b = current() } = {}) => { await pause(); return b } };
  await o.method()
  ;[await pause()].length
  seen.push(await o.f(1), (await pause({ a: { b: current() } }))?.a?.b, await (await (async () => await pause(current()))()));
  seen.push(typeof await pause() === "undefined" ? current() : "never")
  return seen.push(await pause(current()))
}
export async function together(seen: unknown[]) {
  await Promise.all([1, 2, 3].map(async () => { await pause(); seen.push(current()); await pause(); seen.push(current()) }));
  const started = statements(seen);
  seen.push(current());
  await pause();
  await started;
  seen.push(current());
}
function* lazily(): Generator<unknown, void, void> { try { yield current(); yield current() } finally { current() } }
export async function generators(seen: unknown[]) {
  for (const context of lazily()) { await pause(); seen.push(context, current()) }
}
export async function continuations(seen: unknown[]) {
  const note = (value: unknown) => (seen.push(current()), value);
  await pause().then(note).then(note, note).finally(note);
  const failing = fail()?.catch((error) => { seen.push(current()); return pause().then(note) });
  const plain = () => pause().then(() => note(1), undefined);
  await Promise.all([failing, plain(), plain()]);
  return new Promise((resolve) => pause().then(() => { seen.push(current()); resolve(1) }));
}
expose({ continuations, statements, arrow, objectLiteral, sequence, errors, loops, leftByReturn, delegates, classes, operators, together, generators });
`;

describe("context across await", () => {
  test("[NB60] hundreds of interleaved functions keep their own", async () => {
    const result = compiled(constructs);
    expect(problemsOf(result, 1)).toEqual([]);
    const pause = pauses(7);
    const { exposed, ambient } = await load(result.module, {
      pause: async (value: unknown) => {
        await pause();
        return value;
      },
    });
    const names = Object.keys(exposed);
    expect(names).toHaveLength(13);
    const runs = Array.from({ length: 40 }, (_, index) =>
      names.map(async (name) => {
        const context = `${name} ${index}`;
        const seen: unknown[] = [];
        await ambient.run(context, () => (exposed[name] as (seen: unknown[]) => Promise<unknown>)(seen));
        return { context, seen };
      }),
    ).flat();
    for (const { context, seen } of await Promise.all(runs)) {
      expect(seen.length).toBeGreaterThan(0);
      const found = seen
        .filter((one) => typeof one === "string")
        .map((one) => one.replaceAll("undefined", ""));
      expect(new Set(found)).toEqual(new Set([context]));
    }
  });

  test.each([
    [
      "no function that never waits",
      "const f = async () => 1; async function g(a = async () => { 2 }) { try {} catch {} }",
    ],
    ["no plain function", "function f() { try { g() } catch {} finally {} } const g = () => f();"],
    ["no plain loop", "a: for (const x of [1]) { b: for (;;) { break b } }"],
  ])("[NB61] %s is touched", (_, code) => {
    expect(compiled(code).module.split("\n").slice(1, -2).join("\n")).toBe(code);
  });

  test("[NB61] what is inserted, word for word", () => {
    const code = `async function f() { "use strict"
  label: for await (const x of y) g(x)
}
const h = async () => ({ a: await f() })
function* i() { try { yield } finally { } }
const j = (p, a) => p.then(f, h)["then"](f).catch(() => p?.finally(...a, j));
p.then(f);`;
    expect(compiled(code).module.split("\n").slice(1, -2)).toEqual([
      'async function f() { "use strict";const $c=$save();',
      "  try{label: for await (const x of y) {$restore($c);g(x)}}finally{$restore($c);}",
      "}",
      "const h = async () => {const $c=$save();return ({ a: $restore($c, await f()) });}",
      "function* i() {const $c=$save(); try { $restore($c, yield) } finally {$restore($c); } }",
      'const j = (p, a) => p.then($bind(f), $bind(h))["then"](f).catch($bind(() => p?.finally(...a, $bind(j))));',
      "p.then(f);",
    ]);
  });

  test("[NB62] the saved context has a name that the cell does not use", () => {
    expect(compiled("const $c2 = async () => { await '$c' }").module).toContain("const $c3=$save();");
  });
});

/** A body in which `outer` is the label of this statement, by a name that none inside it has. */
const labelled = (before: string, body: string, after: string) => {
  const depth = Math.max(-1, ...[...body.matchAll(/l(\d+):/g)].map((match) => Number(match[1])));
  const label = `l${depth + 1}`;
  return `${label}: ${before} { ${body.replaceAll("outer", label)} } ${after}`;
};

/** Random bodies of async functions. */
const bodies = fc.letrec<{ body: string; statement: string }>((tie) => {
  const around = (...wraps: ((body: string) => string)[]) => wraps.map((wrap) => tie("body").map(wrap));
  return {
    statement: fc.oneof(
      { depthSize: "xsmall", maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(
        ...[
          "log(1);",
          "await pause();",
          "log(await pause(2));",
          "s += await pause('v');",
          "return await pause(s);",
          "throw await pause(3);",
        ],
        ...[
          "log(await Promise.reject(4));",
          "break outer;",
          "continue outer;",
          "log`${await pause(5)}`",
          "return s",
          "await s.x.y",
        ],
        ...[
          "log((await pause({ f: (x) => x + s })).f(await pause(6)));",
          "await (async () => log(await pause(7)))();",
        ],
        ...[
          "log([...(await pause([8, 9]))].map((x) => x + s));",
          "await Promise.all([1].map(async (x) => { await pause(); log(x) }));",
        ],
        ...[
          "{ const { a = log(10), ...r } = await pause({ b: 1 }); log(a, r) }",
          "if (await pause(s.length % 2)) log(11); else log(12)",
        ],
      ),
      ...around(
        (body) => `{ ${body} }`,
        (body) => labelled("for (const i of [1, 2])", body, ""),
        (body) => labelled("for await (const i of numbers())", body, ""),
        (body) => labelled("for (const i of [1, 2]) for await (const j of numbers())", body, ""),
        (body) => labelled("do", body, 'while ((s += "x").length < 4)'),
        (body) => `switch (await pause(1)) { case await pause(1): ${body}\ndefault: log(20) }`,
        (body) => `await (async () => { ${labelled("do", body, "while (false)")} })();`,
        (body) =>
          `for await (const v of (async function* () { ${labelled("do", body, "while (false)")}; yield s; yield* numbers() })()) log(v)`,
        (body) => `for (const v of (function* () { try { yield s } finally { log(21) } })()) { ${body} }`,
        (body) => `try { ${body} } catch { log("caught"); await pause() } finally { log("finally") }`,
      ),
      fc
        .tuple(tie("body"), tie("body"))
        .map(([a, b]) => `try { ${a} } catch (e) { log("caught", String(e)); ${b} }`),
      fc.tuple(tie("body"), tie("body")).map(([a, b]) => `try { ${a} } finally { log("finally"); ${b} }`),
    ),
    body: fc.array(tie("statement"), { minLength: 1, maxLength: 3 }).map((all) => all.join("\n")),
  };
}).body;

describe("the code means what it meant", () => {
  test("[NB63] random functions give the same values, errors and order, each in its own context", async () => {
    const before = `async function* numbers() { try { yield 1; await pause(); yield 2 } finally { await pause(); log("closed") } }\n`;
    const program = (bodies: readonly string[]) =>
      `${before}${bodies.map((body, index) => `async function f${index}(s) { ${labelled("do", body, "while (false)")}\nreturn s }`).join("\n")}
expose({ ${bodies.map((_, index) => `f${index}`).join(", ")} })`;
    const outcome = async (module: string, count: number, checksContext: boolean) => {
      const logs: Record<string, unknown[]> = {};
      const strays: unknown[] = [];
      /** The plain module has no contexts, so its functions run one by one, and the log's owner is set by hand. */
      let owner = "";
      const loaded = await load(module, {
        pause: async (value: unknown) => {
          await pause();
          return value;
        },
        log: (...args: unknown[]) => {
          const context = checksContext ? loaded.ambient.current() : owner;
          if (typeof context !== "string") strays.push(context);
          (logs[String(context)] ??= []).push(JSON.stringify(args));
          return args[0];
        },
      });
      const pause = pauses(count);
      const call = async (index: number) => {
        const f = loaded.exposed[`f${index}`] as (s: string) => Promise<unknown>;
        return await loaded.ambient
          .run(`f${index}`, () => f("s"))
          .then(
            (value) => ["value", value],
            (error: unknown) => ["error", String(error)],
          );
      };
      const results: unknown[] = [];
      if (checksContext)
        results.push(...(await Promise.all(Array.from({ length: count }, (_, index) => call(index)))));
      else
        for (let index = 0; index < count; index++) {
          owner = `f${index}`;
          results.push(await call(index));
        }
      return { results, logs, strays };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(bodies, { minLength: 2, maxLength: 6 }), async (all) => {
        const code = program(all);
        const result = compiled(code);
        expect(problemsOf(result, 1)).toEqual([]);
        const plain = `const { expose, pause, log } = globalThis.runnel;\n${code}`;
        expect(await outcome(result.module, all.length, true)).toEqual(
          await outcome(plain, all.length, false),
        );
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
