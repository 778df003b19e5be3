import { type AnyNode, type Program, type Token, parse } from "acorn";
import { type Problem, problemAt } from "../problem";

export type { AnyNode, Function as FunctionNode, Pattern, Program } from "acorn";

export type JavaScript =
  | { readonly ok: true; readonly program: Program; readonly meaning: (start: number, end: number) => string }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Parses a cell's JavaScript as a module of its own, all early errors found. TypeScript's parser leaves most of those to
 * its checker (a second `const x`, an `await` in a plain function), and one of them would make the whole module fail.
 */
export function parseJavaScript(code: string): JavaScript {
  const tokens: Token[] = [];
  const insertedSemicolons = new Set<number>();
  try {
    const program = parse(code, {
      ecmaVersion: 2025,
      sourceType: "module",
      allowHashBang: false,
      preserveParens: true,
      onToken: tokens,
      onInsertedSemicolon: (end) => insertedSemicolons.add(end),
    });
    /** Token by token, so that layout and comments mean nothing, and a semicolon is one whether or not it is written. */
    const meaning = (start: number, end: number) =>
      tokens
        .filter((token) => token.start >= start && token.end <= end)
        .map((token) => code.slice(token.start, token.end) + (insertedSemicolons.has(token.end) ? " ;" : ""))
        .join(" ");
    return { ok: true, program, meaning };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { pos = 0 } = error as { pos?: number };
    const message =
      code[pos] === "@"
        ? /^@(task|flow)\b/.test(code.slice(pos, pos + 6))
          ? maker
          : decorators
        : `${error.message.replace(/ \(\d+:\d+\)$/, "")}. ${nextStep(error.message)}`;
    return { ok: false, problem: problemAt(code, pos, "syntax", message) };
  }
}

function nextStep(message: string): string {
  if (message.startsWith("'return' outside"))
    return "Put it into a flow: const main = flow(async () => { … }).";
  if (message.includes("'await' outside an async function")) return "Write async before that function.";
  return "Correct the code here.";
}

const decorators =
  "Browsers have no decorators yet. Call the function instead: const name = decorate(value).";

const maker =
  "A task is no decorator here, and neither is a flow. Give the function to it: const add = task(async (a, b) => a + b).";

/** Calls back for every node directly below one. */
export function eachChild(node: AnyNode, visit: (child: AnyNode) => void): void {
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) visit(item);
    } else if (isNode(value)) visit(value);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Whether a node is a function of any kind. */
export function isFunction(
  node: AnyNode,
): node is Extract<
  AnyNode,
  { type: "FunctionDeclaration" | "FunctionExpression" | "ArrowFunctionExpression" }
> {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}
