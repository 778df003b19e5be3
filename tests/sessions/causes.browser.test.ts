import { afterAll, beforeAll, expect, test } from "vitest";
import { Tab, type OpenNotebook } from "./open-session";

let notebook: OpenNotebook;
beforeAll(async () => {
  const tab = await Tab.open();
  notebook = await tab.openNew({ kind: "ts", text: "" }, { kind: "ts", text: "" });
});
afterAll(async () => {
  await notebook.close();
});

const helpers = `function ask(name: string) {
  throw new RangeError("no answer");
}
const fetchGreeting = task({ retries: 1 }, async (name: string) => {
  return ask(name);
});
const shout = task(async (text: string) => text.toUpperCase());
const wait = task(async () => 1);`;

const place = { definition: "ask", line: 2, column: 9 };
const cause = { name: "RangeError", message: "no answer", ...place, attempts: { made: 2, most: 2 } };

for (const { title, body, by, notRun } of [
  { title: "called", body: 'await fetchGreeting("Ann");', notRun: [] },
  { title: "submitted", body: 'return await fetchGreeting.submit("Ann").result();', notRun: [] },
  {
    title: "given to another",
    body: 'return await shout.submit(fetchGreeting.submit("Ann")).result();',
    notRun: ["shout"],
  },
  {
    title: "waited for",
    body: 'await wait.withOptions({ waitFor: [fetchGreeting.submit("Ann")] }).submit().result();',
    notRun: ["wait"],
  },
  {
    title: "left to a chain",
    body: 'return shout.submit(shout.withOptions({ name: "first" }).submit(fetchGreeting.submit("Ann")));',
    notRun: ["first", "shout"],
  },
  {
    title: "of a subflow",
    body: 'const inner = flow({ name: "inner" }, async () => await fetchGreeting("Ann"));\n  await inner();',
    notRun: [],
  },
].map((one) => ({ by: "fetchGreeting", ...one })))
  test(`a run leads with what failed first, where, and at which attempt: ${title}`, async () => {
    notebook.write(0, helpers);
    notebook.write(1, `const main = flow(async () => {\n  ${body}\n});`);
    expect(await notebook.run()).toBe("Failed");
    const { error, errors } = notebook.shown ?? {};
    expect(error).toMatchObject({ ...cause, by });
    expect(error?.calledFrom?.[0]).toMatchObject({ definition: "fetchGreeting", line: 5 });
    expect(errors?.["fetchGreeting"]).toMatchObject(cause);
    expect(errors?.["fetchGreeting"]).not.toHaveProperty("by");
    for (const name of notRun) expect(errors?.[name]).toMatchObject({ by, isNotRun: true });
    const told = JSON.stringify([error, errors]);
    expect(told).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(told).not.toMatch(/UnfinishedRun|PENDING/);
  });

for (const { title, code, by } of [
  {
    title: "in the flow's worker",
    code: 'const main = flow(async () => {\n  setTimeout(() => {\n    throw new RangeError("late");\n  });\n  await sleep(100_000);\n});',
    by: "main",
  },
  {
    title: "in a task's worker",
    code: 'const t = task(async () => {\n  setTimeout(() => {\n    throw new RangeError("late");\n  });\n  await sleep(100_000);\n});\nconst main = flow(async () => await t());',
    by: "t",
  },
])
  test(`an error that nobody can catch says where it was thrown: ${title}`, async () => {
    notebook.write(0, "");
    notebook.write(1, code);
    expect(await notebook.run()).toMatch(/Crashed|Failed/);
    const { error, message, lines = [] } = notebook.shown ?? {};
    expect(error).toMatchObject({ definition: by, line: 3 });
    expect(error?.message).toMatch(/RangeError: late$/);
    expect([message, ...lines].join()).not.toMatch(/notebook\.runnel|blob:/);
  });

for (const { title, body } of [
  { title: "a promise that a flow forgets", body: 'void Promise.reject(new RangeError("lost"));' },
  {
    title: "one of a function",
    body: 'const go = async () => { throw new RangeError("lost"); };\n  void go();',
  },
])
  test(`a rejection that nobody awaits is a warning with its line, and the run goes on: ${title}`, async () => {
    notebook.write(1, `const main = flow(async () => {\n  ${body}\n  await sleep(0);\n  return 1;\n});`);
    expect(await notebook.run()).toBe("Completed");
    const warning = notebook.shown?.lines.find((line) => line.includes("lost"));
    expect(warning).toMatch(/^A rejection was never awaited: RangeError/);
    expect(warning).toMatch(/main, line 2/);
    expect(warning).not.toMatch(/blob:|https?:|notebook\.runnel/);
  });

test("a rejection that nobody awaits of a task, in its worker, is a warning of its own", async () => {
  const code =
    'const t = task(async () => {\n  void Promise.reject(new RangeError("lost"));\n  return 7;\n});';
  notebook.write(1, `${code}\nconst main = flow(async () => await t());`);
  expect(await notebook.run()).toBe("Completed");
  const warning = notebook.shown?.lines.find((line) => line.includes("lost"));
  expect(warning).toMatch(/t, line 2/);
});
