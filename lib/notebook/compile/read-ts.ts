import type { TsCell } from "../kinds/ts";
import { isInternal, isReserved } from "../name";
import { keepContext } from "./context";
import { readForgottenAwaits } from "./forgotten-await";
import { type AnyNode, type Program, parseJavaScript } from "./javascript";
import { dropModuleSyntax } from "./module-syntax";
import { type Problem, problemAt } from "../problem";
import { readReached } from "./reached";
import type { OwnReading } from "./reading";
import { type Places, readNames } from "./scope";
import { readTopLevel } from "./top-level";
import { readTranslated } from "./translated";
import { eraseTypes } from "./typescript";

/** Reads a TypeScript cell. `api` are the names that are in scope without a definition. */
export function readTs(cell: TsCell, api: ReadonlySet<string>): OwnReading {
  const erased = eraseTypes(cell.code);
  const unreadable = (problems: readonly Problem[]) =>
    ({ outputs: erased.names, statements: [], meaning: cell.code, problems }) as const;
  if (erased.problems.length > 0) return unreadable(erased.problems);
  const javaScript = parseJavaScript(erased.code);
  if (!javaScript.ok) return unreadable([javaScript.problem]);

  const { program, meaning } = javaScript;
  const body = ownStatements(program);
  const statements = body.map((node) => ({ ...readNames(node), meaning: meaning(node.start, node.end) }));
  const outputs = first(statements.map(({ declares }) => declares));
  const uses = first(statements.map((one) => one.uses));
  const { code, problems: moduleProblems } = dropModuleSyntax(program, erased.code, uses, api);
  const { awaits, ...topLevel } = readTopLevel(body, erased);

  const problems = [...moduleProblems];
  for (const [name, offset] of first(statements.map(({ binds }) => binds)))
    if (isInternal(name) || (outputs.has(name) && isReserved(name)))
      problems.push(
        problemAt(cell.code, offset, "reserved-name", `"${name}" is a name of Runnel's own. Choose another.`),
      );
  if (awaits !== undefined)
    problems.push(
      problemAt(
        cell.code,
        awaits,
        "top-level-await",
        "A cell defines, and a flow waits. Wrap this in flow(async () => { … }).",
      ),
    );
  // What may be left out has a default, which both the compiler and the engine read.
  const defaults = [...erased.parameters].flatMap(([at, { isOptional }]) =>
    isOptional ? [{ at, text: " = undefined" }] : [],
  );
  return {
    outputs,
    statements,
    meaning: statements.map((one) => one.meaning).join("\n"),
    problems,
    script: {
      code,
      insertions: [...keepContext(program, code), ...defaults],
      reached: readReached(body),
      translated: [...readTranslated(body, code, uses, api), ...readForgottenAwaits(body, code)],
      ...topLevel,
    },
  };
}

/** What a cell says besides its imports and exports: whether a definition is exported means nothing. */
function ownStatements(program: Program): AnyNode[] {
  return program.body.flatMap((node) => {
    if (node.type === "ExportNamedDeclaration") return node.declaration ?? [];
    return node.type === "ImportDeclaration" || node.type === "ExportAllDeclaration" ? [] : node;
  });
}

/** Several statements' names as one map, each at its first place. */
function first(all: readonly Places[]): Places {
  const merged = new Map<string, number>();
  for (const places of all)
    for (const [name, offset] of places) if (!merged.has(name)) merged.set(name, offset);
  return merged;
}
