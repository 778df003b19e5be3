import { blankSourceFile } from "ts-blank-space";
import ts from "typescript";
import { type Problem, problemAt } from "../problem";
import { type TypedParameter, typedParameters } from "./typed-parameters";

/** TypeScript as JavaScript of the same length: every type is blank space. */
export interface ErasedTypeScript {
  readonly code: string;
  /** Top-level names, read from as much of the code as could be understood. */
  readonly names: ReadonlyMap<string, number>;
  /** What types say of parameters, by where their names end. */
  readonly parameters: ReadonlyMap<number, TypedParameter>;
  /** Where there are any, `code` may be no JavaScript. */
  readonly problems: readonly Problem[];
}

const parseOptions: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.ESNext,
  impliedNodeFormat: ts.ModuleKind.ESNext,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  /** Without this, TypeScript takes a cell for a script, where a top-level `await` is a name. */
  setExternalModuleIndicator: (file) =>
    ((file as { externalModuleIndicator?: unknown }).externalModuleIndicator = true),
};

/** The parser's own findings, which TypeScript keeps in a property that it does not declare. */
type ParsedFile = ts.SourceFile & { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };

/** Findings that are shown at once: after the first, most are its consequences. */
const maxSyntaxProblems = 3;

/** Erases types. Anything else than types that only TypeScript knows is a problem that says what to write instead. */
export function eraseTypes(code: string): ErasedTypeScript {
  const file = ts.createSourceFile("cell.ts", code, parseOptions, false, ts.ScriptKind.TS) as ParsedFile;
  const names = declaredNames(file);
  const syntax = file.parseDiagnostics
    .slice(0, maxSyntaxProblems)
    .map(({ start, messageText }) =>
      problemAt(
        code,
        start,
        "syntax",
        `TypeScript cannot read this: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      ),
    );
  const parameters = typedParameters(file);
  if (syntax.length > 0) return { code, names, parameters, problems: writtenElsewhere(code) ?? syntax };

  const problems: Problem[] = foreignImports(file);
  const refuse = (node: ts.Node) =>
    problems.push(problemAt(code, node.getStart(file), "not-erasable", notErasable(node)));
  return { code: blankSourceFile(file, refuse), names, parameters, problems };
}

/** What only Python or React writes: it is said once what to write instead, and not of each word what TypeScript makes of it. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [
    /^[ \t]*from[ \t]+\S+[ \t]+import[ \t]|^[ \t]*import[ \t]+[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*$/m,
    "This is Python. Remove this line: what Runnel has is in scope without an import, in camel case, as getRunLogger.",
  ],
  [
    /^[ \t]*if[ \t]+__name__\b/m,
    "This is Python. Remove these lines, and press Run: the notebook runs its flow.",
  ],
  [
    /^[ \t]*(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(/m,
    "This is Python. In TypeScript: const add = task(async (a, b) => a + b), and const main = flow(async () => { … }).",
  ],
  [
    /^[ \t]*(?:async[ \t]+)?with\b.*:[ \t]*$/m,
    "This is Python. What with is for takes a function here: await transaction(async (txn) => { … }).",
  ],
  [
    /^[ \t]*(?:for\b.+\bin\b.+|while\b.+|(?:el)?if\b(?![ \t]+__name__).+|else|try|except\b.*|finally)[ \t]*:[ \t]*$/m,
    "This is Python. Blocks stand in braces: for (const one of list) { … }, if (…) { … } else { … }, try { … } catch (error) { … }.",
  ],
  [/\belif\b/, "This is Python. Write else if (…) { … }."],
  [/\blambda\b[^:\n]*:/, "This is Python. Write a function: (x) => x + 1."],
  [
    /(?<![\w$.])[fF](?:"[^"\n]*\{[^"\n]*"|'[^'\n]*\{[^'\n]*')/,
    "This is Python. Write text with values in it between backticks: `Hello ${name}`.",
  ],
  [/^[ \t]*#[ \t]/m, "This is Python. A comment begins with //."],
  [
    /<([A-Za-z][\w.]*)\b[^<>]*>[^<]*<\/\1>|<[A-Za-z][\w.]*(?:\s[^<>]*)?\/>/,
    "There is no JSX here. Return rows or text, or make an artifact: await createMarkdownArtifact({ markdown }).",
  ],
];

function writtenElsewhere(code: string): Problem[] | undefined {
  const found = elsewhere.flatMap(([pattern, message]) => {
    const match = pattern.exec(code);
    return match ? [problemAt(code, match.index, "syntax", message)] : [];
  });
  return found.length > 0 ? found.sort((a, b) => a.line - b.line) : undefined;
}

function notErasable(node: ts.Node): string {
  if (ts.isEnumDeclaration(node)) {
    const name = node.name.text;
    return `An enum is more than a type. Write const ${name} = { … } as const, and type ${name} = (typeof ${name})[keyof typeof ${name}].`;
  }
  if (ts.isModuleDeclaration(node))
    return "A namespace is more than a type. Write plain top-level names, or an object that holds them.";
  if (ts.isTypeAssertionExpression(node)) return "Write the type behind the value: value as Type.";
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return "Without its type this would be read in another order. Put parentheses around the expression before its type.";
  if (ts.isModifier(node))
    return "Declare the field in the class, and assign it in the constructor: this.name = name.";
  return "This is more than a type, so it cannot be erased. Write it as JavaScript.";
}

/** Imports of types are erased, so only here is it seen where they come from. */
function foreignImports(file: ts.SourceFile): Problem[] {
  return file.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .filter(
      ({ moduleSpecifier }) => !ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== "runnel",
    )
    .map((statement) => {
      const { moduleSpecifier: from } = statement;
      const isPrefect = ts.isStringLiteral(from) && /^(@prefecthq\/)?prefect\b/.test(from.text);
      const start = statement.getStart(file);
      const problem = problemAt(file.text, start, "import", isPrefect ? prefectImport : foreignImport);
      const fix = { label: "Remove this line", start, was: file.text.slice(start, statement.end), text: "" };
      return isPrefect ? { ...problem, fix } : problem;
    });
}

const foreignImport = 'Only "runnel" can be imported. Paste the code that you need into a cell.';
const prefectImport =
  "Remove this line: flow, task and the rest of what Prefect has are in scope without an import, in camel case, as getRunLogger.";

function declaredNames(file: ts.SourceFile): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const declare = (name: ts.Node | undefined): void => {
    if (!name) return;
    if (ts.isIdentifier(name)) names.set(name.text, name.getStart(file));
    else ts.forEachChild(name, (child) => (ts.isBindingElement(child) ? declare(child.name) : undefined));
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) declare(name);
    if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    )
      declare(statement.name);
  }
  names.delete("");
  return names;
}
