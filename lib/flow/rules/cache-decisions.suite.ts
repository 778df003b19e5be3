import { INPUTS, NO_CACHE, flow, memoryStorage, sleep, task } from "..";
import { quietly, suite, type Scene } from "./harness.suite";

type Options = Extract<Parameters<typeof task>[0], object>;

/** Runs a task with an input, in a flow of its own; gives the rules that its log names, with their outcomes. */
async function decided({ run }: Scene, options: Options, settings = {}, storage = memoryStorage()) {
  const one = task({ name: "one", ...options }, async (x: unknown) => x);
  const main = flow({ name: "main" }, () => one(1));
  const first = await run(main, [], { settings, storage });
  const second = await run(main, [], { settings, storage });
  return [first, second].flatMap(({ events }) =>
    events.flatMap((event) =>
      event.type === "cache" ? [`${event.decision.outcome} ${event.decision.rule ?? "?"}`] : [],
    ),
  );
}

const cases: readonly (readonly [
  title: string,
  options: Options,
  settings: object,
  rules: readonly string[],
])[] = [
  ["7.23 a record under the key", { cachePolicy: INPUTS }, {}, ["miss absent", "hit found"]],
  [
    "7.25 one whose time is up",
    { cachePolicy: INPUTS, cacheExpiration: -1 },
    {},
    ["miss absent", "miss expired"],
  ],
  ["7.26 refreshCache", { cachePolicy: INPUTS, refreshCache: true }, {}, twice("refresh refresh-cache")],
  [
    "7.26 its setting",
    { cachePolicy: INPUTS },
    { tasksRefreshCache: true },
    twice("refresh refresh-setting"),
  ],
  [
    "7.27 a setting that turns caching off",
    { cachePolicy: INPUTS },
    { tasksDisableCaching: true },
    twice("off caching-off"),
  ],
  [
    "7.14 NO_CACHE, where results are kept",
    { cachePolicy: NO_CACHE, persistResult: true },
    {},
    twice("off no-cache"),
  ],
  ["7.14 NO_CACHE, where they are not", { cachePolicy: NO_CACHE }, {}, twice("off no-cache")],
  ["7.1 persistResult: false", { persistResult: false }, {}, twice("off not-persisted")],
  ["7.14 a key function that gives none", { cacheKeyFn: () => null }, {}, twice("off key-function")],
  [
    "7.22 a key function that throws",
    {
      cacheKeyFn: () => {
        throw new Error("no");
      },
    },
    {},
    twice("unhashable unhashable"),
  ],
  ["7.1 nobody asked for anything", {}, {}, []],
];

export const decisions = suite("The rule that decided", (rule) => {
  for (const [title, options, settings, rules] of cases)
    rule(`${title}: the log names the rule`, async (scene) => {
      scene.expect(await decided(scene, options, settings)).toEqual(rules);
    });

  rule("7.10 no inputs to make a key of: the log names the rule", async ({ expect, run }) => {
    const one = task({ cachePolicy: INPUTS }, async () => 1);
    const { events } = await run(flow({ name: "main" }, () => one()));
    expect(events.filter(({ type }) => type === "cache")).toMatchObject([
      { decision: { outcome: "off", rule: "no-inputs", key: null, parts: {} } },
    ]);
  });

  rule("7.9 a record that makes no sense: the log names the rule", async (scene) => {
    const inner = memoryStorage();
    const broken = { ...inner, read: async () => ({ value: "nonsense", version: 1 }) };
    scene
      .expect(await decided(scene, { cachePolicy: INPUTS, resultStorage: broken }))
      .toEqual(twice("miss unreadable"));
  });

  rule("2.22 a generator is never served: the log names the rule", async ({ expect, run }) => {
    const items = task({ cachePolicy: INPUTS }, async function* (x: number) {
      yield x;
    });
    const main = flow({ name: "main" }, async () => await items.submit(1).result());
    const [{ events }] = await quietly("warn", async () => await run(main));
    const rules = events.flatMap((event) => (event.type === "cache" ? [event.decision.rule] : []));
    expect(rules).toEqual(["generator"]);
  });

  rule("2.4 each attempt looks again, and says so", async ({ expect, run }) => {
    let calls = 0;
    const fails = task({ cachePolicy: INPUTS, retries: 1 }, async (x: number) => {
      await sleep(x);
      if (++calls === 1) throw new Error("once");
    });
    const { events } = await run(flow({ name: "main" }, () => fails(1)));
    const rules = events.flatMap((event) => (event.type === "cache" ? [event.decision.rule] : []));
    expect(rules).toEqual(["absent", "absent"]);
  });
});

function twice(rule: string): readonly string[] {
  return [rule, rule];
}
