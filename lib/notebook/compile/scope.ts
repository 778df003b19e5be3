import { type AnyNode, type FunctionNode, type Pattern, eachChild } from "./javascript";

/** Names with the offset of their first place. */
export type Places = ReadonlyMap<string, number>;

export interface StatementNames {
  /** What it adds to the module's scope. */
  readonly declares: Places;
  /** What it uses and does not itself define, in inner functions too. A dynamic import counts as a use of `import`. */
  readonly uses: Places;
  /** Every name that it binds at any depth. */
  readonly binds: Places;
}

/** Reads the names of one top-level statement. */
export function readNames(statement: AnyNode): StatementNames {
  const binds = new Map<string, number>();
  const top = new Scope(binds);
  visit(statement, top);
  return { declares: top.declared, uses: top.unresolved(), binds };
}

/** A scope resolves its names when it ends, since a declaration may stand below its uses. */
class Scope {
  readonly declared = new Map<string, number>();
  readonly #used = new Map<string, number>();
  readonly #binds: Map<string, number>;
  /** Where a `var` inside this scope belongs. */
  readonly #hoistsTo: Scope;

  constructor(binds: Map<string, number>, hoistsTo?: Scope) {
    this.#binds = binds;
    this.#hoistsTo = hoistsTo ?? this;
  }

  declare(name: string, offset: number, kind = "let"): void {
    const scope = kind === "var" ? this.#hoistsTo : this;
    keepFirst(scope.declared, name, offset);
    keepFirst(this.#binds, name, offset);
  }

  use(name: string, offset: number): void {
    keepFirst(this.#used, name, offset);
  }

  unresolved(): Map<string, number> {
    return new Map([...this.#used].filter(([name]) => !this.declared.has(name)));
  }

  /** Runs with a scope inside this one, and afterwards takes over the names that it left open. */
  inside(kind: "block" | "function", read: (scope: Scope) => void): void {
    const inner = new Scope(this.#binds, kind === "block" ? this.#hoistsTo : undefined);
    read(inner);
    for (const [name, offset] of inner.unresolved()) this.use(name, offset);
  }
}

function keepFirst(places: Map<string, number>, name: string, offset: number): void {
  places.set(name, Math.min(places.get(name) ?? offset, offset));
}

function visit(node: AnyNode, scope: Scope): void {
  const all = (inner: Scope) => eachChild(node, (child) => visit(child, inner));
  switch (node.type) {
    case "Identifier":
      return scope.use(node.name, node.start);
    case "ImportExpression":
      scope.use("import", node.start);
      return all(scope);
    case "VariableDeclaration":
      for (const { id, init } of node.declarations) {
        declarePattern(id, scope, node.kind);
        if (init) visit(init, scope);
      }
      return;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return visitFunction(node, scope);
    case "ClassDeclaration":
    case "ClassExpression":
      if (node.type === "ClassDeclaration" && node.id) scope.declare(node.id.name, node.id.start);
      return scope.inside("block", (inner) => {
        if (node.id) inner.declare(node.id.name, node.id.start);
        if (node.superClass) visit(node.superClass, inner);
        visit(node.body, inner);
      });
    case "StaticBlock":
      return scope.inside("function", all);
    case "BlockStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "SwitchStatement":
      return scope.inside("block", all);
    case "CatchClause":
      return scope.inside("block", (inner) => {
        if (node.param) declarePattern(node.param, inner, "let");
        visit(node.body, inner);
      });
    case "MemberExpression":
      visit(node.object, scope);
      if (node.computed) visit(node.property, scope);
      return;
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      if (node.computed) visit(node.key, scope);
      if (node.value) visit(node.value, scope);
      return;
    case "LabeledStatement":
      return visit(node.body, scope);
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return;
    default:
      return all(scope);
  }
}

function visitFunction(node: FunctionNode & AnyNode, scope: Scope): void {
  if (node.type === "FunctionDeclaration" && node.id) scope.declare(node.id.name, node.id.start);
  scope.inside("function", (own) => {
    if (node.type === "FunctionExpression" && node.id) own.declare(node.id.name, node.id.start);
    own.inside("function", (parameters) => {
      if (node.type !== "ArrowFunctionExpression") parameters.declared.set("arguments", node.start);
      for (const parameter of node.params) declarePattern(parameter, parameters, "let");
      /** A scope of its own: a default value of a parameter does not see the body's `var`. */
      parameters.inside("function", (body) => {
        if (node.body.type === "BlockStatement") eachChild(node.body, (child) => visit(child, body));
        else visit(node.body, body);
      });
    });
  });
}

function declarePattern(pattern: Pattern, scope: Scope, kind: string): void {
  switch (pattern.type) {
    case "Identifier":
      return scope.declare(pattern.name, pattern.start, kind);
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") declarePattern(property.argument, scope, kind);
        else {
          if (property.computed) visit(property.key, scope);
          declarePattern(property.value, scope, kind);
        }
      }
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) declarePattern(element, scope, kind);
      return;
    case "RestElement":
      return declarePattern(pattern.argument, scope, kind);
    case "AssignmentPattern":
      visit(pattern.right, scope);
      return declarePattern(pattern.left, scope, kind);
    case "MemberExpression":
      return visit(pattern, scope);
  }
}
