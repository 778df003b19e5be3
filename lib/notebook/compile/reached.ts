import type { Touch } from "../compiled";
import { type AnyNode, eachChild } from "./javascript";
import type { Reached } from "./reading";

type Call = Extract<AnyNode, { type: "CallExpression" | "NewExpression" }>;

/** The names by which code connects to a host, and where its address stands among their arguments; null: elsewhere. */
const connecting: Readonly<Record<string, number | null>> = {
  fetch: 0,
  WebSocket: 0,
  EventSource: 0,
  XMLHttpRequest: null,
};

/**
 * What a cell's statements reach outside the notebook, in the order of the text: calls by name, and addresses wherever they stand.
 * What a call is given is read where it is a text, or a top-level constant that is one.
 */
export function readReached(statements: readonly AnyNode[]): readonly Reached[] {
  const found: Reached[] = [];
  const constants = constantsOf(statements);
  const textOf = (node: AnyNode | undefined): string | undefined => {
    if (node?.type === "Identifier") return constants.get(node.name);
    return node && literalText(node);
  };
  const visit = (node: AnyNode): void => {
    if (node.type === "CallExpression" || node.type === "NewExpression") {
      const reached = reachedBy(node, textOf);
      if (reached) found.push(reached);
      // Its secret says where it is.
      if (reached?.by === "S3Bucket") found.push({ by: "S3Bucket", touch: { kind: "host" } });
    }
    const origin = originOf(node);
    if (origin !== undefined) found.push({ by: "", touch: { kind: "host", name: origin } });
    eachChild(node, visit);
  };
  statements.forEach(visit);
  return found;
}

function reachedBy(
  { callee, arguments: args }: Call,
  textOf: (node: AnyNode | undefined) => string | undefined,
): Reached | undefined {
  const by = callee.type === "MemberExpression" ? callee.object : callee;
  if (by.type !== "Identifier") return undefined;
  const of = (touch: Touch): Reached => ({ by: by.name, touch });
  const named = (kind: "file" | "secret", at: number) => {
    const name = textOf(args[at]);
    return of({ kind, ...(name !== undefined && { name }) });
  };
  if (callee.type === "MemberExpression") {
    // A bucket is described by the secret of its name.
    const isLoad =
      !callee.computed && callee.property.type === "Identifier" && callee.property.name === "load";
    return isLoad && (by.name === "Secret" || by.name === "S3Bucket") ? named("secret", 0) : undefined;
  }
  if (by.name === "readFile") return named("file", 0);
  if (by.name === "load") {
    const name = textOf(args[1]);
    const mode = modeOf(args[2], textOf);
    return of({ kind: "load", ...(name !== undefined && { name }), ...(mode && { mode }) });
  }
  const at = Object.hasOwn(connecting, by.name) ? connecting[by.name] : undefined;
  if (at === undefined) return undefined;
  const address = at === null ? undefined : args[at];
  const isTold = address !== undefined && (originOf(address) ?? addressOrigin(textOf(address))) !== undefined;
  return isTold ? undefined : of({ kind: "host" });
}

/** How `load` keeps a table: undefined where the text does not say. */
function modeOf(
  options: AnyNode | undefined,
  textOf: (node: AnyNode | undefined) => string | undefined,
): "replace" | "append" | undefined {
  if (!options) return "replace";
  if (options.type !== "ObjectExpression") return undefined;
  const mode = options.properties.find(
    (one) => one.type === "Property" && !one.computed && keyOf(one.key) === "mode",
  );
  if (options.properties.some(({ type }) => type === "SpreadElement")) return undefined;
  if (mode?.type !== "Property") return "replace";
  const said = textOf(mode.value);
  return said === "replace" || said === "append" ? said : undefined;
}

function keyOf(key: AnyNode): string | undefined {
  return key.type === "Identifier" ? key.name : literalText(key);
}

/** Top-level constants that are texts. */
function constantsOf(statements: readonly AnyNode[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of statements) {
    if (node.type !== "VariableDeclaration" || node.kind !== "const") continue;
    for (const { id, init } of node.declarations) {
      const text = init ? literalText(init) : undefined;
      if (id.type === "Identifier" && text !== undefined) found.set(id.name, text);
    }
  }
  return found;
}

function literalText(node: AnyNode): string | undefined {
  if (node.type === "ParenthesizedExpression") return literalText(node.expression);
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** The origin of the address that a text is, or that a template begins with. */
function originOf(node: AnyNode): string | undefined {
  if (node.type === "TemplateLiteral") {
    const start = node.quasis[0]?.value.cooked ?? "";
    // What follows may still belong to the host's name.
    return node.expressions.length > 0 && !/^[^:]+:\/\/[^/?#]+[/?#]/.test(start)
      ? undefined
      : addressOrigin(start);
  }
  return addressOrigin(literalText(node));
}

function addressOrigin(text: string | undefined): string | undefined {
  if (text === undefined || !/^(https?|wss?):\/\/[^\s/]/i.test(text)) return undefined;
  const { protocol, host } = URL.canParse(text) ? new URL(text) : { protocol: "", host: "" };
  return host === "" ? undefined : `${protocol}//${host}`;
}
