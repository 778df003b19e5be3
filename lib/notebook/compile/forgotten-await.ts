import { type AnyNode, type Pattern, eachChild, isFunction } from "./javascript";
import type { Translated } from "./translated";

type Call = Extract<AnyNode, { type: "CallExpression" }>;

/** What makes a number or a text of what it is given, by their names at the root. */
const converting = new Set(["JSON", "Math", "Number", "String", "Boolean", "parseInt", "parseFloat"]);

const arithmetic = new Set([
  ...["+", "-", "*", "/", "%", "**", "<", ">", "<=", ">=", "&", "|", "^", "<<", ">>", ">>>"],
  ...["+=", "-=", "*=", "/=", "%=", "**="],
]);
const equality = new Set(["==", "!=", "===", "!=="]);

/**
 * Finds calls whose promise is used as the value that it will have, where that gives NaN, undefined or true without a word:
 * `price(3) * 2`, also by a constant, `const p = price(3); p * 2`. A name that a statement binds itself is not looked into,
 * nor what fails in words of its own, as a method that a promise has not.
 */
export function readForgottenAwaits(statements: readonly AnyNode[], code: string): readonly Translated[] {
  return statements.flatMap((statement) => forgottenIn(statement, code));
}

function forgottenIn(statement: AnyNode, code: string): readonly Translated[] {
  const bound = timesBound(statement);
  const constants = new Map<string, { readonly call: Call; readonly isAsync: boolean }>();
  const found = new Map<Call, Translated>();

  const note = (call: Call, isAsync: boolean, isTight: boolean): void => {
    const by = startedBy(call);
    if (by === undefined || bound.has(by) || found.has(call)) return;
    const was = isTight ? code.slice(call.start, call.end) : by;
    const fix = {
      label: "Write await",
      start: call.start,
      was,
      text: isTight ? `(await ${was})` : `await ${was}`,
    };
    found.set(call, {
      by,
      where: "definition",
      offset: call.start,
      message: `"${by}" gives a promise, which is no value yet. Write await ${by}(…)${isAsync ? "" : ", in a function that is async"}.`,
      ...(isAsync && code.startsWith(was, call.start) && { fix }),
    });
  };
  /** Something is used as a value; `isTight` where what stands beside it would bind tighter than `await`. */
  const use = (node: AnyNode | null | undefined, isAsync: boolean, isTight = false): void => {
    const value = node && bare(node);
    if (value?.type === "CallExpression") note(value, isAsync, isTight && value === node);
    const constant = value?.type === "Identifier" ? constants.get(value.name) : undefined;
    if (constant) note(constant.call, constant.isAsync, false);
  };
  const visit = (node: AnyNode, isAsync: boolean | undefined): void => {
    if (isFunction(node)) return eachChild(node, (child) => visit(child, node.async));
    if (isAsync === undefined) return eachChild(node, (child) => visit(child, isAsync));
    if (node.type === "VariableDeclaration" && node.kind === "const")
      for (const { id, init } of node.declarations) {
        const call = init && bare(init);
        if (call?.type === "CallExpression" && id.type === "Identifier" && bound.get(id.name) === 1)
          constants.set(id.name, { call, isAsync });
      }
    for (const [value, isTight] of valuesOf(node)) use(value, isAsync, isTight);
    for (const part of partsOf(node)) visit(part, isAsync);
  };
  visit(statement, undefined);
  return [...found.values()];
}

/** What of a node must be a value. */
function valuesOf(node: AnyNode): readonly (readonly [AnyNode | null | undefined, isTight?: boolean])[] {
  switch (node.type) {
    case "BinaryExpression": {
      const { operator, left, right } = node;
      if (arithmetic.has(operator)) return [[left, operator === "**"], [right]];
      const isSame = equality.has(operator);
      if (isSame && isPlain(right)) return [[left]];
      return isSame && isPlain(left) ? [[right]] : [];
    }
    case "AssignmentExpression":
      return arithmetic.has(node.operator) || node.left.type === "ObjectPattern" ? [[node.right]] : [];
    case "VariableDeclarator":
      return node.id.type === "ObjectPattern" ? [[node.init]] : [];
    case "UnaryExpression":
      return ["-", "+", "~", "!"].includes(node.operator) ? [[node.argument]] : [];
    case "LogicalExpression":
      return node.operator === "??" ? [] : [[node.left]];
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
      return [[node.test]];
    case "SwitchStatement":
      return [[node.discriminant]];
    case "ObjectExpression":
      return node.properties.map((one) => [one.type === "SpreadElement" ? one.argument : undefined]);
    case "TemplateLiteral":
      return node.expressions.map((one) => [one]);
    case "MemberExpression":
      return [[node.object, true]];
    case "CallExpression": {
      const root = node.callee.type === "MemberExpression" ? node.callee.object : node.callee;
      const converts = root.type === "Identifier" && converting.has(root.name);
      return converts ? node.arguments.map((one) => [one]) : [];
    }
    default:
      return [];
  }
}

/** What of a node is looked into: not the method of a call, nor what a tag is given, who make what they like of a promise. */
function partsOf(node: AnyNode): readonly AnyNode[] {
  if (node.type === "TaggedTemplateExpression") return [node.tag, ...node.quasi.expressions];
  const parts: AnyNode[] = [];
  eachChild(node, (child) => {
    if (node.type === "CallExpression" && child === node.callee && child.type === "MemberExpression")
      parts.push(child.object, child.property);
    else parts.push(child);
  });
  return parts;
}

/** The name that a call runs: `b` of `b(…)` and of `b.withOptions(…)(…)`. */
function startedBy({ callee }: Call): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "CallExpression" || callee.callee.type !== "MemberExpression") return undefined;
  const { object, property } = callee.callee;
  const isWith = property.type === "Identifier" && property.name === "withOptions";
  return isWith && object.type === "Identifier" ? object.name : undefined;
}

/** Text and numbers; a promise may well be compared with null. */
function isPlain(node: AnyNode): boolean {
  return (node.type === "Literal" && node.value !== null) || node.type === "TemplateLiteral";
}

function bare(node: AnyNode): AnyNode {
  return node.type === "ParenthesizedExpression" ? bare(node.expression) : node;
}

/** How often a statement binds each name, at any depth, at least: what stands among its patterns counts. */
function timesBound(statement: AnyNode): ReadonlyMap<string, number> {
  const bound = new Map<string, number>();
  const bind = (node: AnyNode | Pattern | null | undefined): void => {
    if (!node) return;
    if (node.type === "Identifier") bound.set(node.name, (bound.get(node.name) ?? 0) + 1);
    else eachChild(node, bind);
  };
  const visit = (node: AnyNode): void => {
    if (isFunction(node)) node.params.forEach(bind);
    if (isFunction(node) || node.type === "ClassDeclaration" || node.type === "ClassExpression")
      bind(node.id);
    if (node.type === "VariableDeclarator") bind(node.id);
    if (node.type === "CatchClause") bind(node.param);
    eachChild(node, visit);
  };
  visit(statement);
  return bound;
}
