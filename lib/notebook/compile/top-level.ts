import type { Parameter } from "../compiled";
import { type AnyNode, type Pattern, eachChild, isFunction } from "./javascript";
import { placeAt } from "./problem";
import type { Maker, Script } from "./reading";

export interface TopLevel extends Pick<Script, "makers" | "functions" | "calls"> {
  /** Where it waits outside any function, if it does. */
  readonly awaits: number | undefined;
}

/** Methods of a task that start a run of it. */
const startingMethods = new Set(["submit", "map", "delay"]);

/** Reads what a cell does when its module is loaded, which every worker does anew. */
export function readTopLevel(statements: readonly AnyNode[], code: string): TopLevel {
  const makers: Maker[] = [];
  const functions = new Map<string, readonly Parameter[]>();
  const calls = new Map<string, number>();
  let awaits: number | undefined;

  const visit = (node: AnyNode): void => {
    if (isFunction(node)) return;
    if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await))
      awaits ??= node.start;
    const called = node.type === "CallExpression" ? startedBy(node) : undefined;
    if (called !== undefined && !calls.has(called)) calls.set(called, node.start);
    if (node.type === "PropertyDefinition" && !node.static) {
      if (node.computed) visit(node.key);
    } else eachChild(node, visit);
  };
  statements.forEach(visit);

  for (const node of statements) {
    if (node.type === "FunctionDeclaration" && node.id)
      functions.set(node.id.name, parametersOf(node.params, code));
    if (node.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations) {
      if (id.type !== "Identifier" || !init) continue;
      const value = unwrap(init);
      if (isFunction(value)) functions.set(id.name, parametersOf(value.params, code));
      const from = madeFrom(value, code);
      const { line } = placeAt(code, id.start);
      if (from) makers.push({ name: id.name, start: init.start, end: init.end, line, from });
    }
  }
  return { makers, functions, calls, awaits };
}

function startedBy({ callee }: Extract<AnyNode, { type: "CallExpression" }>): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  const { property } = callee;
  return property.type === "Identifier" && startingMethods.has(property.name)
    ? callee.object.name
    : undefined;
}

function madeFrom(value: AnyNode, code: string): Maker["from"] | undefined {
  let made = value;
  let derived = false;
  for (;;) {
    if (made.type !== "CallExpression") break;
    const { callee } = made;
    const withOptions =
      callee.type === "MemberExpression" &&
      callee.property.type === "Identifier" &&
      callee.property.name === "withOptions";
    if (!withOptions) break;
    derived = true;
    made = unwrap(callee.object);
  }
  if (made.type === "Identifier") return derived ? { type: "withOptions", of: made.name } : undefined;
  if (made.type !== "CallExpression" || made.callee.type !== "Identifier") return undefined;
  const last = made.arguments.at(-1);
  const given = last && unwrap(last);
  const fn = !given
    ? []
    : isFunction(given)
      ? parametersOf(given.params, code)
      : given.type === "Identifier"
        ? given.name
        : [];
  return { type: "call", callee: made.callee.name, fn };
}

function parametersOf(patterns: readonly Pattern[], code: string): Parameter[] {
  const name = (pattern: Pattern): string => {
    if (pattern.type === "Identifier") return pattern.name;
    if (pattern.type === "RestElement") return name(pattern.argument);
    return code.slice(pattern.start, pattern.end).replace(/\s+/g, " ");
  };
  return patterns.map((pattern) =>
    pattern.type === "AssignmentPattern"
      ? { name: name(pattern.left), hasDefault: true }
      : { name: name(pattern), hasDefault: false },
  );
}

function unwrap(node: AnyNode): AnyNode {
  return node.type === "ParenthesizedExpression" ? unwrap(node.expression) : node;
}
