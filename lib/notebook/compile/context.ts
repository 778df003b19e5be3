import type { Insertion } from "./insertion";
import { type AnyNode, type FunctionNode, eachChild, isFunction } from "./javascript";

/** The function whose body is being read. */
interface Frame {
  /** How often it gives up control, so far: each `await`, `yield` and `for await`. */
  suspensions: number;
  readonly isAsyncGenerator: boolean;
}

/**
 * What keeps each function in the context that it was called in (a browser has no AsyncLocalStorage): it saves the context
 * at its start, and restores it wherever it goes on after it gave up control, by a value or by an error. What it gives to `then` and its like is bound to that context.
 */
export function keepContext(program: AnyNode, code: string): Insertion[] {
  const insertions: Insertion[] = [];
  const saved = unusedName(code);
  const save = `const ${saved}=$save();`;
  const restore = `$restore(${saved});`;
  const insert = (at: number, text: string) => insertions.push({ at, text });

  const visit = (node: AnyNode, frame: Frame | undefined): void => {
    if (isFunction(node)) return visitFunction(node);
    if (!frame) return eachChild(node, (child) => visit(child, frame));
    switch (node.type) {
      case "AwaitExpression":
      case "YieldExpression":
        insert(node.start, `$restore(${saved}, `);
        if (node.argument) visit(node.argument, frame);
        insert(node.end, ")");
        frame.suspensions++;
        return;
      case "CallExpression":
        if (!isContinuation(node.callee)) return eachChild(node, (child) => visit(child, frame));
        visit(node.callee, frame);
        for (const argument of node.arguments) {
          const isOne = argument.type !== "SpreadElement";
          if (isOne) insert(argument.start, "$bind(");
          visit(argument, frame);
          if (isOne) insert(argument.end, ")");
        }
        return;
      case "ReturnStatement":
        /** An async generator waits for what it returns, which matters to a `finally` around it. */
        if (frame.isAsyncGenerator) frame.suspensions++;
        return eachChild(node, (child) => visit(child, frame));
      case "LabeledStatement":
      case "ForOfStatement":
        return visitLoop(node, frame);
      case "TryStatement": {
        const before = frame.suspensions;
        visit(node.block, frame);
        if (node.handler) {
          if (frame.suspensions > before) insert(node.handler.body.start + 1, restore);
          visit(node.handler, frame);
        }
        if (node.finalizer) {
          if (frame.suspensions > before) insert(node.finalizer.start + 1, restore);
          visit(node.finalizer, frame);
        }
        return;
      }
      default:
        return eachChild(node, (child) => visit(child, frame));
    }
  };

  /** A `for await` waits before each round, and once more when it is left, by a jump to an outer label too: hence `finally`. */
  const visitLoop = (outer: AnyNode, frame: Frame): void => {
    let loop = outer;
    while (loop.type === "LabeledStatement") loop = loop.body;
    if (loop.type !== "ForOfStatement" || !loop.await)
      return eachChild(outer, (child) => visit(child, frame));
    frame.suspensions++;
    insert(outer.start, "try{");
    visit(loop.left, frame);
    visit(loop.right, frame);
    const isBlock = loop.body.type === "BlockStatement";
    insert(loop.body.start + (isBlock ? 1 : 0), isBlock ? restore : `{${restore}`);
    visit(loop.body, frame);
    if (!isBlock) insert(loop.body.end, "}");
    insert(outer.end, `}finally{${restore}}`);
  };

  const visitFunction = (node: FunctionNode & AnyNode): void => {
    const frame: Frame = { suspensions: 0, isAsyncGenerator: node.async && node.generator };
    for (const parameter of node.params) visit(parameter, undefined);
    const start = insertions.length;
    visit(node.body, frame);
    if (frame.suspensions === 0) return;
    if (node.body.type !== "BlockStatement") {
      insertions.splice(start, 0, { at: node.body.start, text: `{${save}return ` });
      insert(node.body.end, ";}");
      return;
    }
    const directive = node.body.body.findLast(
      (one) => one.type === "ExpressionStatement" && one.directive !== undefined,
    );
    /** The semicolon ends a directive that has none. */
    const first = directive
      ? { at: directive.end, text: `;${save}` }
      : { at: node.body.start + 1, text: save };
    insertions.splice(start, 0, first);
  };

  visit(program, undefined);
  return insertions;
}

/** Whether what is called has promises call its arguments, later and from nowhere. */
function isContinuation(callee: AnyNode): boolean {
  return (
    callee.type === "MemberExpression" &&
    !callee.computed &&
    callee.property.type === "Identifier" &&
    ["then", "catch", "finally"].includes(callee.property.name)
  );
}

/** A name for the saved context that the cell does not use, not even in a string. */
function unusedName(code: string): string {
  let name = "$c";
  for (let number = 2; code.includes(name); number++) name = `$c${number}`;
  return name;
}
