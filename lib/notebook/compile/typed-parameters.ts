import ts from "typescript";
import type { ParameterType } from "../compiled";

/** What a parameter's TypeScript says of it. */
export interface TypedParameter {
  /** Whether it may be left out: `n?: number`. */
  readonly isOptional: boolean;
  readonly type?: ParameterType;
}

/** The parameters with a name of functions that are there when the code runs (others are types), by where their names end. */
export function typedParameters(file: ts.SourceFile): ReadonlyMap<number, TypedParameter> {
  const found = new Map<number, TypedParameter>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body)
      for (const { name, questionToken, type, initializer, dotDotDotToken } of node.parameters) {
        if (!ts.isIdentifier(name) || dotDotDotToken) continue;
        const plain = type ? plainType(type) : initializer && typeOfValue(initializer);
        found.set(name.end, { isOptional: questionToken !== undefined, ...(plain && { type: plain }) });
      }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const keywords = new Map<ts.SyntaxKind, "number" | "text" | "boolean">([
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.StringKeyword, "text"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
]);

/** Only what the type itself says: a name of the author's own stands for anything. */
function plainType(type: ts.TypeNode): ParameterType | undefined {
  const keyword = keywords.get(type.kind);
  if (keyword) return { kind: keyword };
  if (ts.isTypeReferenceNode(type))
    return ts.isIdentifier(type.typeName) && type.typeName.text === "Date" ? { kind: "date" } : undefined;
  if (ts.isParenthesizedTypeNode(type)) return plainType(type.type);
  const all = ts.isUnionTypeNode(type) ? type.types : [type];
  const members = all.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  const [only, ...others] = members;
  if (only && only !== type && others.length === 0) return plainType(only);
  const texts = members.flatMap((member) =>
    ts.isLiteralTypeNode(member) && ts.isStringLiteralLike(member.literal) ? [member.literal.text] : [],
  );
  // An empty choice would be none.
  return texts.length === members.length && !texts.includes("")
    ? { kind: "choice", of: [...new Set(texts)] }
    : undefined;
}

function typeOfValue(value: ts.Expression): ParameterType | undefined {
  if (ts.isNumericLiteral(value)) return { kind: "number" };
  // Of the signs, only those of a number: `!0` is none.
  if (ts.isPrefixUnaryExpression(value))
    return ts.isNumericLiteral(value.operand) && value.operator !== ts.SyntaxKind.ExclamationToken
      ? { kind: "number" }
      : undefined;
  if (ts.isStringLiteralLike(value)) return { kind: "text" };
  if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword)
    return { kind: "boolean" };
  return ts.isNewExpression(value) && ts.isIdentifier(value.expression) && value.expression.text === "Date"
    ? { kind: "date" }
    : undefined;
}
