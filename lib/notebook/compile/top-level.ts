import type { Parameter } from "../compiled";
import { placeAt } from "../problem";
import { type AnyNode, type Pattern, eachChild, isFunction } from "./javascript";
import type { LoneCall, Maker, Script } from "./reading";
import type { ErasedTypeScript } from "./typescript";

export interface TopLevel extends Pick<Script, "makers" | "functions" | "calls" | "lone" | "noTables"> {
  /** Where it waits outside any function, if it does. */
  readonly awaits: number | undefined;
}

type Typed = ErasedTypeScript["parameters"];

/** Methods of a task that start a run of it. */
const startingMethods = new Set(["submit", "map", "delay"]);

/** Reads what a cell does when its module is loaded, which every worker does anew. */
export function readTopLevel(
  statements: readonly AnyNode[],
  { code, parameters: typed }: Pick<ErasedTypeScript, "code" | "parameters">,
): TopLevel {
  const makers: Maker[] = [];
  const functions = new Map<string, readonly Parameter[]>();
  const calls = new Map<string, number>();
  const noTables = new Map<string, string>();
  const lone: LoneCall[] = [];
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
    const call = node.type === "ExpressionStatement" ? loneCall(node.expression) : undefined;
    if (call) lone.push({ offset: call.start, start: node.start, end: node.end });
    if (node.type === "FunctionDeclaration" && node.id) {
      functions.set(node.id.name, parametersOf(node.params, typed));
      noTables.set(node.id.name, "a function");
    }
    if (node.type === "ClassDeclaration" && node.id) noTables.set(node.id.name, "a class");
    if (node.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations) {
      if (id.type !== "Identifier" || !init) continue;
      const value = unwrap(init);
      if (isFunction(value)) functions.set(id.name, parametersOf(value.params, typed));
      const noTable = node.kind === "const" ? noTableIn(value) : undefined;
      if (noTable !== undefined) noTables.set(id.name, noTable);
      const from = madeFrom(value, typed);
      const { line } = placeAt(code, id.start);
      if (from) makers.push({ name: id.name, start: init.start, end: init.end, line, from });
    }
  }
  return { makers, functions, calls, lone, noTables, awaits };
}

/** What a value is, where its text alone shows that no query can read it. */
function noTableIn(value: AnyNode): string | undefined {
  if (isFunction(value)) return "a function";
  switch (value.type) {
    case "ClassExpression":
      return "a class";
    case "TemplateLiteral":
      return "text";
    case "Literal":
      return typeof value.value === "string" ? "text" : (value.raw ?? "a value");
    case "ArrayExpression": {
      const { elements } = value;
      const isPlain = (one: AnyNode | null) => one?.type === "Literal" || one?.type === "TemplateLiteral";
      return elements.length > 0 && elements.every(isPlain) ? "a list of values that are no rows" : undefined;
    }
    default:
      return undefined;
  }
}

/** The call that an expression is, whatever is then done with its promise: `void main().then(…)`. */
function loneCall(node: AnyNode): AnyNode | undefined {
  switch (node.type) {
    case "AwaitExpression":
    case "UnaryExpression":
      return loneCall(node.argument);
    case "ParenthesizedExpression":
      return loneCall(node.expression);
    case "CallExpression": {
      const { callee } = node;
      const isThen = callee.type === "MemberExpression" && thens.has(methodName(callee));
      return isThen ? loneCall(callee.object) : node;
    }
    default:
      return undefined;
  }
}

const thens = new Set(["then", "catch", "finally"]);

function startedBy({ callee }: Extract<AnyNode, { type: "CallExpression" }>): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  return startingMethods.has(methodName(callee)) ? callee.object.name : undefined;
}

function methodName({ property, computed }: Extract<AnyNode, { type: "MemberExpression" }>): string {
  return property.type === "Identifier" && !computed ? property.name : "";
}

function madeFrom(value: AnyNode, typed: Typed): Maker["from"] | undefined {
  if (value.type !== "CallExpression") return undefined;
  const { callee } = value;
  if (callee.type === "MemberExpression") {
    if (methodName(callee) !== "withOptions") return undefined;
    const of = unwrap(callee.object);
    return of.type === "Identifier" ? { type: "withOptions", of: of.name } : madeFrom(of, typed);
  }
  if (callee.type !== "Identifier") return undefined;
  const last = value.arguments.at(-1);
  return { type: "call", callee: callee.name, fn: last ? functionGiven(unwrap(last), typed) : [] };
}

function functionGiven(value: AnyNode, typed: Typed): readonly Parameter[] | string {
  if (isFunction(value)) return parametersOf(value.params, typed);
  return value.type === "Identifier" ? value.name : [];
}

function parametersOf(patterns: readonly Pattern[], typed: Typed): Parameter[] {
  return patterns.map((pattern, position) => {
    const isRest = pattern.type === "RestElement";
    const hasValue = pattern.type === "AssignmentPattern";
    const bound = isRest ? pattern.argument : hasValue ? pattern.left : pattern;
    const { isOptional, type } = typed.get(bound.end) ?? { isOptional: false };
    return {
      name: bound.type === "Identifier" ? bound.name : `arg${position}`,
      hasDefault: isRest || hasValue || isOptional,
      ...(type && { type }),
    };
  });
}

function unwrap(node: AnyNode): AnyNode {
  return node.type === "ParenthesizedExpression" ? unwrap(node.expression) : node;
}
