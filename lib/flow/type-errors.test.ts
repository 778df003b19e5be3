import { dirname, join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";

// What an author does wrong, and the one thing that the compiler says of it.

const surroundings = `
import { asCompleted, concurrency, createConcurrencyLimit, flow, serve, task, transaction, wait } from "./index";
const double = task(async (x: number) => 2 * x);
const add = task(async (x: number, y = 3) => x + y);
const shout = task(async (text: string) => text.toUpperCase());
const count = task(function* (most: number) { for (let n = 0; n < most; n++) yield n; });
const report = flow(async (day: string) => day.length);
`;

const mistakes: Record<string, Record<string, string>> = {
  "the arguments of a task": {
    'double("1")': "Argument of type 'string' is not assignable to parameter of type 'number'.",
    "double()": "Expected 1 arguments, but got 0.",
    "double(1, 2)": "Expected 1 arguments, but got 2.",
    "add(1, 2, 3)": "Expected 1-2 arguments, but got 3.",
    'add(1, "2")': "Argument of type 'string' is not assignable to parameter of type 'number'.",
    'double.submit("1")':
      "Argument of type 'string' is not assignable to parameter of type 'Submittable<number>'.",
    'double.submit(shout.submit("a"))':
      "Argument of type 'Future<string>' is not assignable to parameter of type 'Submittable<number>'.",
    'double.delay("1")':
      "Argument of type 'string' is not assignable to parameter of type 'Submittable<number>'.",
    "double({ x: 1 })": "Argument of type '{ x: number; }' is not assignable to parameter of type 'number'.",
  },
  "what map takes": {
    "double.map(21)": "Argument of type 'number' is not assignable to parameter of type 'Many<number>'.",
    'shout.map("abc")': "Argument of type 'string' is not assignable to parameter of type 'Many<string>'.",
    'double.map(["a"])': "Argument of type 'string[]' is not assignable to parameter of type 'Many<number>'.",
    'double.map(shout.submit("a"))':
      "Argument of type 'Future<string>' is not assignable to parameter of type 'Many<number>'.",
    'add.map([1], "a")':
      "Argument of type '\"a\"' is not assignable to parameter of type 'Mapped<number | undefined>'.",
  },
  "what calls give": {
    "async () => { const x: number = await double.submit(1); return x; }":
      "Type 'Future<number>' is not assignable to type 'number'.",
    "double.submit(1).then(console.log)": "Property 'then' does not exist on type 'Future<number>'.",
    "async () => { const x: number = double(1); return x; }":
      "Type 'Promise<number>' is not assignable to type 'number'.",
    "async () => { const x: string = await double.submit(1).state.result(); return x; }":
      "Type 'number' is not assignable to type 'string'.",
    "async () => { const x: number = await double.withOptions({ returnState: true })(1); return x; }":
      "Type 'State<number>' is not assignable to type 'number'.",
    "async () => { const x: string[] = await double.map([1]).result(); return x; }":
      "Type 'number[]' is not assignable to type 'string[]'.",
    "async () => { for await (const one of asCompleted(double.map([1]))) one.result().toFixed(); }":
      "Property 'toFixed' does not exist on type 'Promise<number>'.",
    "async () => { const x: number[] = await count(3); return x; }":
      "Type 'AsyncIterable<number>' is missing the following properties from type 'number[]': length, pop, push, concat, and 35 more.",
  },
  "a task's options": {
    "task({ retrys: 3 }, async () => 1)":
      "Object literal may only specify known properties, and 'retrys' does not exist in type 'TaskOptions'.",
    'task({ retries: "3" }, async () => 1)': "Type 'string' is not assignable to type 'number'.",
    'task({ cachePolicy: "INPUTS" }, async () => 1)':
      "Type 'string' is not assignable to type 'CachePolicy'.",
    "task({ onFailure: [(name: string) => name] }, async () => 1)":
      "Type '(name: string) => string' is not assignable to type '(task: TaskHandle, taskRun: TaskRun, state: State<unknown>) => unknown'.",
    "task({ onFailure: () => 1 }, async () => 1)":
      "Type '() => number' is not assignable to type 'readonly ((task: TaskHandle, taskRun: TaskRun, state: State<unknown>) => unknown)[]'.",
    "task({ retries: 3 })":
      "Object literal may only specify known properties, and 'retries' does not exist in type 'CallableFunction'.",
    'task("double", async () => 1)': "Type '\"double\"' has no properties in common with type 'TaskOptions'.",
    "task(3)": "Argument of type 'number' is not assignable to parameter of type 'CallableFunction'.",
    "task(async (x) => x)": "Parameter 'x' implicitly has an 'any' type.",
    "double.withOptions({ retrys: 3 })":
      "Object literal may only specify known properties, and 'retrys' does not exist in type 'Changes<TaskOptions, false>'.",
    'double.withOptions({ retries: "3" })': "Type 'string' is not assignable to type 'number'.",
    'double.withOptions({ returnState: "yes" })': "Type 'string' is not assignable to type 'boolean'.",
  },
  flows: {
    'report.submit("a")': "Property 'submit' does not exist on type 'Flow<[day: string], number>'.",
    'report.map(["a"])': "Property 'map' does not exist on type 'Flow<[day: string], number>'.",
    "report(1)": "Argument of type 'number' is not assignable to parameter of type 'string'.",
    "flow({ timeout: 3 }, async () => 1)":
      "Object literal may only specify known properties, and 'timeout' does not exist in type 'FlowOptions'.",
    'flow({ taskRunner: "sequential" }, async () => 1)':
      "Type 'string' is not assignable to type 'TaskRunner | (() => TaskRunner)'.",
    "flow({ onFailure: [(n: number) => n] }, async () => 1)":
      "Type '(n: number) => number' is not assignable to type '(flow: FlowHandle, flowRun: FlowRun, state: State<unknown>) => unknown'.",
    "flow({ cachePolicy: null }, async () => 1)":
      "Object literal may only specify known properties, and 'cachePolicy' does not exist in type 'FlowOptions'.",
  },
  "the rest": {
    "wait([1])":
      "Argument of type 'number[]' is not assignable to parameter of type 'Iterable<Future<unknown>>'.",
    "asCompleted(double.submit(1))":
      "Argument of type 'Future<number>' is not assignable to parameter of type 'Iterable<Future<unknown>>'.",
    "serve(report)":
      "Argument of type 'Flow<[day: string], number>' is not assignable to parameter of type 'TaskHandle | ServeOptions'.",
    'transaction({ commitMode: "LATER" }, async () => 1)':
      'Type \'"LATER"\' is not assignable to type \'"EAGER" | "LAZY" | "OFF"\'.',
    'concurrency("a", { occupy: "1" }, () => 1)': "Type 'string' is not assignable to type 'number'.",
    'createConcurrencyLimit("a", { slots: 3 })':
      "Object literal may only specify known properties, and 'slots' does not exist in type 'LimitOptions'.",
  },
};

const snippets = Object.values(mistakes).flatMap((group) => Object.keys(group));
const pathOf = (snippet: string) => join(import.meta.dirname, `mistake-${snippets.indexOf(snippet)}.ts`);

describe("a mistake is one readable error", () => {
  let program: ts.Program;
  beforeAll(() => {
    program = programOf(new Map(snippets.map((one) => [pathOf(one), `${surroundings}void (${one});\n`])));
  }, 120_000);

  test("without a mistake there is none", { timeout: 120_000 }, () => {
    const wrong = program.getSemanticDiagnostics(
      program.getSourceFile(join(import.meta.dirname, "index.ts")),
    );
    expect(wrong.map(firstLine)).toEqual([]);
  });

  for (const [what, group] of Object.entries(mistakes))
    for (const [snippet, message] of Object.entries(group))
      test(`${what}: ${snippet}`, { timeout: 120_000 }, () => {
        const file = program.getSourceFile(pathOf(snippet));
        expect(program.getSemanticDiagnostics(file).map(firstLine)).toEqual([message]);
      });
});

function firstLine({ messageText }: ts.Diagnostic): string {
  return typeof messageText === "string" ? messageText : messageText.messageText;
}

/** A program of texts that are no files, under the repository's own options. */
function programOf(texts: ReadonlyMap<string, string>): ts.Program {
  const config = join(import.meta.dirname, "../../tsconfig.json");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    dirname(config),
  );
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.readFile = (path) => texts.get(path) ?? read(path);
  host.fileExists = (path) => texts.has(path) || exists(path);
  host.getSourceFile = (path, language) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, language);
  };
  const own = { noUnusedLocals: false, incremental: false };
  return ts.createProgram([...texts.keys()], { ...options, ...own }, host);
}
