import type { Fix } from "../problem";
import { type AnyNode, eachChild, isFunction } from "./javascript";
import type { Places } from "./scope";

/** A word of Python's, of Prefect's or of Node's, where the notebook has no such name of its own. */
export interface Translated {
  /** The name that it goes by. */
  readonly by: string;
  /** Whether it counts where that name is of a definition, of a flow, or nobody's. */
  readonly where: "definition" | "flow" | "nobody";
  readonly offset: number;
  readonly message: string;
  readonly fix?: Fix;
}

type Call = Extract<AnyNode, { type: "CallExpression" }>;
type Given = Extract<AnyNode, { type: "ObjectExpression" }>;

const noPandas = "There is no pandas here. Put the file into a data cell, and transform it in an SQL cell.";
const nobodyToAsk =
  "Nobody can be asked from a worker. Wait for a person's word in a flow: await pauseFlowRun({ waitForInput: schema }).";

const otherRunner =
  "Write WebWorkerTaskRunner({ maxWorkers: 4 }), which runs tasks in workers of the browser.";

/** What stands for names that are none here. */
const advice: ReadonlyMap<string, string> = new Map([
  [
    "process",
    'There is no process here, and no environment. Keep a setting as a Variable, await Variable.get("name"), and a key as a Secret, (await Secret.load("name")).get().',
  ],
  [
    "require",
    "There are no packages here, and what Runnel has is in scope as it is. Paste what else you need into a cell.",
  ],
  ["print", "Write console.log(…), which goes to the log of the run."],
  ["os", 'Write await Variable.get("name") for a setting, or (await Secret.load("name")).get() for a key.'],
  ["time", "Write await sleep(seconds) to wait, and Date.now() for the time."],
  ["asyncio", "Write await Promise.all([…]) to wait for several, and await sleep(seconds) to wait."],
  [
    "document",
    "There is no page here: code runs in a worker. Return what is to be shown, or make an artifact of it, await createMarkdownArtifact({ markdown }).",
  ],
  ["window", "There is no window here: code runs in a worker, whose own scope is globalThis."],
  ["prompt", nobodyToAsk],
  ["confirm", nobodyToAsk],
  ["alert", "Write console.log(…), which goes to the log of the run."],
  [
    "localStorage",
    'There is no localStorage here. Keep a value as a Variable, await Variable.set("name", value).',
  ],
  ["pd", noPandas],
  ["np", noPandas],
  ["open", "There are no files to open here. Put the file into a data cell, and read that by its name."],
  ["requests", "Write await fetch(address), and await response.json()."],
  ["httpx", "Write await fetch(address), and await response.json()."],
  ["json", "Write JSON.parse(text), or JSON.stringify(value)."],
  ["logging", "Write getRunLogger(), or console.log(…), which goes to the log of the run."],
  ["datetime", 'Write new Date(), or new Date("2026-01-31").'],
  ["timedelta", "Write the number of its seconds."],
  ["range", "Write Array.from({ length: 3 }, (_, index) => index)."],
  ["str", "Write String(value)."],
  ["int", "Write Number(text)."],
  ["float", "Write Number(text)."],
  ["Exception", 'Write Error, as in throw new Error("no answer").'],
  ["__name__", "Remove this, and press Run: the notebook runs its flow."],
  ["ThreadPoolTaskRunner", otherRunner],
  ["ProcessPoolTaskRunner", otherRunner],
  ["DaskTaskRunner", otherRunner],
  ["RayTaskRunner", otherRunner],
  ["len", "Write list.length."],
  ["None", "Write null."],
  ["True", "Write true."],
  ["False", "Write false."],
]);

/** The options of one call: in Python they stand among its arguments. */
const callOptions: Readonly<Record<string, string>> = {
  wait_for: "waitFor",
  waitFor: "waitFor",
  return_state: "returnState",
  returnState: "returnState",
};

const calling = new Set(["submit", "map", "delay"]);

/** Finds what was written as in Python or in Node, with what to write instead. `uses` are the names that the cell leaves to others. */
export function readTranslated(
  statements: readonly AnyNode[],
  code: string,
  uses: Places,
  api: ReadonlySet<string>,
): readonly Translated[] {
  const asked = new Set<string>();
  const found: Translated[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === "CallExpression")
      found.push(
        ...withOptionsAmongArguments(node, code),
        ...withOptionsBehind(node),
        ...namedArguments(node, code, uses),
        ...deployed(node),
      );
    // Who asks whether it is there does without.
    if (node.type === "UnaryExpression" && node.operator === "typeof" && node.argument.type === "Identifier")
      asked.add(node.argument.name);
    eachChild(node, visit);
  };
  statements.forEach(visit);
  for (const [by, offset] of uses) {
    const own = camel(by);
    const message = own !== by && api.has(own) ? `Write ${own}.` : advice.get(by);
    if (message !== undefined && !api.has(by) && !asked.has(by))
      found.push({ by, where: "nobody", offset, message });
  }
  return found;
}

/** `get_run_logger` is `getRunLogger`. */
function camel(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function withOptionsAmongArguments(call: Call, code: string): Translated[] {
  const { callee, arguments: args } = call;
  const last = args.at(-1);
  const isMethod = callee.type === "MemberExpression";
  const method = isMethod && callee.property.type === "Identifier" ? callee.property.name : undefined;
  if (last?.type !== "ObjectExpression" || (isMethod && !calling.has(method ?? ""))) return [];
  const task = isMethod ? callee.object : callee;
  const by = nameAtRoot(task);
  const options = optionsIn(last, code);
  if (by === undefined || options === undefined) return [];
  const handle = code.slice(task.start, task.end);
  const others = args.slice(0, -1).map(({ start, end }) => code.slice(start, end));
  const text = `${handle}.withOptions({ ${options} })${method === undefined ? "" : `.${method}`}(${others.join(", ")})`;
  return [
    {
      by,
      where: "definition",
      offset: last.start,
      message: `What a call is given goes to the task. Say how to call it before: ${text}`,
      fix: { label: "Write it so", start: call.start, was: code.slice(call.start, call.end), text },
    },
  ];
}

/** The options that an object says, as `withOptions` takes them; undefined where it says anything else. */
function optionsIn({ properties }: Given, code: string): string | undefined {
  const options = properties.map((property) => {
    if (property.type !== "Property" || property.computed || property.key.type !== "Identifier")
      return undefined;
    const name = Object.hasOwn(callOptions, property.key.name) ? callOptions[property.key.name] : undefined;
    return name && `${name}: ${code.slice(property.value.start, property.value.end)}`;
  });
  return options.length > 0 && options.every((one) => one !== undefined) ? options.join(", ") : undefined;
}

/** `task(fn, { retries: 3 })`, as JavaScript often has it: the options would be left out without a word. */
function withOptionsBehind({ callee, arguments: [first, second] }: Call): Translated[] {
  if (callee.type !== "Identifier" || !makers.has(callee.name)) return [];
  const isFunctionFirst = first && (isFunction(first) || first.type === "Identifier");
  if (!isFunctionFirst || second?.type !== "ObjectExpression") return [];
  const message = `The options stand before the function: ${callee.name}({ … }, async () => { … }).`;
  return [{ by: callee.name, where: "nobody", offset: second.start, message }];
}

const makers = new Set(["task", "flow"]);

/** `task(retries=3)`, as in Python: here it assigns to a name that there is not. */
function namedArguments({ callee, arguments: args }: Call, code: string, uses: Places): Translated[] {
  const called = code.slice(callee.start, callee.end);
  if (advice.has(called)) return [];
  return args.flatMap((given): Translated[] => {
    if (given.type !== "AssignmentExpression" || given.left.type !== "Identifier") return [];
    const { name } = given.left;
    if (!uses.has(name)) return [];
    const value = code
      .slice(given.right.start, given.right.end)
      .replace(/^(?:True|False)$/, (word) => word.toLowerCase());
    const options = `{ ${camel(name)}: ${value} }`;
    const [, handle = called, method = ""] = /^([^]*?)(\.(?:submit|map|delay))?$/.exec(called) ?? [];
    const written = Object.hasOwn(callOptions, name)
      ? `${handle}.withOptions(${options})${method}(…)`
      : `${called}(${options}${makers.has(called) ? ", async () => { … }" : ""})`;
    const message = `Arguments have no names here. Options stand in an object: ${written}.`;
    return [{ by: name, where: "nobody", offset: given.start, message }];
  });
}

/** `main.deploy(…)` and the like of a flow. */
function deployed({ callee }: Call): Translated[] {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
  const by = nameAtRoot(callee.object);
  if (by === undefined || !deploying.has(callee.property.name)) return [];
  const message = `“${by}” is not deployed: it runs in this browser. Remove this, and press Run.`;
  return [{ by, where: "flow", offset: callee.property.start, message }];
}

const deploying = new Set(["deploy", "serve", "to_deployment", "from_source"]);

/** `b` of `b.withOptions(…)`. */
function nameAtRoot(node: AnyNode): string | undefined {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "CallExpression":
      return node.callee.type === "MemberExpression" ? nameAtRoot(node.callee.object) : undefined;
    default:
      return undefined;
  }
}
