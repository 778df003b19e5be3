import type { RunEvent } from "../../engine";
import type { Argument, FlowPlan, Program, Slots, Statement, TaskPlan } from "./program.suite";

/** A program as text that reads like one. */
export function listingOf(program: Program): string {
  const { tasks, flows, starts, limits, ...surroundings } = program;
  return [
    `surroundings ${optionsText(surroundings)}`,
    ...limits.map(({ name, limit }) => `limit ${name} = ${limit}`),
    ...tasks.map(taskText),
    ...flows.map(flowText),
    ...starts.map(({ of, argument, at, cancelAt }) => {
      const cancelled = cancelAt === undefined ? "" : `, cancelled at ${cancelAt} ms`;
      return `start ${of}(${argument}) at ${at} ms${cancelled}`;
    }),
  ].join("\n");
}

/** What happened, one line each. */
export function historyOf(events: readonly RunEvent[]): string {
  const [first] = events;
  const names = new Map<string, string>();
  const lines = events.flatMap((event) => {
    const at = `${String(event.at - (first?.at ?? 0)).padStart(8)}  `;
    switch (event.type) {
      case "flow-run":
        names.set(event.flowRun.id, `${event.flowRun.flowName}/${event.flowRun.name}`);
        return [];
      case "task-run":
        names.set(event.taskRun.id, event.taskRun.name);
        return [];
      case "flow-state":
      case "task-state":
        return [`${at}${names.get(event.id)} → ${event.state.toString()}`];
      case "log":
        return event.level === "info" ? [] : [`${at}  ${event.level}: ${event.message.split("\n")[0]}`];
      case "cache":
        return [
          `${at}  ${names.get(event.decision.taskRunId)}: ${event.decision.outcome} ${event.decision.key}`,
        ];
      default:
        return [];
    }
  });
  return lines.join("\n");
}

function taskText({ name, outcomes, nested, isGenerator, ...options }: TaskPlan): string {
  const ways = outcomes.map((list) =>
    list.map(({ type, after }) => `${type} after ${after}`).join(", then "),
  );
  return `${isGenerator ? "generator" : "task"} ${name} ${optionsText(options)}\n${indented([
    ...nested.map(statementText),
    ...ways.map((way, index) => `${index === 0 ? "" : "or "}${way}`),
  ])}`;
}

function flowText({ name, body, end, ...options }: FlowPlan): string {
  const last = "of" in end ? `value ${end.of}` : end.type;
  return `flow ${name} ${optionsText(options)}\n${indented([...body.map(statementText), `end: ${last}`])}`;
}

function statementText(statement: Statement): string {
  const text = plainText(statement);
  return "catches" in statement && statement.catches ? `try ${text}` : text;
}

function plainText(statement: Statement): string {
  switch (statement.do) {
    case "call":
    case "flow": {
      const name = statement.do === "call" ? statement.task : statement.flow;
      return `await ${name}${argsText(statement.args)}${after(statement)}${statement.returnState ? ", its state" : ""}`;
    }
    case "submit":
      return `${statement.task}.submit${argsText(statement.args)}${after(statement)}`;
    case "map": {
      const { over, unmapped } = statement;
      const list = "length" in over ? `[${over.join(", ")}]` : argumentText(over);
      const fixed = unmapped ? `, unmapped(${argumentText(unmapped)})` : "";
      return `${statement.task}.map(${list}${fixed})${after(statement)}`;
    }
    case "all":
      return `Promise.${statement.settled ? "allSettled" : "all"}\n${indented(statement.of.map(statementText))}`;
    case "result":
      return `future ${statement.of}.result(${within(statement)})`;
    case "wait":
      return `wait(all${within(statement)})`;
    case "asCompleted":
      return `asCompleted(all${within(statement)})${statement.take === undefined ? "" : `, ${statement.take} of them`}`;
    case "transaction": {
      const { mode, key, body, throws } = statement;
      const lines = [...body.map(statementText), ...(throws ? ["throw"] : [])];
      return `transaction ${mode}${key === undefined ? "" : ` '${key}'`}\n${indented(lines)}`;
    }
    case "slots":
      return `concurrency ${slotsText(statement.of)}\n${indented(statement.body.map(statementText))}`;
    case "iterate":
      return `for await ${statement.task}${argsText(statement.args)}${statement.take === undefined ? "" : `, ${statement.take} of them`}`;
    case "sleep":
      return `sleep ${statement.ms} ms`;
    case "delay":
      return `${statement.task}.delay${argsText(statement.args)}`;
  }
}

function optionsText(options: object): string {
  const given = Object.entries(options).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return JSON.stringify(Object.fromEntries(given)).replaceAll('"', "");
}

function argsText(args: readonly Argument[]): string {
  return `(${args.map(argumentText).join(", ")})`;
}

function argumentText(argument: Argument): string {
  if ("constant" in argument) return String(argument.constant);
  return argument.allowFailure ? `allowFailure(value ${argument.value})` : `value ${argument.value}`;
}

function after({ waitFor }: { readonly waitFor?: Argument | undefined }): string {
  return waitFor ? ` after ${argumentText(waitFor)}` : "";
}

function within({ timeout }: { readonly timeout?: number | undefined }): string {
  return timeout === undefined ? "" : `, ${timeout} s`;
}

function slotsText(slots: Slots): string {
  return `${slots.occupy} of '${slots.limit}' ${optionsText({ timeout: slots.timeout, strict: slots.strict })}`;
}

function indented(lines: readonly string[]): string {
  return lines
    .join("\n")
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
